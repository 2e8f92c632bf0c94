"""Until when: a day alone means its beginning, since what comes back on Friday is there on Friday morning."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.words.dates import other, when
from bot.words.hours import DAY_END
from bot.words.spoken_hours import plain_hours
from bot.words.weekdays import in_english
from storage.rules.clocks import instant

_WITH_TIME = re.compile(
    r"\d{1,2}[:.h]\d{2}|\d\s?(?:am|pm|h|uhr)\b|\b(?:noon|midnight|morning|evening|tonight|eod|cob|end|minutes?|mins?|"
    r"hours?|hrs?)\b",
    re.I,
)
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\d{2})?")  # a date, where “17.30” is a time
_DAYS_ON = re.compile(r"in\s+(?:\d{1,12}|an?)\s+(?:days?|weeks?|months?)", re.I)
_NEXT_MONTH = re.compile(
    r"next month|n(?:ä|ae)chsten? monat|(?:le )?mois prochain|(?:il )?(?:mese prossimo|prossimo mese)|"
    r"(?:el )?(?:próximo mes|mes próximo)",
    re.I,
)
_NEXT_WEEK = re.compile(r"next week|(?:die |in der )?n(?:ä|ae)chsten? woche", re.I)


def until(text: str, now: datetime, zone: str) -> tuple[datetime, bool] | None:
    """Return the time that a text names, and whether it is the beginning of a day; None when it is none.

    Raises:
        Refused: it is a time, but an impossible one.
    """
    text = " ".join(re.sub(r"^(?:until|till|bis|fino a|jusqu'à|hasta)\s+", "", text.strip(), flags=re.I).split())
    where = ZoneInfo(zone)
    if _NEXT_MONTH.fullmatch(text):
        month = (now.astimezone(where).date().replace(day=1) + timedelta(days=31)).replace(day=1)
        return instant(month, time(0), where), True
    text = "monday next week" if _NEXT_WEEK.fullmatch(text) else text
    found = when(text, now, zone)
    if found is None:
        return None
    local = found.astimezone(where)
    if not _is_day_alone(text, local.time()):
        return found, local.time() == time(0)
    begins = instant(local.date(), time(0), where)
    if begins <= now and (later := other(text, now, zone)) is not None:  # “Monday”, said on a Monday
        begins = instant(later.astimezone(where).date(), time(0), where)
    return (begins, True) if begins > now else (found, False)


def _is_day_alone(text: str, at: time) -> bool:
    if _DAYS_ON.fullmatch(text):
        return True
    return at == DAY_END and not _WITH_TIME.search(_DOTTED.sub("", in_english(plain_hours(text))))
