"""A draft sent back by one tap, with the very point that it does not meet."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.kit import Block, actions, button, label
from storage.rules.values.check import DOUBTFUL, Check
from storage.rules.values.item import Item

MOST = 3  # buttons in their row: what is more stands in the form of Revise
_WORDS = 75 - len("Revise: ")  # Slack's limit for a button


def points(item: Item) -> list[Block]:
    """Return a row of buttons, each of which sends a draft back with one point; what is not met comes first."""
    row = [button(f"Revise: {label(words, _WORDS)}", f"{ids.REVISE_POINT}.{n}", ids.of(item)) for n, words in _of(item)]
    return [actions(*row)] if row else []


def _of(item: Item) -> list[tuple[int, str]]:
    """Return the first points of a draft that can be sent back by one tap, with their places among its checks."""
    if item.draft is None or item.candidates:
        return []
    unmet = sorted(_unmet(item.draft.checks), key=lambda one: DOUBTFUL.index(one[1].finding))
    return [(n, check.criterion) for n, check in unmet][:MOST]


def _unmet(checks: Sequence[Check]) -> list[tuple[int, Check]]:
    """Return what is not met, with its place; not what the reviewer said is checked wrongly."""
    return [(n, check) for n, check in enumerate(checks) if check.finding in DOUBTFUL and not check.wrong]


def point(item: Item, number: int) -> str | None:
    """Return the criterion behind a button; None where there is no such button."""
    return dict(_of(item)).get(number)
