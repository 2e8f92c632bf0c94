"""Why a task has not begun, in a sentence for its assigner or its reviewer."""

from bot.views.chain import comes_after
from bot.views.chain.chain import OFFERED
from storage.rules.gate import Cause
from storage.rules.pages.receipts import Receipt

OF_BOTH = frozenset({Cause.STREAM, Cause.BUDGET, Cause.STOPPED})  # which are said to both in the same words


def why(receipt: Receipt, viewer: str) -> str:
    """Return what a task waits for that has not begun; empty where its line says it."""
    held, task = receipt.held, receipt.task
    if held is None and viewer == task.assigner:
        return comes_after.waits_for(receipt.waits_for)
    if held is None and (gone := comes_after.gone(receipt.waits_for)):
        return f"It can't start: {', '.join(f'{ended.name} was {ended.state}' for ended in gone[:OFFERED])}."
    if held is None:  # the titles of others are not theirs to read
        return f"It waits for {comes_after.waited_for(receipt.waits_for)}." if receipt.waits_for else ""
    if viewer == task.assigner or held.cause in OF_BOTH:
        return held.why
    if held.cause is Cause.SHARE:
        return f"<@{task.assigner}> has as many tasks with you as you take from one person at a time."
    if held.cause is Cause.ROOM and held.decisions:
        of_theirs = f", {held.own} of <@{task.assigner}>'s among them" if held.own else ""
        return f"It starts when you have decided {held.decisions}{of_theirs}."
    return ""
