"""What a draft consists of before it is laid on pages: sections, quotes, code and list items, one after the other."""

from dataclasses import dataclass
from enum import StrEnum

from bot.views.kit import Block


class Kind(StrEnum):
    """The elements of a rich_text block, docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

    SECTION = "rich_text_section"
    QUOTE = "rich_text_quote"
    CODE = "rich_text_preformatted"
    ITEM = "rich_text_list"


@dataclass(frozen=True, slots=True, eq=False)
class ListLevel:
    """One list of a draft: its items stand in one element wherever nothing comes between them."""

    style: str
    indent: int
    framed: bool


@dataclass(slots=True, eq=False)
class Item:
    """One item of a list, and whether its marker is shown already."""

    level: ListLevel
    number: int
    started: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of inline elements in one shape.

    Attributes:
        framed: it stands in a block quote, and has its line at the side.
        end: what follows the last word, when that is reached.
        heading: its level, from 1; 0 for what is none.
    """

    kind: Kind
    inline: list[Block]
    framed: bool = False
    item: Item | None = None
    end: str = ""
    heading: int = 0

    def shell(self) -> Block:
        """Return the piece's element without its content."""
        frame = {"border": 1} if self.framed and self.kind is not Kind.QUOTE else {}
        if self.kind is not Kind.ITEM or self.item is None:
            return {"type": str(self.kind), "elements": [], **frame}
        level, offset = self.item.level, self.item.number - 1
        numbers = {"offset": offset} if level.style == "ordered" and offset else {}
        return {
            "type": str(self.kind),
            "style": level.style,
            "indent": level.indent,
            "elements": [],
            **numbers,
            **frame,
        }
