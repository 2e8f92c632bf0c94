"""What a colleague owes: a card for each task, the section of a collection that brings them, and their welcome."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import brought, ids
from bot.views.kit import Block, Message, actions, button, context, cut, divider, esc, quote, rich, run, section, words
from bot.views.moments import at, moment, span
from storage.rules.offers import Offer, can
from storage.rules.pages.cards import Collected
from storage.rules.pages.owed import Owed
from storage.rules.values.task import State
from storage.rules.words import many, one_line

TITLE, POINT, POINTS, CRITERIA = 60, 200, 6, 5  # characters, characters, points, criteria


def to_do(count: int) -> str:
    """Return how much a person owes, in words: “2 for you to do”."""
    return f"{count} for you to do"


def open_cards(collection: Collected) -> list[Owed]:
    """Return the tasks of a collection that its reader still owes, and that no later message has."""
    return [one for one in collection.owed if _is_open(one, collection.reviewer) and not one.moved]


def _is_open(one: Owed, reader: str) -> bool:
    worker = one.task.brief.worker
    return can(Offer.WORK, one.task) and worker.is_person and worker.name == reader


def owed(collection: Collected, now: datetime) -> list[Block]:
    """Return the section of a collection with what its reader owes; nothing where it brings none."""
    if not collection.owed:
        return []
    left = len(open_cards(collection))
    title = f"*FOR YOU TO DO · {left}*" if left else "*FOR YOU TO DO* · nothing is left"
    blocks = [*([divider()] if collection.cards else []), section(title)]
    for one in collection.owed:
        if one.reminded and _is_open(one, collection.reviewer):
            blocks.append(context(_reminder(one, now, collection.zone)))
        blocks += card(one, collection.reviewer, now, collection.zone)
    if collection.owed_more:
        blocks.append(context(f"And {collection.owed_more} more: /sluice tasks mine shows all that you owe."))
    return blocks


def _reminder(one: Owed, now: datetime, zone: str) -> str:
    due = moment(one.task.brief.due, now, zone) if one.task.brief.due else ""
    return f"Reminder: {_title(one)} · {one.task.name} is due {due}, before your next collection."


def welcome(collection: Collected) -> list[Block]:
    """Return what Sluice is, for a person whose first message this is: who asks, and how to say no."""
    if not collection.welcomes or not collection.owed:
        return []
    asks = " and ".join(dict.fromkeys(f"<@{one.task.assigner}>" for one in collection.owed))
    text = (
        f"*Hello, I am Sluice.* {asks} asks you for something with me. I bring what you are asked for at fixed times "
        "of the day, and do not ping you in between. Press Submit when it is done: I bring it to who decides.\n"
        "You can't do it? Press Can't do it and say why. You want no tasks at all? Write `/sluice not me`. "
        "`/collect` shows your times, and sets others."
    )
    return [section(text)]


def card(one: Owed, reader: str, now: datetime, zone: str) -> list[Block]:
    """Return one task that a person owes, with its buttons; a line where it does not wait for them any more."""
    if one.moved and _is_open(one, reader):
        return [context(f"{_title(one)} · {one.task.name} · in a later message")]
    if not _is_open(one, reader):
        return [context(closed_line(one, reader, now, zone))]
    lines = [_head(one), _facts(one, now, zone), _criteria(one), _material(one)]
    blocks = [section("\n".join(line for line in lines if line), button("Open", ids.SHOW_TASK, one.task.key))]
    said = [*_points(one), *_asked(one, now, zone)]
    return [*blocks, *([rich(*said)] if said else []), buttons(one)]


def buttons(one: Owed) -> Block:
    """Return the buttons of a task that a person owes; their value is the task's key."""
    key, busy = one.task.key, one.checking
    submit = f"Submit v{one.version}" if one.version > 1 else "Submit"
    ask = [button("Ask", ids.OWED_ASK, key)] if can(Offer.ASK, one.task) else []
    return actions(
        button("Change it" if busy else submit, ids.SUBMIT, key, "primary"),
        *ask,
        button("Can't do it", ids.DECLINE, key),
        button("Busy until…", ids.BUSY, key),
        button("Hand to…", ids.HAND_TO, key),
    )


def _title(one: Owed) -> str:
    return esc(cut(one.task.brief.title, TITLE))


def _head(one: Owed) -> str:
    task = one.task
    asker = "" if task.assigner == task.brief.worker.name else f"from <@{task.assigner}>"
    revised = f"to revise · v{one.version}" if one.points else ""
    parts = [f"*{_title(one)}*", revised, asker, "urgent" if task.brief.urgent else "", task.name]
    return " · ".join(part for part in parts if part)


def _facts(one: Owed, now: datetime, zone: str) -> str:
    task = one.task
    decides = "you decide" if task.reviewer == task.brief.worker.name else f"<@{task.reviewer}> decides"
    due = task.brief.due
    late = f", {span((now - due).total_seconds())} late" if due and due < now else ""
    parts = [f"Due {moment(due, now, zone)}{late}" if due else "", decides, esc(task.brief.stream or "")]
    line = " · ".join(part for part in parts if part)
    checking = "\nThe checks look at what you handed in." if one.checking else ""
    return f"{line[:1].upper()}{line[1:]}{checking}" if not line.startswith("<") else f"{line}{checking}"


def _criteria(one: Owed) -> str:
    criteria = one.task.brief.criteria
    more = f" and {len(criteria) - CRITERIA} more" if len(criteria) > CRITERIA else ""
    listed = " · ".join(esc(cut(criterion, 80)) for criterion in criteria[:CRITERIA])
    return f"Done when: {listed}{more}" if criteria and not one.points else ""


def _material(one: Owed) -> str:
    """Return what came with it, such as the approved drafts of earlier steps; Open shows the texts and brings files."""
    names = brought.names(one.task)
    brings = " and brings the files" if brought.files(one.task, one.task.brief.worker.name) else ""
    return f"With it: {names}. Open shows it{brings}." if names else ""


def _points(one: Owed) -> list[Block]:
    """Return what should change, numbered, in the words of who decided."""
    if not one.points:
        return []
    lines = [f"{n}. {cut(one_line(point), POINT)}" for n, point in enumerate(one.points[:POINTS], 1)]
    lines += [f"and {len(one.points) - POINTS} more: press Open"] if len(one.points) > POINTS else []
    return [words(run(f"{many(len(one.points), 'point')}:")), quote("\n".join(lines))]


def _asked(one: Owed, now: datetime, zone: str) -> list[Block]:
    """Return what they asked, and what was answered."""
    if not one.asked:
        return []
    asked = [words(run("You asked: ", bold=True), run(cut(one_line(one.asked), POINT)))]
    if one.answer:
        return [*asked, words(run("Answer: ", bold=True)), quote(cut(one.answer, 2 * POINT))]
    sees = f"It is seen {at(one.sees_at, now, zone)}." if one.sees_at else "It waits for an answer."
    return [*asked, words(run(sees))] if one.task.state is State.ASKING else asked


def closed_line(one: Owed, reader: str, now: datetime, zone: str) -> str:
    """Return what became of a task that a person owed, as a line."""
    task, worker = one.task, one.task.brief.worker
    if not (worker.is_person and worker.name == reader):
        became = f"with {worker} now"
    elif task.state is State.READY:
        sees = f", who sees it {at(one.sees_at, now, zone)}" if one.sees_at else ""
        became = f"v{task.draft_version} is with <@{task.reviewer}>{sees}. You are done"
        became = "it waits for your decision" if task.reviewer == reader else became
    else:
        became = _ENDS.get(task.state, "no longer waits for you")
    return f"{_title(one)} · {task.name} · {became}"


_ENDS = {
    State.APPROVED: "✓ approved",
    State.REJECTED: "✗ rejected",
    State.CANCELED: "✗ canceled: nothing is left to do",
    State.BLOCKED: "it waits: an earlier step was opened again",
    State.DECLINED: "you can't do it: who asked was told",
}


def listed(mine: Sequence[Owed], reader: str, now: datetime, zone: str) -> list[tuple[Block, ...]]:
    """Return all that a person owes, each with its buttons, as entries of a list."""
    return [tuple(card(one, reader, now, zone)) for one in mine]


def press_instead(left: Sequence[Owed]) -> Message:
    """Return the answer to words below what a person owes: nobody hears them, and a button takes them."""
    text = "Words below what you owe reach nobody. Press Submit to hand it in, or Ask to ask who decides."
    doors = [buttons(left[0])] if len(left) == 1 else []
    return Message(text, (section(text), *doors))
