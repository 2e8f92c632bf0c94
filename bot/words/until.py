"""Until when: a day alone means its beginning, since what comes back on Friday is there on Friday morning."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.words.dates import when
from bot.words.hours import DAY_END
from bot.words.weekdays import in_english
from storage.rules.clocks import instant

_WITH_TIME = re.compile(
    r"\d{1,2}[:.h]\d{2}|\d\s?(?:am|pm|h|uhr)\b|\b(?:noon|midnight|morning|evening|tonight|eod|cob|end|minutes?|mins?|"
    r"hours?|hrs?)\b",
    re.I,
)
_NEXT_WEEK = re.compile(r"next week|(?:die |in der )?n(?:ä|ae)chsten? woche", re.I)


def until(text: str, now: datetime, zone: str) -> tuple[datetime, bool] | None:
    """Return the time that a text names, and whether it is the beginning of a day; None when it is none.

    Raises:
        Refused: it is a time, but an impossible one.
    """
    text = " ".join(re.sub(r"^(?:until|till|bis|fino a|jusqu'à|hasta)\s+", "", text.strip(), flags=re.I).split())
    text = "monday next week" if _NEXT_WEEK.fullmatch(text) else text
    found = when(text, now, zone)
    if found is None:
        return None
    local = found.astimezone(ZoneInfo(zone))
    day_alone = local.time() == DAY_END and not _WITH_TIME.search(in_english(text))
    if not day_alone:
        return found, local.time() == time(0)
    begins = instant(local.date(), time(0), ZoneInfo(zone))
    return (begins, True) if begins > now else (found, False)
