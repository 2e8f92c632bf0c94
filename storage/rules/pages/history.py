"""What views draw of what happened."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row of history."""

    at: datetime
    who: str
    what: str
    subject: str
    was: str
    became: str
    why: str
