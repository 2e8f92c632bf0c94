"""Beside each check that is not met or in doubt: a button that says that the critic was wrong."""

from bot.views import ids
from bot.views.kit import Block, button, cut, esc, section
from storage.rules.values.check import DOUBTFUL, Check
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.words import one_line

MOST = 12  # of one draft


def thumbs(item: Item | None, draft: Draft, viewer: str) -> list[Block]:
    """Return the checks of a draft that its reviewer may overrule, each with its button; nothing for anybody else."""
    if item is None or item.reviewer != viewer or not item.open or item.decision is not None:
        return []
    doubtful = [(n, check) for n, check in enumerate(draft.checks) if check.finding in DOUBTFUL]
    return [section(_line(check), _button(item, draft, n, check)) for n, check in doubtful[:MOST]]


def _line(check: Check) -> str:
    named = f"“{esc(cut(one_line(check.criterion), 150))}”"
    overruled = "you said that the critic was wrong. It does not count any more."
    return f"{named}: {overruled if check.wrong else f'{check.finding}.'}"


def _button(item: Item, draft: Draft, number: int, check: Check) -> Block:
    value = f"{ids.Value(item.key, draft.version)}.{number}"
    label = "Take that back" if check.wrong else "The critic was wrong"
    return button(label, f"{ids.CRITIC_WRONG}.{number}", value)
