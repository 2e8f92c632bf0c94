"""How long from now something is due, as people write it: “in 3 days”."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.rules.refusal import Refused

FARTHEST = timedelta(days=5 * 366)
_IN = re.compile(r"in\s+(?P<n>\d{1,12}|an?)\s*(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)", re.I)
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}


def from_now(text: str, now: datetime) -> Sequence[datetime]:
    """Read how long from now something is due; none for other words."""
    found = _IN.fullmatch(text)
    if found is None:
        return ()
    count = int(found["n"]) if found["n"].isdigit() else 1
    unit = found["unit"].lower()
    size = 43200 if unit.startswith("mo") else _UNITS[unit[0]]
    if count * size > FARTHEST / timedelta(minutes=1):
        raise Refused(f"“{text}” is too far away: at most five years.")
    return (now + timedelta(minutes=count * size),)
