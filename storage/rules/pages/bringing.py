"""What views draw of where things are brought."""

from dataclasses import dataclass
from datetime import datetime

from storage.rules.people import Person
from storage.rules.values.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """A collection's message that still has all there is: where it stands, how much of it is to decide, and how much
    waits behind it."""

    collection: int
    place: Place
    sent_at: datetime
    to_decide: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """What came of saying that one is away: how many things moved to the stand-in, and how many stay."""

    person: Person
    moved: int = 0
    stay: int = 0
