"""Where an approved draft goes, and how that is said before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.rules.values.brief import Form
from storage.rules.values.draft import Draft
from storage.rules.values.place import Place
from storage.rules.values.task import Task


def is_person(place: str) -> bool:
    """Tell whether the id of a place is that of a person, who gets a draft in their direct messages."""
    return place[:1] in ("U", "W")


def targets(task: Task) -> tuple[Place, ...]:
    """Return where a draft goes: to named channels and people (the id of one stands for their direct messages), else to
    the thread that the task came from, else (an empty channel) to the assigner's direct messages."""
    if task.brief.to:
        return tuple(Place(channel) for channel in dict.fromkeys(task.brief.to))
    return (task.source,) if task.source.ts else (Place(""),)


def goes_somewhere(task: Task) -> bool:
    """Tell whether its brief says how its result is delivered, so that it is even where a next step works with it."""
    return bool(task.brief.to) or task.brief.form is not Form.WORDS


def to_oneself(task: Task) -> bool:
    """Tell whether the reviewer is the assigner, and nobody else gets the draft: it needs no message of its own."""
    return not task.brief.to and not task.source.ts and task.reviewer == task.assigner


def branch_of(task: Task, version: int) -> str:
    """Return the branch that an approved change is pushed on."""
    return f"sluice/{task.name.lower()}-v{version}"


@dataclass(frozen=True, slots=True)
class Push:
    """The push that an approval makes; `branch` is empty while one of several is to be chosen."""

    branch: str
    repository: str


def pushed(task: Task, drafts: Sequence[Draft]) -> Push | None:
    """Return what the approval of one of these drafts pushes; None where it pushes nothing."""
    changes = [(draft.change, draft.version) for draft in drafts if draft.change and draft.change.pushes]
    if not changes:
        return None
    change, version = changes[0]
    return Push(branch_of(task, version) if len(drafts) == 1 else "", change.repository)


def where(task: Task, here: bool = False) -> str:
    """Return where an approval brings the draft, in words that follow “Approve”.

    Args:
        here: whether it is said on the card of the reviewer, the thread of which gets what is for oneself.
    """
    form = f" {task.brief.form.clause}".rstrip()
    if task.brief.to:
        return _named(task, "posts in", "sends it to") + form
    if task.source.ts:
        return "posts in its thread" + form
    return "adds it to the card's thread" if here and to_oneself(task) else f"sends it to <@{task.assigner}>{form}"


def done(task: Task, here: bool = False) -> str:
    """Return where an approval brought the draft, in words that follow “It is”."""
    if task.brief.to:
        return _named(task, "posted in", "sent to")
    if task.source.ts:
        return "posted in its thread"
    return "added to the card's thread" if here and to_oneself(task) else f"sent to <@{task.assigner}>"


def _named(task: Task, posts: str, sends: str) -> str:
    channels = ", ".join(f"<#{place}>" for place in task.brief.to if not is_person(place))
    people = ", ".join(f"<@{place}>" for place in task.brief.to if is_person(place))
    return " and ".join(
        words for words in (channels and f"{posts} {channels}", people and f"{sends} {people}") if words
    )
