"""The other messages: deliveries, the welcome, and what someone has to be told."""

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from bot.views import canvas, edited, ids
from bot.views.kit import (
    Block,
    Message,
    Parcel,
    Sheet,
    actions,
    button,
    context,
    cut,
    esc,
    quote,
    rich,
    run,
    section,
    words,
)
from bot.views.moments import second
from bot.views.portfolio.collection_times import schedule_words
from bot.views.text import richtext
from bot.views.trouble import refusals, trouble
from storage.rules.message_limits import CHARACTERS
from storage.rules.pages.messages import Undelivered
from storage.rules.people import Person
from storage.rules.posts import ON_ITS_WAY, PostKind, PostState
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.form import Form
from storage.rules.values.task import Task
from storage.rules.words import one_line

PRINT = 1_200  # characters of JSON that the small print of a delivery takes at most, with what files are missing
NAMED, OPENING = 100, 3  # characters of its title or beginning on a lock screen, and the blocks that these are from
NO_CHANNELS: Mapping[str, str] = MappingProxyType({})
IN_TURN = "I have your words. Many people write to me right now: my answer comes in a moment."
NO_TASK = "All right: not a task."
HELP = (
    "*Assign*\n`/assign writer: Launch FAQ; by Friday 17:00; must: at most 10 questions; for Beta launch`\n"
    "After `;` or on a new line: by … · must: … · for STREAM · reviewer @who · 2 versions · urgent · public · "
    "to #channel or @who · as a file · as a canvas · every weekday 7:00 · for each of: a, b\n"
    "For a colleague: `/assign @bob Q4 numbers; by Friday 12:00`. They see it in their own next collection.\n"
    "`/assign` alone opens a form. On a message: its menu, Assign this. In a thread: mention me.",
    "*Decide*\nPress the buttons, or reply under its card: approve · shorter, please · reject · later · why 39 €?\n"
    "Below a collection: 1 approve, 3 reject. To me in direct messages: T-12 approve. A 👍 or 👎 on its card, too.\n"
    "One thing after the other, in one window: `/sluice review`.",
    "*While it works*\nReply in its thread, or write me: T-12 in Italian, please · stop T-12",
    "*One after the other*\n`/assign researcher: compare vendors; then writer: one page on it; then @bob: check it` · "
    "`after T-12` for one more step",
    "*Collect*\n`/collect now` · `/collect at 9:00 13:00 16:30 weekdays` · `/collect here at 9:00 daily` · "
    "`/collect limit 12` · `/collect most 10` · `/collect off`",
    "*What I owe*\nSubmit, Ask, Can't do it and Hand to… stand on its card. `/sluice tasks mine` · "
    "`/sluice tasks others` · `/sluice not me` (no tasks for me)",
    "*Look*\n`/sluice tasks` · `/sluice T-12` · `/sluice find WORDS` · `/sluice repeats` · `/sluice habits` · "
    "`/sluice workers` · `/sluice figures` · `/sluice times`",
    "*Streams*\n`/sluice stream Beta launch` · `/sluice stream list` · `/sluice stream hold Beta launch`\n"
    "*Again*\n`/sluice playbook save T-40 as vendor-choice` · `/sluice playbook run vendor-choice` · "
    "`/sluice playbook list`",
)


def help_message(agents: Collection[str]) -> Message:
    """Return the help, with the names of the agents."""
    lines = *(section(part) for part in HELP), context("Agents: " + ", ".join(sorted(agents)))
    return Message("How to use Sluice", lines)


def delivery(
    task: Task, draft: Draft, decider: str, hosts: Collection[str], *, titled: bool = False
) -> Message | Parcel | Sheet:
    """Return an approved draft as one post: its words, our small print, and files that hold more than the words.

    The first file of a draft holds its text: it comes along only where the words don't fit.

    Args:
        decider: who approved it; empty where a rule of its reviewer did.
        titled: whether its title stands above it, as in a person's own messages; a channel gets the words alone.
    """
    who = f"<@{decider}>" if decider else f"a rule of <@{task.reviewer}>"
    if task.brief.form is Form.FILE and draft.files:
        return _alone(task, draft, who)
    if task.brief.form is Form.CANVAS:
        return canvas.sheet(task, draft, by=_by(task, draft), told=_told(who, task.brief.title), hosts=hosts)
    body, complete = richtext.blocks(draft.body, CHARACTERS - PRINT, hosts)
    named = (
        task.brief.title if titled else " ".join(line for block in body[:OPENING] for line in richtext.lines_of(block))
    )
    body = [*([title(task, draft)] if titled else []), *body]
    cut_short = "" if complete else " The file has all of it." if draft.files else " Shown to its limit."
    worker = f"{esc(_by(task, draft))}{edited.provenance(draft)}"
    made_by = f"{task.name} v{draft.version} · approved by {who} · {worker}"
    message = Message(_told(who, named), (*body, context(f"{made_by}.{cut_short}")))
    files = draft.files[1:] if complete else draft.files
    if not files:
        return message
    line = words(run(f"{task.name} v{draft.version} · {_by(task, draft)}"), *edited.runs(draft), run(f".{cut_short}"))
    return Parcel(files, (*body, rich(line)), message)


def _alone(task: Task, draft: Draft, who: str) -> Parcel:
    """Return an approved draft as its files, with one line that says what they are."""
    made_by = f"{task.name} v{draft.version} · approved by {who} · {esc(_by(task, draft))}"
    line = f"{task.name} v{draft.version} · {_by(task, draft)}"
    instead = Message(_told(who, task.brief.title), (title(task, draft), context(made_by)))
    return Parcel(draft.files, (rich(words(run(cut(task.brief.title, 140), bold=True), run(f" · {line}"))),), instead)


def _by(task: Task, draft: Draft) -> str:
    """Return who made a draft, and how; of a colleague the draft says both."""
    return draft.made_by if task.brief.worker.is_person else f"by {task.brief.worker}, {draft.made_by}"


def _told(who: str, named: str) -> str:
    """Return what a lock screen shows of a delivery: who approved it, and its title or how it begins."""
    return f"Approved by {who}" + (f": {esc(cut(one_line(named), NAMED))}" if named.strip() else "")


def kept(task: Task, draft: Draft, hosts: Collection[str]) -> Message | Parcel | Sheet:
    """Return what the reviewer approved for themselves, for the thread of its card: the files, else the words."""
    if task.brief.form is Form.CANVAS:
        told = f"Approved: {esc(cut(task.brief.title, NAMED))}"
        return canvas.sheet(task, draft, by=_by(task, draft), told=told, hosts=hosts)
    body, _ = richtext.blocks(draft.body, CHARACTERS - PRINT, hosts)
    above = title(task, draft, edited.runs(draft))
    message = Message(f"Approved: {esc(cut(task.brief.title, NAMED))}", (above, *body))
    return Parcel(draft.files, (above,), message) if draft.files else message


def title(task: Task, draft: Draft, more: Sequence[Block] = ()) -> Block:
    """Return a line with the title and the version of the draft below it, and what else is said of it."""
    return rich(words(run(cut(task.brief.title, 140), bold=True), run(f" · {task.name} v{draft.version}"), *more))


def without_files(parcel: Parcel, error: str) -> Message | None:
    """Return the words of a parcel whose files Slack refuses, saying that they are missing; None if it has none."""
    if parcel.words is None:
        return None
    names = ", ".join(esc(file.name) for file in parcel.files)
    note = f"Slack did not take {names} ({esc(error)}). It is kept: look for this task with /sluice."
    return Message(parcel.words.text, (*parcel.words.blocks, context(cut(note, 500))))


def stopped(task: Task) -> str:
    """Return the sentence that a task is stopped, and how it goes on."""
    kept = f"Retry, on its card and in /sluice {task.name}, goes on from there"
    return f"{task.name} is stopped. What was done is kept: {kept}."


def welcome(person: Person, samples: bool = True) -> Message:
    """Return the first message to a new person.

    Args:
        samples: whether there is something to try: what one assigns and decides oneself.
    """
    own = schedule_words(person.schedule) if person.schedule else "none"
    first = "" if person.chose_times else " The first three come back as soon as they are ready."
    memo = button("Notes into a memo", f"{ids.TRY_SAMPLE}.memo", "memo")
    tries = [memo, button("Answer a customer", f"{ids.TRY_SAMPLE}.answer", "answer")] if samples else []
    return Message(
        "Hello from Sluice.",
        (
            section(
                "Hello. Assign something; I bring it back when you want to decide. "
                "Nothing decides itself, unless you agree.\n"
                f"Your times: {own}. In between I stay quiet."
            ),
            section(f"Try one now.{first}" if samples else f"Begin with a task of your own.{first}"),
            actions(*tries, button("My own", ids.ASSIGN_FORM, "new"), button("Change times", ids.TIMES_FORM, "own")),
        ),
    )


def decided(task: Task, decision: Decision) -> Message:
    """Return the message to an assigner who is not the reviewer: what was decided, and why."""
    what = "asked to revise" if decision.verdict is Verdict.REVISE else "rejected"
    lines = [*decision.points, *([decision.note] if decision.note else [])]
    blocks: list[Block] = [section(f"<@{decision.who}> {what} *{esc(cut(task.brief.title, 60))}* · {task.name}")]
    if lines:
        blocks.append(rich(quote("\n".join(cut(s, 300) for s in lines))))
    became = "is revised" if decision.verdict is Verdict.REVISE else "was rejected"
    return Message(f"{task.name} {became}.", tuple(blocks))


def undelivered(lost: Undelivered, bot: str) -> Message:
    """Return what the owner of a message reads that Slack did not take, or may have taken: why, what to do, a button.

    Args:
        bot: the id of the app's own user.
    """
    post, name = lost.post, lost.name
    place = trouble.place(post.channel)
    about = f"*{esc(cut(name, 100))}*"
    if post.state == PostState.SENT:
        to = f"to <@{lost.taken_by}>" if lost.taken_by else "to you here"
        there = f"is in {place} now" if post.channel.startswith(("C", "G")) else f"was sent {to}"
        return Message("It is delivered now.", (context(f"{about} {there}."),))
    if post.state == PostState.WITHDRAWN:
        return Message("Nothing is left to bring.", (context(f"{about}: nothing of it is left to decide."),))
    if post.state in ON_ITS_WAY:
        return Message("I am trying again.", (context(f"{about}: I am trying {place} again."),))
    is_delivery = post.kind in (PostKind.DELIVERY, PostKind.DELIVERY_FILE)
    choices = [button("Deliver again", ids.DELIVER_AGAIN, post.key, "primary")]
    if is_delivery and post.error.partition(" ")[0] in refusals.HOPELESS:
        choices = []
    if is_delivery:
        choices.append(button("Send it to me here", ids.DELIVER_HERE, post.key, None if choices else "primary"))
    return Message("A message could not be posted.", (*_why(lost, about, place, bot), actions(*choices)))


def _why(lost: Undelivered, about: str, place: str, bot: str) -> list[Block]:
    post = lost.post
    if post.state == PostState.UNKNOWN:
        text = f"{about} may or may not be in {place}: Slack's answer was lost, and I don't repeat it by myself."
        return [section(f"{text}\nLook there. If it is missing, press Deliver again.")]
    error, _, detail = post.error.partition(" ")
    why, advice = trouble.delivery(error, place, bot, detail)
    what = f"send the file of {about} to" if post.kind is PostKind.DELIVERY_FILE else f"post {about} in"
    if lost.again_at:
        again, why = f"{about}: I tried again at {second(lost.again_at, lost.zone)}, and ", trouble.still(why)
    else:
        again = f"I could not {what} {place}: "
    text = f"{again}{why}.\n{advice}"
    return [section(text), *([] if error in refusals.OURS else [context(f"Slack says: {esc(post.error)}")])]


def understood(
    task_text: str, value: str, hint: str = "", channels: Mapping[str, str] = NO_CHANNELS, odd: Sequence[str] = ()
) -> Message:
    """Return the question whether a direct message is a task, which is read as one but not yet begun.

    Args:
        hint: what it does not say.
        odd: what was not understood of it, each as a sentence.
        channels: the ids of channels that it names and that have no name here, by what stands for them in it.
    """
    text = "Shall I assign this?"
    choices = button("Assign it", ids.CONFIRM_MESSAGE, value, "primary"), button("Not a task", ids.NO_TASK, value)
    more = [context(f"{hint} Write help to see what I can do.")] if hint else []
    more += [section(sentence) for sentence in odd]
    asked = rich(words(run(text, bold=True)), _own_words(cut(task_text, 600), channels))
    return Message(text, (asked, *more, actions(*choices)))


def of_which(task: Task, text: str) -> str:
    """Return how a question is asked about a task, with one that waits as the example."""
    return f"If it is about a task, begin with its number: {task.name} {esc(cut(one_line(text), 60))}"


def _own_words(text: str, channels: Mapping[str, str]) -> Block:
    """Return words for the person who wrote them: Slack tells them the name of a channel that has none here."""
    if not channels:
        return quote(text)
    longest = "|".join(map(re.escape, sorted(channels, key=len, reverse=True)))
    parts = (part for part in re.split(f"({longest})", text, flags=re.I) if part)
    known = ((part, channels.get(part.lower())) for part in parts)
    shown = [{"type": "channel", "channel_id": id_} if id_ else run(part) for part, id_ in known]
    return {"type": "rich_text_quote", "elements": shown or [run("")]}


def outsider(why: str) -> Block:
    """Return the Home tab of a person who may not use Sluice here."""
    return {"type": "home", "blocks": [section(why)]}
