"""How one task stands, in answer to its number: behind the command, or in words."""

from bot.desk import Desk
from bot.views import receipt
from bot.views.kit import Message
from bot.views.portfolio import one_task
from storage.ledger.queries import reading
from storage.ledger.tasks import receipts
from storage.rules.authority import Claim
from storage.rules.gate import Cause
from storage.rules.values.task import State, Task

ROOM = Cause.ROOM, Cause.SHARE  # what its receipt has the ways out of


async def how_it_stands(desk: Desk, claim: Claim, number: int, run: int = 0, lead: str = "") -> Message:
    """Return one task as a line with its buttons; for who assigned one that has no room, its receipt, which says why.

    Args:
        lead: a sentence above the line.

    Raises:
        Refused: it is not there, or not theirs to see.
    """
    task, item = await desk.ledger.see(reading.standing, claim, number, run)
    if not lead and (held := await _without_room(desk, claim, task)) is not None:
        return held
    return one_task.one(task, await desk.person(claim.user), desk.now, item, lead)


async def _without_room(desk: Desk, claim: Claim, task: Task) -> Message | None:
    if task.state is not State.WAITING or task.assigner != claim.user:
        return None
    made = await desk.ledger.see(receipts.receipt, claim, task.key)
    return receipt.receipt(made, desk.now) if made.held is not None and made.held.cause in ROOM else None
