"""Until when something is put off, in words with a time of their own: “later until Friday”, “in 3 days”."""

import re
from datetime import datetime

from bot.words.spoken_hours import plain_hours
from bot.words.until import until
from bot.words.weekdays import in_english
from storage.rules.refusal import Refused

LONGEST = 60  # characters
_LED = re.compile(
    r"(?:(?:later|put (?:it |this |that )?off|postpone(?: it)?|remind me|ask me again|bring it(?: back)?|"
    r"snooze(?: it)?|not before|später|spaeter|verschieben|nicht vor|dopo|rimanda|plus tard|más tarde|luego)\b[\s,:]*)"
    r"(?:(?:until|till|to|on|at|bis|fino a|al?|jusqu['’]à|hasta)\s+)?(?P<when>\S.*)",
    re.I,
)
_POLITE = re.compile(
    r"(?:,?\s+(?:please|thanks|thank you|bitte|danke|per favore|grazie|svp|merci|por favor|gracias))+$", re.I
)
# A day alone may be a wish for the draft: “Friday”.
_BARE = re.compile(r"tomorrow (?:at )?\d{1,2}[:.]\d{2}|in \d{1,3} (?:hour|day|week|month)s?")


def said_later(text: str, now: datetime, zone: str) -> tuple[datetime, bool] | None:
    """Return the time that words put something off to, and whether it begins a day; None for all others.

    Raises:
        Refused: they put it off to a time that can't be.
    """
    text = _POLITE.sub("", " ".join(text.split()).rstrip(".!"))
    led = _LED.fullmatch(text)
    alone = _BARE.fullmatch(in_english(plain_hours(text))) is not None
    when = led["when"] if led else text if alone else ""
    if not when or len(text) > LONGEST:
        return None
    try:
        found = until(when, now, zone)
    except Refused:
        if led:
            raise
        return None
    return found if found is not None and found[0] > now else None
