"""What views draw of an item that is given to somebody."""

from dataclasses import dataclass

from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What came of giving an item away: whether its new reviewer has it, or is asked first."""

    task: Task
    to: str
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A question to somebody whether they decide on an item, or on what a person assigns.

    Attributes:
        task: that of the item, or the first one that they would decide on; `more` come with it.
        of_person: whether it is about all that a person assigns with their name.
        state: “taken”, “declined”, “gone”, or '' while it is open.
    """

    task: Task
    by: str
    note: str
    state: str
    more: int = 0
    of_person: bool = False
