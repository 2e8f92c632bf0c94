"""An extract: the lines that are most to the point, and how many are not among them."""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged
from agents.offline.document.by_kind import by_kind, summary
from agents.offline.kinds.telling_apart import told_apart
from agents.offline.left_out import told
from agents.offline.markdown import bullets, sections, tables
from agents.offline.material.material import Material
from agents.offline.remarks.remark import Remark
from storage.rules.words import many

ALL_NAMED = 12  # lines left out that are named


def shortened(goal: str, material: Material) -> Arranged:
    """Return what was decided, follows and is open, and of the other lines those that are most to the point."""
    rest = told_apart(material).rest
    picked = rest.extract(goal, _most(rest))
    arranged = Arranged(sections=by_kind(material, picked), summary=summary(material))
    return _left_out(arranged, rest, picked)


def extract(goal: str, material: Material) -> Arranged:
    """Return the lines that are most to the point."""
    picked = material.extract(goal, _most(material))
    body = sections(("", bullets(picked)), ("The table", tables(material.tables)))
    return _left_out(Arranged(sections=body, summary=" ".join(r.words for r in picked[:3])), material, picked)


def _most(material: Material) -> int:
    """How many lines a summary takes."""
    return max(3, min(8, len(material.remarks) // 3))


def _left_out(arranged: Arranged, material: Material, picked: Sequence[Remark]) -> Arranged:
    """Return a draft that says how many lines are not in it, and which."""
    lines = [r.text for r in material.remarks if r not in picked]
    if not lines:
        return arranged
    count = many(len(lines), "line")
    look = f"{count} of the material {'is' if len(lines) == 1 else 'are'} not in it: {told(lines, ALL_NAMED)}"
    return replace(arranged, summary=f"{arranged.summary} {count} left out.", look_first=look)
