"""Where an approved draft goes."""

from storage.rules.values.form import Form
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
