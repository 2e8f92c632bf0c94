"""The values, quotations and names of a sentence, which it may correct."""

from dataclasses import replace

from agents.offline.contrasts import NAME, QUOTED
from agents.offline.value import Sort, Value
from agents.offline.values import value_of, values


def targets_of(text: str) -> list[Value]:
    """Return the values and quotations of a sentence; its names where it has neither."""
    quoted = [
        replace(value_of(next(g for g in m.groups() if g)), start=m.start(), end=m.end()) for m in QUOTED.finditer(text)
    ]
    free = QUOTED.sub(lambda m: "\n" * len(m[0]), text)
    found = [*quoted, *values(free)]
    if not found or (quoted and len(found) == 1):
        found += (_word(m[0], m.start(), m.end()) for m in NAME.finditer(free))
    return sorted(found, key=lambda value: value.start)


def _word(text: str, start: int, end: int) -> Value:
    return Value(sort=Sort.WORD, figure=text, text=text, start=start, end=end)
