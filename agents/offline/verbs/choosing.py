"""Keep only some sections, or move them first or last."""

import re

from agents.offline.arranged import Section
from agents.offline.material.material import Material
from agents.offline.orders.words import FIRST, KEEPS, LAST
from agents.offline.point_result import Step
from agents.offline.verbs.called import sections_called
from agents.offline.verbs.target import QUOTES, SECTION, target_of
from storage.rules.words import many


def kept(point: str, parts: list[Section], material: Material) -> Step | None:
    """Keep only the sections that a point names; None when it asks to keep nothing."""
    what = target_of(KEEPS, point)
    if not what:
        return None
    what = re.sub(rf"\s+{SECTION}s?$", "", what, flags=re.I).strip(QUOTES)
    stay = sections_called(parts, what)
    gone = ", ".join(f"“{s.title}”" for s in parts if s not in stay)
    if not stay:
        return Step(sections=parts, answer=f"no section is called “{what}”.", done=False)
    return Step(
        sections=stay, answer=f"kept {len(stay)} of {many(len(parts), 'section')}{f'; dropped {gone}' if gone else ''}."
    )


def ordered(point: str, parts: list[Section], material: Material) -> Step | None:
    """Move the sections that a point wants first or last; None when it moves none."""
    first = target_of(FIRST, point)
    if first and (moved := sections_called(parts, first)):
        return Step(
            sections=[*moved, *(s for s in parts if s not in moved)], answer=f"“{moved[0].title}” stands first now."
        )
    last = target_of(LAST, point)
    if last and (moved := sections_called(parts, last)):
        return Step(
            sections=[*(s for s in parts if s not in moved), *moved], answer=f"“{moved[0].title}” stands last now."
        )
    return None
