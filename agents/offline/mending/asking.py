"""What has to be known before a value is replaced."""

from collections.abc import Sequence

from agents.offline.arranged import Section
from agents.offline.corrections.correction import Correction
from agents.offline.mending.candidates import replaceable_values, spots_of
from agents.offline.swaps import shown
from agents.offline.value import Sort, Value
from storage.rules.words import many

NAMED = 4  # values that a question names


def question_for_new(wanted: Correction, parts: list[Section]) -> str:
    """Return the question what is right, where a correction names only what is wrong."""
    if wanted.old is None:
        kind = Value(sort=wanted.sort, figure="", text="", start=0, end=0)
        return question_which(wanted.sort, replaceable_values(parts, kind), right=True)
    spots = spots_of(parts, wanted.old)
    if not spots:
        return f"{shown(wanted.old)} does not stand in the draft."
    return f"what is right instead of {shown(wanted.old)}? It stands in {many(len(spots), 'place')}."


def question_which(sort: Sort, candidates: Sequence[Value], right: bool = False) -> str:
    """Return the question which of several values is meant, or which one is right."""
    name = "name" if sort is Sort.WORD else sort.value
    question = f"which {name} is right?" if right else f"which {name}?"
    if sort is Sort.WORD:
        return f"{question} Write it as “Anna, not Anne”."
    return f"{question} The draft has {enumerated(candidates) or f'no {name}'}."


def enumerated(values: Sequence[Value]) -> str:
    """Return values in words; of many, the first ones and how many more there are."""
    names = list(dict.fromkeys(shown(value) for value in values))
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    listed = [*names[:NAMED], *more]
    return f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else "".join(listed)
