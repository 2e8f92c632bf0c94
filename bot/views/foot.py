"""The foot of a card that was decided: what came of the press stands where the button stood, also after a long read."""

from datetime import datetime

from bot.views import ids, versions
from bot.views.kit import Block, actions, button, section
from bot.views.trouble.undelivered import is_undelivered
from bot.views.verdicts import MARKS, SHORT
from storage.rules.offers import can_undo
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item


def foot(item: Item, decision: Decision, at: str, now: datetime, reopened: bool, *, viewer: str = "") -> Block:
    """Return in a few words what was decided, with the way back. It is one row as the buttons were, so that nothing
    moves; and what takes it back stands at the other end, where a second click of a double one does not press it.

    Args:
        at: when it was decided, in words.
        reopened: whether the decision does not hold any more.
        viewer: who alone sees it; only who decided takes it back, or gives its reason. '' where several see it.
    """
    text = f"{MARKS[decision.verdict]} {_short(item, decision)} {at}"
    own = viewer in ("", decision.who)
    if can_undo(decision, now):
        return section(text, button("Undo", ids.UNDO, ids.of(item)) if own else None)
    reason = _reason(item) if own and _lacks_reason(decision) and not reopened else None
    again = button("Reopen", ids.REOPEN, item.task.key)
    if viewer not in ("", item.task.assigner, item.task.reviewer):  # who stood in does not open it again
        return section(text, reason)
    if reason:
        return actions(again, reason)
    closed = decision.verdict in (Verdict.APPROVE, Verdict.REJECT) and decision.effected_at is not None
    return section(text, again if closed and not reopened else None)


def _short(item: Item, decision: Decision) -> str:
    taken = versions.letter(item, decision.draft_version) if decision.verdict is Verdict.APPROVE else ""
    if is_undelivered(item) and decision.verdict is Verdict.RETRY:
        return "Delivered again"
    return f"{taken} taken" if taken else SHORT[decision.verdict]


def beside(item: Item, decision: Decision, now: datetime, viewer: str = "") -> Block | None:
    """Return what stands beside the heading instead of Open: the way to give a rejection its reason, while the row at
    the foot has the way back; None for all else."""
    own = viewer in ("", decision.who)
    return _reason(item) if own and _lacks_reason(decision) and can_undo(decision, now) else None


def _lacks_reason(decision: Decision) -> bool:
    return decision.verdict is Verdict.REJECT and not decision.note


def _reason(item: Item) -> Block:
    return button("Add a reason", ids.REASON, ids.of(item))


def is_foot(block: Block) -> bool:
    """Tell whether a block that ends a card is what its buttons are, or were, in."""
    return bool(block["type"] in ("actions", "section"))
