"""Which times make sense to put something off until."""

from datetime import datetime, timedelta

from storage.rules.calendar import next_slot
from storage.rules.refusal import Refused
from storage.rules.values.schedule import Schedule

FARTHEST = timedelta(days=366)
OFTEN = 3  # times that an item is put off before it is named once a week
EXAMPLE = "For example: tomorrow, Friday 14:00, in 2 weeks."
UNTIL = "put it off until "  # and a time: how words are kept that put several things off at once
PAST = f"That time is over already. {EXAMPLE}"
CAME = "That time has come meanwhile, so it waits for you."
TOO_FAR = f"That is more than a year ahead. {EXAMPLE}"
NO_TIMES = (
    "You have no collection times, so there is no next collection. "
    "Choose a time, or set times: /collect at 9:00 13:00 16:30"
)


def check(until: datetime, now: datetime) -> None:
    """Check a time that something is put off until.

    Raises:
        Refused: it is over, or more than a year ahead.
    """
    if until <= now:
        raise Refused(PAST)
    if until - now > FARTHEST:
        raise Refused(TOO_FAR)


def first_slot(times: Schedule | None, at: datetime) -> datetime | None:
    """Return the first collection at an instant or after it; None where there are no times."""
    coming = next_slot(times, at - timedelta(minutes=1)) if times else None
    return coming.at if coming else None
