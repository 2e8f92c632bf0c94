"""What tells versions apart, in one table: the criteria that each meets, its length, its sources, its cost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from bot.views.kit import Block, context, cut, rich, run
from bot.views.text.tables import GAP, WIDEST
from storage.rules.budget import dollars
from storage.rules.own_words import count_words
from storage.rules.values.check import Finding
from storage.rules.values.draft import Draft
from storage.rules.words import many, one_line

MARKS = {Finding.MET: "✓", Finding.NOT_MET: "✗", Finding.IN_DOUBT: "?", Finding.NOT_CHECKED: "·", None: "–"}
LABEL, LEAST = 60, 12  # characters of a criterion, which stands last; of a line of it
_LINK = re.compile(r"https?://[^\s)\]>|\"”]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what each version has, and of what."""

    cells: tuple[str, ...]
    label: str

    @property
    def differs(self) -> bool:
        """Whether it tells any two of the versions apart."""
        return len(set(self.cells)) > 1


def table(named: Sequence[tuple[str, Draft]]) -> list[Block]:
    """Return the table; nothing for fewer than two versions.

    Args:
        named: each version under its letter or its number.
    """
    if len(named) < 2:
        return []
    criteria, figures = _criteria(named), _figures([draft for _, draft in named])
    apart = [row for row in (*criteria, *figures) if row.differs]
    same = [row for row in criteria if not row.differs]
    names = [name for name, _ in named]
    if not apart:
        length = many(count_words(named[0][1].body), "word")
        alike = ", ".join(part for part in (_same(same), length) if part)
        return [context(f"{_list(names)} are alike in what is compared: {alike}.")]
    rows = [Row(tuple(names), ""), *apart]
    widths = [max(len(row.cells[n]) for row in rows) for n in range(len(named))]
    lines = [line for row in rows for line in _lines(row, widths)]
    title = f"*What tells {_list(names)} apart*"
    told = f" · the same for all: {_same(same)}" if same else ""
    return [context(f"{title}{told}"), rich({"type": "rich_text_preformatted", "elements": [run("\n".join(lines))]})]


def _lines(row: Row, widths: Sequence[int]) -> list[str]:
    """Return a row as lines that fit on a telephone: its words go on below themselves, not below the marks."""
    cells = "".join(f"{cell.ljust(width)}{GAP}" for cell, width in zip(row.cells, widths, strict=True))
    first, *others = wrap(row.label, max(LEAST, WIDEST - len(cells))) or [""]
    return [f"{cells}{first}".rstrip(), *(f"{' ' * len(cells)}{line}" for line in others)]


def _list(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _criteria(named: Sequence[tuple[str, Draft]]) -> list[Row]:
    findings = [{check.criterion: check.finding for check in draft.checks} for _, draft in named]
    criteria = dict.fromkeys(criterion for of_draft in findings for criterion in of_draft)
    return [
        Row(tuple(MARKS[of_draft.get(criterion)] for of_draft in findings), cut(one_line(criterion), LABEL))
        for criterion in criteria
    ]


def _figures(drafts: Sequence[Draft]) -> list[Row]:
    costs = [draft.spent.micros if draft.spent else None for draft in drafts]
    return [
        Row(tuple(f"{count_words(draft.body):,}" for draft in drafts), "words"),
        Row(tuple(str(len(_links(draft.body))) for draft in drafts), "sources linked"),
        Row(tuple("–" if cost is None else dollars(cost) for cost in costs), "cost"),
    ]


def _links(text: str) -> set[str]:
    return {link.rstrip(".,;:!?") for link in _LINK.findall(text)}


def _same(rows: Sequence[Row]) -> str:
    """Return how many checks are alike in all versions, by what was found."""
    words = {MARKS[finding]: str(finding) for finding in Finding}
    counts = {mark: sum(row.cells[0] == mark for row in rows) for mark in words}
    return ", ".join(f"{many(count, 'check')} {words[mark]}" for mark, count in counts.items() if count)
