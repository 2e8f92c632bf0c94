"""What a model would add to a brief is looked for each second while receipts wait, so a look is next to nothing."""

from storage.ledger.core.ledger import Ledger
from storage.ledger.tasks import receipts, suggesting
from storage.rules.values.task import Suggested
from tests.ledger.hands import ALICE, assign
from tests.ledger.watching import watched

TEAM = "T01TEST"


async def test_a_suggestion_is_seen_as_soon_as_there_is_one(ledger: Ledger) -> None:
    """Also one that has nothing to add: who waits for it need not go on."""
    for suggestion in (Suggested(("is short",)), Suggested()):
        made, other = await assign(ledger), await assign(ledger)
        keys = (made.task.key, other.task.key, "unknown")
        assert not await ledger.see(suggesting.suggested, TEAM, keys)
        await ledger.do(suggesting.suggest, TEAM, made.task.id, suggestion)
        assert await ledger.see(suggesting.suggested, TEAM, keys) == {made.task.key}


async def test_a_look_is_one_statement_however_many_wait(ledger: Ledger) -> None:
    made = await assign(ledger)
    with watched(ledger) as watch:
        await ledger.see(suggesting.suggested, TEAM, (made.task.key, *(f"unknown {n}" for n in range(2000))))
    assert len(watch.statements) == 1


async def test_a_receipt_of_a_task_that_nothing_follows_looks_for_nothing_behind(ledger: Ledger) -> None:
    """The query of all that comes after is the dearest of a receipt: it was half of a burst of commands."""
    made = await assign(ledger)
    with watched(ledger) as watch:
        await ledger.see(receipts.receipt, ALICE, made.task.key)
    assert not [text for text, _ in watch.statements if "RECURSIVE" in text]
