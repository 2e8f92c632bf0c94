"""What a form makes of material: sections, the answer in short, and what it could not do or find."""

from dataclasses import dataclass


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
