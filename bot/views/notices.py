"""The other messages: deliveries, the welcome, and what someone has to be told."""

from collections.abc import Collection

from bot.views import ids, richtext, trouble
from bot.views.kit import Block, Message, actions, button, context, cut, esc, quote, rich, run, section, size, words
from bot.views.portfolio import schedule_words
from storage.ledger.posting import Post
from storage.rules.digest import CHARACTERS
from storage.rules.people import Person
from storage.rules.task import Decision, Draft, Task, Verdict

HELP = (
    "*Hand off*  /assign writer: Launch FAQ; by Friday 17:00; must: at most 10 questions; for Beta launch\n"
    "Clauses after `;` or a new line: by … · must: … · for STREAM · reviewer @who · 2 versions · urgent · "
    "to #channel. "
    "/assign alone opens a form. On a message: its menu, Hand this off. In a thread: mention me.\n"
    "*Collect*  /collect now · at 9:00 13:00 16:30 weekdays · here at 9:00 daily · limit 12 · most 10 · off\n"
    "*Look*  /sluice tasks · T-12 · find WORDS · workers · times · help\n"
    "*While it works*  reply in its thread, or write me: T-12 shorter, please · /sluice stop T-12"
)


def help_message(agents: Collection[str]) -> Message:
    return Message("How to use Sluice", (section(HELP), context("Agents: " + ", ".join(sorted(agents)))))


def delivery(task: Task, draft: Draft, decider: str, hosts: Collection[str]) -> Message:
    """An approved draft at its destination: our line, then the worker's text in its own area."""
    head = section(
        f"*{esc(cut(task.brief.title, 140))}* · {task.name} v{draft.version}\n"
        f"Approved by <@{decider}>, made by {esc(task.brief.worker)}."
    )
    limit = context("Shown to its limit; the attached file has all of it.")
    body, complete = richtext.blocks(draft.body, CHARACTERS - size([head, limit]).characters, hosts)
    tail = [] if complete else [limit]
    return Message(f"{task.name} is approved.", (head, *body, *tail))


def stopped(task: Task) -> str:
    return f"{task.name} is stopped. What was done is kept: Retry on its card goes on from there."


def welcome(who: Person) -> Message:
    """The first message to a new person."""
    own = schedule_words(who.schedule) if who.schedule else "none yet"
    return Message(
        "Hello from Sluice.",
        (
            section(
                f"Hello. Hand something off; I bring it back when you want to decide.\nYour times: {own}. "
                "In between I stay quiet."
            ),
            section("Try one now. The first three come back as soon as they are ready."),
            actions(
                button("Notes into a memo", f"{ids.TRY_SAMPLE}.memo", "memo"),
                button("Answer a customer", f"{ids.TRY_SAMPLE}.answer", "answer"),
                button("My own", ids.ASSIGN_FORM, "new"),
                button("Change times", ids.TIMES_FORM, "own"),
            ),
        ),
    )


def decided(task: Task, made: Decision) -> Message:
    """To an assigner who is not the reviewer."""
    what = "sent back" if made.verdict is Verdict.REVISE else "rejected"
    said = [*made.points, *([made.note] if made.note else [])]
    blocks: list[Block] = [section(f"<@{made.who}> {what} *{esc(cut(task.brief.title, 60))}* · {task.name}")]
    if said:
        blocks.append(rich(quote("\n".join(cut(s, 300) for s in said))))
    return Message(f"{task.name} was {what}.", tuple(blocks))


def undelivered(post: Post, name: str) -> Message:
    """To the owner of a message that Slack did not take, or may have taken: why, what to do, and the button for it.

    Args:
        name: what it is about, for example a task's name and title.
    """
    place = f"<#{post.channel}>" if post.channel.startswith(("C", "G")) else "your direct messages"
    about = f"*{esc(cut(name, 100))}*"
    if post.state == "sent":
        there = f"is in {place} now" if post.channel.startswith(("C", "G")) else "was sent to you here"
        return Message("It is delivered now.", (context(f"{about} {there}."),))
    if post.state == "withdrawn":
        return Message("Nothing is left to bring.", (context(f"{about}: nothing of it is left to decide."),))
    if post.state in ("pending", "sending"):
        return Message("I am trying again.", (context(f"{about}: I am trying {place} again."),))
    is_delivery = post.surface.startswith("delivery")
    doors = [button("Deliver again", ids.DELIVER_AGAIN, post.key, "primary")]
    if is_delivery and post.error.partition(" ")[0] in trouble.HOPELESS:
        doors = []
    if is_delivery:
        doors.append(button("Send it to me here", ids.DELIVER_HERE, post.key, None if doors else "primary"))
    return Message("A message could not be posted.", (*_why(post, about, place), actions(*doors)))


def _why(post: Post, about: str, place: str) -> list[Block]:
    if post.state == "unknown":
        text = f"{about} may or may not be in {place}: Slack's answer was lost, and I don't repeat it by myself."
        return [section(f"{text}\nLook there. If it is missing, press Deliver again.")]
    error, _, detail = post.error.partition(" ")
    why, advice = trouble.delivery(error, place, detail)
    what = f"send the file of {about} to" if post.surface == "delivery file" else f"post {about} in"
    text = f"I could not {what} {place}: {why}.\n{advice}"
    return [section(text), context(f"Slack says: {esc(post.error)}")]


def understood(task_text: str, value: str) -> Message:
    """A direct message, read as an assignment and not yet begun."""
    return Message(
        "Shall I hand this off?",
        (
            rich(words(run("Shall I hand this off?", bold=True)), quote(cut(task_text, 600))),
            actions(
                button("Hand it off", ids.CONFIRM_MESSAGE, value, "primary"), button("Not a task", ids.JUST_TEXT, value)
            ),
        ),
    )


def outsider(why: str) -> Block:
    """Return the Home tab of a person who may not use Sluice here."""
    return {"type": "home", "blocks": [section(why)]}
