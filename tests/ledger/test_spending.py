"""What agents spend never passes a cap, whoever spends at the same time; and the switch stops everything."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.tasks import receipts
from storage.ledger.work import spending, still_running, taking_up, working
from storage.ledger.work.spending import OverBudget, Payer
from storage.rules.authority import Claim, Policy
from storage.rules.budget import Budgets, dollars
from storage.rules.refusal import Reason, Refused
from storage.rules.values.spent import Spent
from storage.rules.values.task import State
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, attempt_of, draft, meet
from tests.refusing import refused

ADMIN = Claim("U03CARA", TEAM)
TERMS = Terms(
    policy=Policy(admins=frozenset({ADMIN.user})), budgets=Budgets(task=100, person_day=250, workspace_day=1000)
)


@pytest.fixture
def capped(database: str):
    from storage.ledger import people

    made = new_ledger(database, TERMS)
    asyncio.run(made.do(people.ensure_workspace, TEAM, "Test"))
    asyncio.run(made.do(meet, TEAM, ALICE.user, BOB.user, ADMIN.user))
    yield made
    made.close()


async def payer(ledger: Ledger, who: Claim = ALICE) -> Payer:
    made = await assign(ledger, actor=who)
    return Payer(team=TEAM, task=made.task.id, attempt=await attempt_of(ledger, made.task.id), who=who.user)


async def test_a_hundred_at_once_pass_no_cap_by_a_cent(capped: Ledger, database: str) -> None:
    """Each reserves before it calls, and a reservation counts: the calls of all stay within the cap."""
    one, other = await payer(capped), new_ledger(database, TERMS)
    tries = (ledger.do(spending.reserve, one, "m", 30) for ledger in (capped, other) for _ in range(50))
    done = await asyncio.gather(*tries, return_exceptions=True)
    other.close()
    assert sum(isinstance(d, int) for d in done) == 3  # 4 would be 120 of 100
    assert sum(isinstance(d, OverBudget) for d in done) == 97


async def test_what_was_set_aside_and_not_taken_is_free_again(capped: Ledger) -> None:
    one = await payer(capped)
    held = await capped.do(spending.reserve, one, "m", 90)
    assert held is not None
    with pytest.raises(OverBudget, match="this task"):
        await capped.do(spending.reserve, one, "m", 20)
    await capped.do(spending.settle, one, "m", held, Spent(10, 5, 30))
    second = await capped.do(spending.reserve, one, "m", 70)
    assert second is not None
    await capped.do(spending.release_call, one, second)
    assert await capped.do(spending.reserve, one, "m", 70) is not None
    assert await capped.see(spending.spent_on, TEAM, one.task, 1) == Spent(10, 5, 30)


@pytest.mark.parametrize("person, cap", [(ALICE, "one person's day"), (BOB, "the workspace's day")])
async def test_each_cap_has_its_name(capped: Ledger, person: Claim, cap: str) -> None:
    for n in range(12):
        who = Claim(f"U{n:05}", TEAM) if person is BOB else ALICE
        one = await payer(capped, who)
        try:
            await capped.do(spending.reserve, one, "m", 95)
        except OverBudget as no:
            assert cap in no.why
            return
    raise AssertionError("no cap was felt")


async def test_a_new_day_has_its_own_budget(database: str) -> None:
    from storage.ledger import people

    now = [datetime(2026, 11, 24, 23, 50, tzinfo=UTC)]
    ledger = new_ledger(database, Terms(budgets=Budgets(person_day=100)), clock=lambda: now[0])
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    one = await payer(ledger)
    await ledger.do(spending.reserve, one, "m", 90)
    with pytest.raises(OverBudget):
        await ledger.do(spending.reserve, one, "m", 90)
    now[0] += timedelta(minutes=20)
    assert await ledger.do(spending.reserve, one, "m", 90) is not None
    ledger.close()


async def test_an_unknown_price_is_unknown_and_not_nothing(ledger: Ledger) -> None:
    one = await payer(ledger)
    assert await ledger.do(spending.reserve, one, "m", None) is None  # no cap, nothing to set aside
    await ledger.do(spending.settle, one, "m", None, Spent(10, 5, 30))
    await ledger.do(spending.settle, one, "m", None, Spent(7, 5, None))
    assert await ledger.see(spending.spent_on, TEAM, one.task, 1) == Spent(17, 10, None)


async def test_what_is_taken_up_again_knows_what_it_took(ledger: Ledger) -> None:
    one = await payer(ledger)
    assert (await ledger.do(taking_up.begin, TEAM, one.attempt)) is not None
    await ledger.do(spending.settle, one, "m", None, Spent(10, 5, 30))
    await ledger.do(spending.settle, one, "m", None, Spent(0, 0, None))  # a provider that says nothing
    again = await ledger.do(taking_up.begin, TEAM, one.attempt)
    assert again is not None and (again.spent, again.calls) == (Spent(10, 5, 30), 2)


async def test_the_switch_holds_what_runs_and_lets_nothing_begin(capped: Ledger) -> None:
    made = await assign(capped)
    given = await capped.do(taking_up.begin, TEAM, await attempt_of(capped, made.task.id))
    assert given is not None
    with refused(Reason.NOT_THE_OWNER):
        await capped.do(spending.stop_all, ALICE)
    assert await capped.do(spending.stop_all, ADMIN) == 1
    assert await capped.see(still_running.running, TEAM, [(given.attempt, given.generation)]) == frozenset()
    with pytest.raises(Refused):
        await capped.do(working.hand_in, given, draft())
    waits = await assign(capped)
    assert waits.held is not None and f"stopped by <@{ADMIN.user}>" in waits.held.why
    assert await capped.do(spending.go_on, ADMIN) == 1
    again = await capped.do(taking_up.begin, TEAM, given.attempt)
    assert again is not None
    assert (await capped.see(receipts.receipt, ALICE, waits.task.key)).task.state is State.WORKING


@pytest.mark.parametrize(
    "micros, words", [(0, "0.00 $"), (110_000, "0.11 $"), (4_473, "0.0045 $"), (2_500_000, "2.50 $")]
)
def test_money_in_words(micros: int, words: str) -> None:
    assert dollars(micros) == words


async def test_what_a_dead_process_set_aside_is_given_back(capped: Ledger) -> None:
    who = await payer(capped)
    for _ in range(3):  # each process ends between the call and its answer
        assert await capped.do(taking_up.begin, TEAM, who.attempt) is not None
        await capped.do(spending.reserve, who, "m", 90)
    used = await capped.do(lambda tx: spending._used(tx, who))
    assert used.task == 90


async def test_a_process_that_was_taken_for_dead_still_pays_for_its_call(capped: Ledger) -> None:
    who = await payer(capped)
    await capped.do(taking_up.begin, TEAM, who.attempt)
    reserved = await capped.do(spending.reserve, who, "m", 90)
    await capped.do(taking_up.begin, TEAM, who.attempt)
    await capped.do(spending.settle, who, "m", reserved, Spent(10, 10, 70))
    used = await capped.do(lambda tx: spending._used(tx, who))
    assert used.task == 70
