"""Put a new value everywhere in place of an old one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.offline.arranged import Section
from agents.offline.mending.candidates import spots_of
from agents.offline.point_result import Step
from agents.offline.swaps import Swap, found_in, written
from agents.offline.value import Sort, Value
from agents.offline.values import values
from storage.rules.words import many

_WEEKDAY_BEFORE = re.compile(r"(?P<weekday>[^\W\d_]{5,10}),?\s+(?:the\s+|den\s+|dem\s+)?$")


def with_new_value(parts: Sequence[Section], swap: Swap) -> Step:
    """Put the new value everywhere; the answer says in how many places."""
    places, weekdays, sections = 0, list[str](), list[Section]()
    for part in parts:
        lines = [swap.apply(line) for line in part.lines]
        title, titled = swap.apply(part.title)
        weekdays += [day for line in part.lines for day in _weekdays(line, swap.old)]
        places += titled + sum(count for _, count in lines)
        sections.append(Section(title, tuple(text for text, _ in lines)))
    first = next(iter(spots_of(parts, swap.old)), swap.old)
    told = Swap(first, replace(swap.new, text=written(first, swap.new)))
    check = f" “{weekdays[0]}” before it is as it was." if weekdays else ""
    return Step(sections=sections, answer=f"{told.words}, {many(places, 'place')}.{check}", swaps=(told,))


def _weekdays(line: str, old: Value) -> Iterator[str]:
    """Find the weekdays that stand before a replaced date; they may be wrong now."""
    if old.sort is not Sort.DATE:
        return
    for spot in found_in(line, old):
        match = _WEEKDAY_BEFORE.search(line[max(0, spot.start - 20) : spot.start])
        if match and any(v.sort is Sort.WEEKDAY for v in values(match["weekday"])):
            yield match["weekday"]
