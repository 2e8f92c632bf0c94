"""What a form makes of material: sections, the answer in short, and what it could not do or find."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.offline.remarks import Remark
from agents.offline.tables import Table, as_markdown
from storage.rules.own_words import count_words
from storage.rules.words import cut_words


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a draft: its heading and its lines."""

    title: str
    lines: tuple[str, ...]

    def markdown(self) -> str:
        """Return the section as Markdown, under its heading if it has one."""
        return "\n".join([f"## {self.title}", "", *self.lines]) if self.title else "\n".join(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Material in the form that was asked for.

    Attributes:
        summary: the answer, not the beginning of the text.
        missing: what could not be done or found, each in one line.
        look_first: the one thing that a reviewer should look at.
        remarks: what a reviewer has to check besides.
        shaped: whether its lines have the shape that was asked for, although they may come back in their order.
        exact: whether it is mechanical, so that there is nothing to compare: the words themselves, a sum, an order.
    """

    sections: tuple[Section, ...]
    summary: str
    missing: tuple[str, ...] = ()
    look_first: str = ""
    remarks: tuple[str, ...] = ()
    shaped: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a person has to answer before a draft is worth making.

    Attributes:
        otherwise: what the draft lacks, where it has to be made all the same.
        shown: whether it can be made all the same.
        offers: answers that a person can tap.
    """

    text: str
    otherwise: str
    shown: bool = True
    offers: tuple[str, ...] = ()


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
