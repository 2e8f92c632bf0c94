"""Long lists as pages of one message: each within what Slack takes, with the way to the next one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, context, section, size
from storage.rules.message_limits import BLOCKS, CHARACTERS

LINES = 2_800  # characters of the lines of one section
FRAME = 700  # characters that the buttons of a page may take
OWN = 2  # blocks that they take


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list before it is cut into pages.

    Attributes:
        text: what a lock screen shows.
        entries: each stays together; `head` and `tail` stand on every page.
    """

    text: str
    head: tuple[Block, ...]
    entries: tuple[tuple[Block, ...], ...]
    tail: tuple[Block, ...] = ()


def page(listing: Listing, command: str, number: int = 0) -> Message:
    """Return one page of a list, counted from 0; the last one where there are fewer.

    Args:
        command: what a person types to see the list; the buttons carry it.
    """
    pages = _split(listing)
    number = max(0, min(number, len(pages) - 1))
    blocks = [*listing.head, *pages[number], *listing.tail, *_doors(number, len(pages), command)]
    return Message(listing.text, tuple(blocks))


def sections(title: str, lines: Iterable[str]) -> list[tuple[Block, ...]]:
    """Return lines as the entries of a list under a title, as many in each section as fit."""
    texts = [title] if title else []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < LINES:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [(section(text),) for text in texts]


def _split(listing: Listing) -> list[list[Block]]:
    frame = size([*listing.head, *listing.tail])
    pages: list[list[Block]] = [[]]
    blocks, characters = frame.blocks + OWN, frame.characters + FRAME
    for entry in listing.entries:
        so_far = size(entry)
        if pages[-1] and (blocks + so_far.blocks > BLOCKS or characters + so_far.characters > CHARACTERS):
            pages.append([])
            blocks, characters = frame.blocks + OWN, frame.characters + FRAME
        pages[-1] += entry
        blocks, characters = blocks + so_far.blocks, characters + so_far.characters
    return pages


def _doors(number: int, count: int, command: str) -> Sequence[Block]:
    if count == 1:
        return ()
    back = [button("Back", f"{ids.MORE}.0", f"{number - 1} {command}")] if number else []
    more = [button("More", f"{ids.MORE}.1", f"{number + 1} {command}")] if number < count - 1 else []
    return (actions(*back, *more), context(f"Page {number + 1} of {count}"))


def read_page(value: str | None) -> tuple[int, str]:
    """Return the page and the command of a button's value; for any other value the first page of everything."""
    number, _, command = (value or "").partition(" ")
    return (int(number), command) if number.isascii() and number.isdigit() and len(number) < 5 else (0, "")
