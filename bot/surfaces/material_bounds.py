"""How long a name and the text of all sources may be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from storage.rules.values.source import Source
from storage.rules.words import clean

LONGEST = 200_000  # characters of all sources of a brief
NAME = 100  # characters of a file's name


def bounded_name(file: dict[str, Any]) -> str:
    """Return a file's name; a long one keeps its ending, which says how the file is read."""
    name = clean(str(file.get("name") or file.get("id") or "file"))
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= NAME else f"{stem[: NAME - len(ending) - 1]}{dot}{ending}"[:NAME]


def bounded_sources(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return sources cut where all of them together are too long."""
    left, bounded = LONGEST, []
    for source in sources:
        bounded.append(replace(source, text=source.text[:left]))
        left -= len(bounded[-1].text)
        if left <= 0:
            break
    return tuple(bounded)
