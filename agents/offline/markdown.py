"""What stands in a draft, as Markdown: sections, list lines, tables, quotations."""

from collections.abc import Iterable, Sequence

from agents.offline.arranged import Section
from agents.offline.remarks.remark import Remark
from agents.offline.tables.table import Table, as_markdown
from storage.rules.own_words import count_words
from storage.rules.words import cut_words


def sections(*parts: tuple[str, Iterable[str]]) -> tuple[Section, ...]:
    """Return the sections that have lines."""
    made = ((title, tuple(lines)) for title, lines in parts)
    return tuple(Section(title, lines) for title, lines in made if any(line.strip() for line in lines))


def bullets(remarks: Sequence[Remark]) -> list[str]:
    """Return remarks as list lines, each with its box, and with its source when there are several sources."""
    several = len({r.source for r in remarks}) > 1
    return [f"- {_boxed(r)}" + (f" ({r.source})" if several else "") for r in remarks]


def _boxed(remark: Remark) -> str:
    return f"{remark.box} {remark.text}".strip()


def tables(tables: Iterable[Table]) -> list[str]:
    """Return tables as Markdown lines, with an empty line between two tables."""
    lines = [line for table in tables for line in (*as_markdown(table), "")]
    return lines[:-1] if lines else []


def quoted(text: str, words: int = 12) -> str:
    """Return a text in quotation marks, cut after so many words."""
    return f"“{cut_words(text, words)}”"


def length(sections: Iterable[Section]) -> int:
    """Return the number of words in sections, with their headings."""
    return sum(count_words(s.markdown()) for s in sections)
