"""Each line in its part, and a summary of the parts."""

from collections.abc import Sequence

from agents.offline.arranged import Section
from agents.offline.kinds.kind import NO_OWNER
from agents.offline.kinds.telling_apart import told_apart
from agents.offline.markdown import bullets, quoted, sections, tables
from agents.offline.material.material import Material
from agents.offline.remarks.remark import Remark
from storage.rules.words import capital, many


def by_kind(material: Material, points: Sequence[Remark] | None = None) -> tuple[Section, ...]:
    """Return the material in sections by kind of line; each line stands in one section only.

    Args:
        points: the main points, where not all lines without a kind are such.
    """
    kinds = told_apart(material)
    return sections(
        ("Decided", bullets(kinds.decided)),
        ("Main points", bullets(kinds.rest.remarks if points is None else points)),
        ("The table", tables(material.tables)),
        ("Next steps", bullets(kinds.steps)),
        (NO_OWNER, bullets(kinds.unowned)),
        ("Open questions", bullets(kinds.open)),
    )


def summary(material: Material) -> str:
    """Return a summary: the first decision, and how many lines there are of each kind."""
    kinds = told_apart(material)
    lines: list[str] = [kinds.decided[0].text] if kinds.decided else []
    counts = (many(len(kinds.decided), "decision") if kinds.decided else "", kinds.told_steps)
    told = ", ".join(filter(None, (*counts, many(len(kinds.open), "open question") if kinds.open else "")))
    return " ".join([*lines, f"{capital(told)}." if told else f"{quoted(material.remarks[0].text)}"])
