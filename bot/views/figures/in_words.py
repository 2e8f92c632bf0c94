"""Numbers of figures in words: decisions by their kind, shares, days."""

from collections.abc import Mapping
from datetime import date

from storage.rules.figures import Figures
from storage.rules.outcomes import Outcome
from storage.rules.spreads import Share

NOT_ENOUGH = "not enough yet"
WORDS = {Outcome.MENDED: "dealt with"}
PRIVATE = "Only you see these figures."


def kinds_of(outcomes: Mapping[Outcome, int]) -> list[tuple[Outcome, str]]:
    """Return how many decisions there were of each kind, in words."""
    return [(kind, f"{count} {WORDS.get(kind, kind)}") for kind, count in outcomes.items()]


def at_once(seen: Figures) -> str:
    """Return how many were approved without a revision, to follow their number; empty while they are too few."""
    return f" ({seen.at_once.part} unrevised)" if seen.at_once.is_enough else ""


def day_of(day: date) -> str:
    """Return a day without its year: “27 Nov”."""
    return f"{day.day} {day:%b}"


def rate(share: Share) -> str:
    """Return a share with what it is of; “not enough yet” while that is too little."""
    return f"{share.part} of {share.of}" if share.is_enough else NOT_ENOUGH
