"""What one collection shows: chosen items in groups, under Slack's limits, and what waits behind them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.rules.ranking import SWITCH, Candidate, Group, choose, exact

BLOCKS = 50  # Slack's limit for a message
CHARACTERS = 11_900  # of the message's JSON: Slack does not document its limit, which lies between 11,341 and 13,200
FRAME_BLOCKS = 8  # header, summary, buttons, group headings, footer
FRAME_CHARACTERS = 1_800


@dataclass(frozen=True, slots=True)
class Size:
    """What a card takes of a message: blocks, and characters of JSON after escaping."""

    blocks: int
    characters: int


@dataclass(frozen=True, slots=True)
class Composed:
    """The chosen items in the order shown, and what was left for Keep going."""

    order: tuple[Candidate, ...]
    behind: int
    minutes: float

    def of(self, group: Group) -> tuple[Candidate, ...]:
        return tuple(c for c in self.order if c.group is group)


def compose(candidates: Sequence[Candidate], most: int, size: Callable[[int], Size]) -> Composed:
    """Choose at most `most`, order them exactly within their groups, and leave out what does not fit.

    Args:
        size: what the card of a key takes at its shortest.
    """
    urgent = [c for c in candidates if c.group is Group.URGENT]
    others = [c for c in candidates if c.group is not Group.URGENT]
    chosen = choose(urgent, most)
    chosen += choose(others, most - len(chosen)) if len(chosen) < most else []
    fitting = fit(_tiers(chosen, sum(c.weight for c in candidates)), size)
    return Composed(tuple(fitting), len(candidates) - len(fitting), spent(fitting))


def _tiers(chosen: Sequence[Candidate], waiting: float) -> list[Candidate]:
    """Group after group, each in its exact order, with the last stream carried over."""
    order: list[Candidate] = []
    for group in Group:
        last = order[-1].stream if order else None
        left = waiting - sum(c.weight for c in order)
        order += exact([c for c in chosen if c.group is group], left, last)
    return order


def fit(order: Sequence[Candidate], size: Callable[[int], Size]) -> list[Candidate]:
    """The longest beginning that stays under the limits of a message."""
    blocks, characters, kept = FRAME_BLOCKS, FRAME_CHARACTERS, 0
    for c in order:
        card = size(c.key)
        blocks, characters = blocks + card.blocks, characters + card.characters
        if blocks > BLOCKS or characters > CHARACTERS:
            break
        kept += 1
    return list(order[:kept])


def spent(order: Sequence[Candidate]) -> float:
    """Minutes of attention, the changes of stream included."""
    switches = sum(1 for a, b in zip(order, order[1:], strict=False) if a.stream != b.stream)
    return sum(c.minutes for c in order) + SWITCH * switches
