"""Pieces of rich text laid on pages of a size, each measured once; what is too large is cut where it can be cut."""

import json
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate

from bot.views.graphemes import ends
from bot.views.kit import Block, rich, run, size, words
from bot.views.pieces import Kind, ListLevel, Piece

SMALL = 200  # characters: a paragraph is not cut for less room

_COSTS = {"&": 5, "<": 4, ">": 4, '"': 2, "\\": 2, "\n": 2, "\t": 2}


class Page:
    """The rich_text block that is being filled.

    Args:
        most: characters of the list of blocks, as `kit.size` counts them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._room = most - size([{**rich(), "elements": []}]).characters
        self._elements: list[Block] = []
        self._level: ListLevel | None = None

    @property
    def blocks(self) -> list[Block]:
        """The block of the page in a list; an empty list while nothing is on the page."""
        return [rich(*self._elements)] if self._elements else []

    def add(self, piece: Piece) -> Piece | None:
        """Put a piece on the page; return the rest that has no room, None when all of it is there: also of a piece in
        which there is nothing, for which no page would ever have room."""
        if not piece.inline:
            return None
        shell_cost = self._shell_cost(piece)
        end = [run(piece.end)] if piece.end else []
        room = self._room - shell_cost - sum(map(cost, end))
        head, rest, used = divide(piece.inline, room, piece.kind is Kind.CODE, force=not self._elements)
        if not head or (rest and self._elements and room < self._least(piece)):
            return piece
        self._put(piece, head if rest else [*head, *end])
        self._room -= shell_cost + used + (0 if rest else sum(map(cost, end)))
        return _rest(piece, rest) if rest else None

    def _least(self, piece: Piece) -> int:
        """Return the room from which on a piece is cut: a list ends between items, unless one of them is very long."""
        return self._most // 4 if piece.kind is Kind.ITEM else SMALL

    def _joins(self, piece: Piece) -> bool:
        return piece.kind is Kind.ITEM and piece.item is not None and piece.item.level is self._level

    def _shell_cost(self, piece: Piece) -> int:
        item = cost({**words(), "elements": []}) if piece.kind is Kind.ITEM else 0
        return item + (0 if self._joins(piece) else cost(piece.shell()))

    def _put(self, piece: Piece, content: list[Block]) -> None:
        if not self._joins(piece):
            self._elements.append(piece.shell())
        inner = [words(*content)] if piece.kind is Kind.ITEM else content
        self._elements[-1]["elements"] += inner
        self._level = piece.item.level if piece.kind is Kind.ITEM and piece.item else None


def cost(block: Block) -> int:
    """Return how many characters an element takes in the JSON of a list, with its comma."""
    return size([block]).characters - 1


def divide(
    content: list[Block], room: int, lines: bool = False, force: bool = False
) -> tuple[list[Block], list[Block], int]:
    """Return the elements that fit, the elements that are left, and how many characters the first ones take.

    Args:
        lines: cut between lines before words.
        force: cut inside a grapheme rather than return nothing.
    """
    used = 0
    for n, element in enumerate(content):
        taken = cost(element) if len(element.get("text", "")) <= room - used else room + 1
        if used + taken > room:
            first, second, part = _cut(element, room - used, lines, force and not n)
            return [*content[:n], *first], [*second, *content[n + 1 :]], used + part
        used += taken
    return content, [], used


def _cut(element: Block, room: int, lines: bool, force: bool) -> tuple[list[Block], list[Block], int]:
    text = element.get("text", "")
    shell = cost({**element, "text": ""})
    place = _place(text, room - shell, lines, force)
    if not place:
        return [], [element], 0
    first = {**element, "text": text[:place]}
    return [first], [{**element, "text": text[place:]}], cost(first)


def _place(text: str, room: int, lines: bool, force: bool) -> int:
    """Return where to cut, so that the JSON of what comes before has room; 0 when nothing has."""
    most = bisect_right(list(accumulate(map(_cost, text[: max(room, 0)]))), room)
    places = [place for place in ends(text[: most + 1]) if place <= most]
    for signs in ("\n", " \n\t") if lines else (" \n\t",):
        near = next((p for p in reversed(places) if p <= most // 2 or text[p - 1] in signs), 0)
        if near > most // 2:
            return near
    return places[-1] if places else most * force


def _cost(sign: str) -> int:
    return _COSTS.get(sign) or len(json.dumps(sign, ensure_ascii=False)) - 2


def _rest(piece: Piece, content: list[Block]) -> Piece:
    """Return what is left of a piece; of an item it is no item of its own."""
    if piece.kind is not Kind.ITEM:
        return replace(piece, inline=content)
    return replace(piece, kind=Kind.QUOTE if piece.framed else Kind.SECTION, inline=content, item=None)
