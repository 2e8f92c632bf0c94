"""Drop sections or lines."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Section
from agents.offline.material.material import Material
from agents.offline.orders.words import DROPS, LEAVES_OUT
from agents.offline.point_result import Step
from agents.offline.verbs.called import sections_called
from agents.offline.verbs.target import QUOTES, SECTION, target_of
from storage.rules.words import many

_PRONOUN = re.compile(
    r"(?:it|this|that|them|these|those|es|das|dies|ihn|sie|lo|la|li|le|quest[oaie]|quell[oaie]|ça|ca|cela|ceci|eso|esto)"
    r"(?:\s+one)?",
    re.I,
)


def dropped(point: str, parts: list[Section], material: Material) -> Step | None:
    """Drop the sections or lines that a point names; None when it asks to drop nothing."""
    what = target_of(DROPS, point) or target_of(LEAVES_OUT, point)
    if not what:
        return None
    if _PRONOUN.fullmatch(what):
        return Step(sections=parts, answer=f"“{what}” may be anything. Name it.", done=False)
    what = re.sub(rf"\s+{SECTION}s?$", "", what, flags=re.I).strip(QUOTES)
    if gone := sections_called(parts, what):
        titles = ", ".join(f"“{s.title}”" for s in gone)
        return Step(
            sections=[s for s in parts if s not in gone], answer=f"dropped the section{'s' * (len(gone) > 1)} {titles}."
        )
    there = re.compile(rf"(?<!\w){re.escape(what)}(?!\w)", re.I)
    trimmed = [replace(s, lines=tuple(x for x in s.lines if not there.search(x))) for s in parts]
    fewer = sum(len(s.lines) for s in parts) - sum(len(s.lines) for s in trimmed)
    if not fewer:
        return Step(sections=parts, answer=f"“{what}” does not occur.", done=False)
    return Step(sections=_filled(trimmed), answer=f"dropped {many(fewer, 'line')} with “{what}”.")


def _filled(parts: Sequence[Section]) -> list[Section]:
    return [s for s in parts if any(line.strip() for line in s.lines)]
