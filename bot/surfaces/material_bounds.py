"""How many files are read, and how long a name and the text of all sources may be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from storage.rules.values.source import UNREAD, Source
from storage.rules.words import clean

LONGEST = 200_000  # characters of all sources of a brief
NAME = 100  # characters of a file's name
MOST_FILES = 10
TOO_LONG = f"{LONGEST:,} characters are read in all."


def bounded_name(file: dict[str, Any]) -> str:
    """Return a file's name; a long one keeps its ending, which says how the file is read."""
    name = clean(str(file.get("name") or file.get("id") or "file"))
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= NAME else f"{stem[: NAME - len(ending) - 1]}{dot}{ending}"[:NAME]


def left_out(name: str) -> Source:
    """Return a file that was not read, since others were read before it."""
    return Source(name, f"{UNREAD} {MOST_FILES} files are read at a time.)")


def bounded_sources(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return sources cut where all of them together are too long; what is cut or left out says so."""
    left, bounded = LONGEST, list[Source]()
    for source in sources:
        if source.unread or len(source.text) <= left:
            bounded.append(source)
        elif left > 0:
            bounded.append(replace(source, name=f"{source.name} (its beginning)", text=source.text[:left]))
        else:
            bounded.append(replace(source, text=f"{UNREAD} {TOO_LONG})"))
        left -= 0 if source.unread else len(source.text)
    return tuple(bounded)
