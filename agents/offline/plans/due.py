"""By when an action has to be done."""

import re

from agents.offline.plans.action import Action
from storage.rules.dates_in_text import Day, days
from storage.rules.day_names import WEEKDAYS, numbers

_DAYS = "|".join(day for day in numbers(WEEKDAYS) if not day.endswith("day"))
_SOON = re.compile(
    rf"\b(?:(?:next )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{_DAYS}|tomorrow|today|morgen|heute|domani|oggi|"
    r"demain|aujourd['’]hui|mañana|next (?:week|month)|EO[DWM]|"
    r"(?:the )?end of (?:the |this |next )?(?:week|month|quarter|year|day))(?!\w)",
    re.I,
)
_LED = re.compile(
    r",?\s*\b(by|before|until|due|on|bis|vor|am|entro|prima del?|avant|d['’]ici|antes del?|para)\s+"
    r"(?:(?:the|zum|dem|den|il|le|el)\s+)?(?:\w+day,?\s+)?$",
    re.I,
)
_NOT_LATER = frozenset({"before", "until", "vor", "avant", "prima di", "prima del", "antes de", "antes del"})


def dated_action(owner: str, text: str, done: bool, promised: bool = True) -> Action:
    """Return an action with its date: cut from the end of the text, or read from within the text."""
    what = text.strip().rstrip(".")
    found = _date(what)
    if found is None:
        return Action(owner=owner, what=what, done=done, promised=promised)
    start, end, day = found
    by, led = what[start:end], _LED.search(what[:start])
    if led is not None and led[1].lower() in _NOT_LATER:
        by = what[led.start() :].lstrip(", ")[: end - led.start()].strip()
    if led is not None and end >= len(what.rstrip(" )")):
        what = what[: led.start()].rstrip(" (,")
    return Action(owner=owner, what=what, by=by, day=day, done=done, promised=promised)


def _date(what: str) -> tuple[int, int, Day | None] | None:
    """Where the date of a text stands, and its day where it names one; None where it has no date."""
    if day := next(days(what), None):
        return day.start, day.end, day
    soon = _SOON.search(what)
    return (soon.start(), soon.end(), None) if soon else None


def is_due(what: str) -> bool:
    """Tell whether a text says by when something has to be done."""
    return led_by(what) != ""


def led_by(what: str) -> str:
    """Return the word that leads the date of a text, such as “by”; empty where it has none."""
    found = _date(what)
    led = _LED.search(what[: found[0]]) if found is not None else None
    return led[1].lower() if led is not None else ""
