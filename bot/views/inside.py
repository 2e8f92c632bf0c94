"""Which boxes stand inside of the cards of a collection, where Slack has newer blocks and the message has room."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.views import checked, versions
from bot.views.card import WORDS, without_checks
from bot.views.enclosed import enclosed
from bot.views.foot import is_foot
from bot.views.kit import Block, size
from bot.views.newer import LAYOUT
from bot.views.rows.same_rows import same_rows
from bot.views.trouble.one_cause import same_cause
from storage.rules.message_limits import BLOCKS, CHARACTERS
from storage.rules.pages.cards import Card, Collected
from storage.rules.values.item import Item

BESIDE = 2  # versions that have room side by side
SPARE = 400  # characters that the header and the decisions may grow by


@dataclass(frozen=True, slots=True)
class Drawn:
    """Blocks that stand in every workspace; `card` is the one that they draw, None where they draw several."""

    card: Card | None
    blocks: list[Block]


def as_brought(card_shown: Card) -> Card:
    """Return a card as it was brought, whatever became of it since."""
    return replace(card_shown, moved=False, item=replace(card_shown.item, decision=None, open=True))


def boxes(collection: Collected, blocks: Sequence[Block]) -> Mapping[int, Block]:
    """Return the boxes with whole drafts for which a message has room, by the item, card by card."""
    so_far, chosen = size(blocks), dict[int, Block]()
    room, left = BLOCKS - so_far.blocks, CHARACTERS - SPARE - so_far.characters
    for one in collection.cards:
        alone = len(same_rows(collection.cards, one)) < 2 and len(same_cause(collection.cards, one)) < 2
        box = enclosed(_as_seen(collection, one)) if alone else None
        needed = size([box]) if box else None
        if box and needed and needed.blocks <= room and needed.characters <= left:
            chosen[one.item.id] = box
            room, left = room - needed.blocks, left - needed.characters
    return chosen


def apart(shown: Collected, blocks: Sequence[Block], boxes: Mapping[int, Block]) -> frozenset[int]:
    """Return the items whose draft and checks have room side by side, beside the boxes that a message has already."""
    taken = size([*blocks, *boxes.values()])
    room, left = BLOCKS - taken.blocks, CHARACTERS - SPARE - taken.characters
    chosen = set[int]()
    for one in shown.cards:
        item = _as_seen(shown, one)
        if item.draft is None or not item.draft.checks or item.candidates:
            continue
        needed = size([checked.beside(item, item.draft, one.previous, WORDS, {"type": "rich_text", "elements": []})])
        if needed.blocks <= room and needed.characters <= left:
            chosen.add(item.id)
            room, left = room - needed.blocks, left - needed.characters
    return frozenset(chosen)


def with_newer(
    shown: Collected,
    drawn: Sequence[Drawn],
    draws: Collection[str],
    boxes: Mapping[int, Block] = MappingProxyType({}),
    apart: Collection[int] = (),
) -> list[Block]:
    """Return the blocks of all cards, each with its whole draft above its buttons; two versions stand side by side, and
    so do a draft and its checks.

    Args:
        draws: the newer kinds of blocks that the workspace takes.
        boxes: the whole drafts that have room, by the item.
        apart: the items whose draft stands beside its checks.
    """
    return [block for one in drawn for block in _with_newer(shown, one, draws, boxes, apart)]


def _with_newer(
    shown: Collected, drawn: Drawn, draws: Collection[str], boxes: Mapping[int, Block], apart: Collection[int]
) -> list[Block]:
    if drawn.card is None:
        return drawn.blocks
    item, ends = _as_seen(shown, drawn.card), len(drawn.blocks) > 1 and is_foot(drawn.blocks[-1])
    above, buttons = (drawn.blocks[:-1], drawn.blocks[-1:]) if ends else (list(drawn.blocks), [])
    if item.id in apart and item.draft is not None and above[-1]["type"] == "rich_text":
        above[-1] = checked.beside(item, item.draft, drawn.card.previous, WORDS, above[-1])
    if LAYOUT in draws and len(item.candidates) == BESIDE and item.open and item.decision is None and buttons:
        above[-1] = versions.beside(item, WORDS, above[-1])
    box = boxes.get(item.id)
    return [*above, box, *buttons] if box and len(drawn.blocks) > 1 else [*above, *buttons]


def _as_seen(shown: Collected, card_shown: Card) -> Item:
    """Return the item of a card as the readers of the message may see it."""
    return card_shown.item if shown.reviewer else without_checks(card_shown.item)
