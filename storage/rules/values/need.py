"""The kinds of attention, and the one that an item needs."""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """The kinds of attention, the least first."""

    ONE_TAP = "one tap"
    ONE_THING = "look at one thing"
    OPEN_FIRST = "open first"
    YOUR_WORDS = "needs your words"
    REPAIR = "did not work"
    STOPPED = "was stopped"


@dataclass(frozen=True, slots=True)
class Needed:
    """The attention that an item needs.

    Attributes:
        about: what the one thing is, or how many there are; empty where the card names it below.
    """

    need: Need
    about: str = ""
