"""Until when somebody does not work on what they have."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Out:
    """The time until when a person is busy or away, as they said."""

    why: str  # “busy” or “away”
    until: datetime


def out(busy: datetime | None, away: datetime | None, now: datetime) -> Out | None:
    """Return until when somebody is away or busy, whichever is longer; None where both times have passed, or were never
    named."""
    said = [Out(why, until) for why, until in (("away", away), ("busy", busy)) if until is not None and until > now]
    return max(said, key=lambda one: one.until, default=None)
