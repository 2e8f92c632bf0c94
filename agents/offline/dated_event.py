"""An event with its date and its time, as a line tells it."""

import re
from dataclasses import dataclass

from agents.offline.by_date import order
from agents.offline.remarks.remark import Remark
from storage.rules.dates_in_text import days

CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)(?:\s?(?P<half>[apAP])\.?[mM]\b\.?)?(?!:?\d|\.\d|\s?(?:€|%|EUR))"
)
YEAR = re.compile(r"((?:19|20)\d\d)\s?[:,–—-]\s")


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, with its date or time as it is written and as it is sorted."""

    when: str
    what: str
    at: tuple[int, int, int, int]


def happening(remark: Remark) -> Happening | None:
    """Return a remark at its date, and its time; None where it has several.

    A heading's date holds for the times below it.
    """
    named = {order(day): day for day in days(remark.text)}
    if len(named) > 1:
        return None
    day = next(iter(named.values()), None)
    above = next(days(remark.heading), None)
    clock = CLOCK.search(re.sub(re.escape(day.text), " ", remark.text) if day else remark.text)
    if day is None and clock is None:
        year = YEAR.match(remark.text)
        return Happening(year[1], _rest(remark.text, [year[1]]), (int(year[1]), 0, 0, -1)) if year else None
    minutes = _minutes(clock) if clock else -1
    known = day or above
    place = *order(known), minutes
    parts = [known.text if known else "", clock[0].strip() if clock else ""]
    return Happening(" ".join(p for p in parts if p), _rest(remark.text, parts), place)


def _minutes(clock: re.Match[str]) -> int:
    half = (clock["half"] or "").lower()
    hour = int(clock["h"]) % 12 + 12 * (half == "p") if half else int(clock["h"])
    return hour * 60 + int(clock["m"])


def _rest(text: str, parts: list[str]) -> str:
    """The text without the date and the time that it begins with."""
    for part in parts:
        bare = text.removeprefix(part) if part else text
        if bare != text:
            text = bare.lstrip(" .,:–—-")
    return text or " ".join(p for p in parts if p)
