"""Who waits for a task of somebody who is forgotten does not wait for ever."""

from bot.operations import forgetting
from storage.ledger.core.ledger import Ledger
from storage.ledger.privacy.forgetting import Known
from storage.rules.values.decision import Verdict
from tests.ledger.hands import ALICE, BOB, TEAM, assign
from tests.ledger.test_pipelines import decide, states, waiting


async def test_they_are_asked_and_can_have_it_start_without(ledger: Ledger) -> None:
    await assign(ledger, reviewer=BOB.user)
    await assign(ledger, actor=BOB, after=("T-1",), title="Second")
    await forgetting._forget(ledger, Known(team=TEAM, user=ALICE.user, name="Alice"), 0.0)
    (problem,) = await waiting(ledger, BOB)
    assert problem.task.name == "T-2"
    await decide(ledger, problem, Verdict.WITHOUT, BOB)
    assert (await states(ledger))[-1] == "working"
