"""Markdown from a worker as rich_text: no markup of ours, no pings, no pictures, links with their true host."""

from collections.abc import Collection, Iterator
from typing import Any

from bot.views.kit import Block
from bot.views.pages import Page
from bot.views.text.markdown import pieces

READ = 4  # characters of Markdown that are read for one that is shown


def blocks(markdown: str, most: int = 10_000, hosts: Collection[str] = ()) -> tuple[list[Block], bool]:
    """Return the rich_text of a draft's beginning, and whether that is all of it.

    Args:
        most: characters of the blocks' JSON as Slack counts them (`kit.size`).
        hosts: where links of a draft may lead; others are shown as text with their address.
    """
    page, beginning = Page(most), _beginning(markdown, READ * most)
    for piece in pieces(beginning, hosts):
        if page.add(piece) is not None:
            return page.blocks, False
    return page.blocks, len(beginning) == len(markdown)


def _beginning(markdown: str, most: int) -> str:
    """Return the lines of a draft that have room in so many characters: more is not read, since nobody would see it."""
    if len(markdown) <= most:
        return markdown
    end = markdown.rfind("\n", most // 2, most) + 1
    return markdown[: end or most]


def text_of(block: Block) -> str:
    """Return the words of a rich_text block, for tests and for what an inspector shows."""
    text: Any = block.get("text") or block.get("url", "")
    return text if isinstance(text, str) and text else "".join(text_of(e) for e in block.get("elements", ()))


def lines_of(block: Block) -> Iterator[str]:
    """Find the paragraphs and the items of lists in a rich_text block, in words."""
    if block.get("type") in ("rich_text", "rich_text_list"):
        for element in block["elements"]:
            yield from lines_of(element)
    else:
        yield text_of(block)
