"""How one task stands, in answer to its number: behind the command, or in words."""

from bot.desk import Desk
from bot.views import not_begun, receipt
from bot.views.kit import Message
from bot.views.portfolio import one_task
from storage.ledger.queries import reading
from storage.ledger.tasks import receipts
from storage.rules.authority import Claim
from storage.rules.gate import Cause
from storage.rules.values.task import State

ROOM = Cause.ROOM, Cause.SHARE  # what its receipt has the ways out of


async def how_it_stands(desk: Desk, claim: Claim, number: int, run: int = 0, lead: str = "") -> Message:
    """Return one task as a line with its buttons, and why it has not begun; for who assigned one that has no room, its
    receipt.

    Args:
        lead: a sentence above the line.

    Raises:
        Refused: it is not there, or not theirs to see.
    """
    task, item = await desk.ledger.see(reading.standing, claim, number, run)
    if not lead and task.state in (State.WAITING, State.BLOCKED) and claim.user in (task.assigner, task.reviewer):
        made = await desk.ledger.see(receipts.renewed, task)
        if task.assigner == claim.user and made.held is not None and made.held.cause in ROOM:
            return receipt.receipt(made, desk.now)
        lead = not_begun.why(made, claim.user)
    return one_task.one(task, await desk.person(claim.user), desk.now, item, lead)
