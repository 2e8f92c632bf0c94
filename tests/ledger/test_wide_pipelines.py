"""Very many tasks after one: each transaction that passes on, or ends all of it, stays short."""

from collections import Counter

import pytest

from storage.ledger.core.ledger import Ledger
from storage.ledger.pipelines.advancing import AT_ONCE
from storage.ledger.tasks import chains
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State
from tests.ledger.hands import ALICE, assign
from tests.ledger.test_pipelines import decide, hand_in, run, states
from tests.ledger.watching import watched

MORE = 5


async def test_what_comes_after_one_is_freed_in_portions_and_none_is_left(ledger: Ledger) -> None:
    first = await assign(ledger)
    for _ in range(AT_ONCE + MORE):
        await assign(ledger, after=(first.task.name,))
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)  # and the first portion
    assert Counter(await states(ledger))[State.BLOCKED] == MORE
    await run(ledger)
    after = Counter(await states(ledger))
    assert (after[State.BLOCKED], after[State.WORKING]) == (0, 12)
    await run(ledger)
    assert Counter(await states(ledger)) == after


@pytest.mark.parametrize("few", [3])
async def test_all_are_canceled_with_as_many_statements_as_a_few(ledger: Ledger, few: int) -> None:
    counts = []
    for many in (few, few * 10):
        first = await assign(ledger)
        for _ in range(many):
            await assign(ledger, after=(first.task.name,))
        with watched(ledger) as watch:
            ended = await ledger.do(chains.cancel_all, ALICE, first.task.key)
        assert len(ended) == many + 1
        counts.append(len(watch.statements))
    assert set(await states(ledger)) == {State.CANCELED}
    assert counts[1] <= counts[0] + 1, counts
