"""Items in their order; what has nothing to sort by stands at the end."""

from collections.abc import Sequence
from typing import TypeVar

from agents.offline.left_out import told
from agents.offline.sort_keys import keys
from agents.offline.sorting import Wish

T = TypeVar("T")


def sorted_items(items: Sequence[T], how: Wish, cells: Sequence[str]) -> tuple[list[T], list[T]]:
    """Return the items in their order, with those at the end that have nothing to sort by; and these."""
    found = keys(how.kind, cells) or [None] * len(items)
    having = [(key, item) for key, item in zip(found, items, strict=True) if key is not None]
    ordered = [item for _, item in sorted(having, key=lambda pair: pair[0], reverse=how.backwards)]
    without = [item for key, item in zip(found, items, strict=True) if key is None]
    return [*ordered, *without], without


def at_the_end(without: Sequence[str]) -> str:
    """Return what is said of items that have nothing to sort by; empty when there are none."""
    return f"At the end, with nothing to sort by: {told(without)}." if without else ""
