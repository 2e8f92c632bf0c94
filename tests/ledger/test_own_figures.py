"""A person's own figures from the ledger, on both databases: what is read, whose it is, and how far back."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Terms, Tx
from storage.ledger.decisions import deciding, effects, reopening, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import decisions_of, own_figures, workspace_sums
from storage.rules.authority import Claim, Policy
from storage.rules.figures import By, figures, split
from storage.rules.outcomes import Outcome
from storage.rules.refusal import Refused
from storage.rules.spreads import Share
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.profile import Profile
from storage.rules.values.worker import agent
from storage.tables import decision, item
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, work

START = datetime(2026, 11, 26, 10, tzinfo=UTC)  # a Thursday


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(database: str, clock: Clock) -> AsyncIterator[Ledger]:
    terms = Terms(room=100, policy=Policy(admins=frozenset({ALICE.user})))
    made = new_ledger(database, terms, clock)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, *(f"U0{n}" for n in range(6)), ALICE.user, BOB.user)
    yield made
    made.close()


async def decided(
    desk: Ledger, verdict: Verdict = Verdict.APPROVE, *, who: Claim = ALICE, finding: Finding = Finding.MET, **more: Any
) -> Any:
    """A task that came back and was decided; its receipt."""
    made = await assign(desk, actor=who, **more)
    return await again(desk, made, verdict, who=who, finding=finding)


async def again(
    desk: Ledger, made: Any, verdict: Verdict, version: int = 1, *, who: Claim = ALICE, finding: Finding = Finding.MET
) -> Any:
    key = await work(desk, made, finding)
    note = "Shorter." if verdict is Verdict.REVISE else ""
    taken = await desk.do(deciding.decide, who, Click(key=key, version=version), verdict, (), note)
    assert taken.decision is not None
    await desk.do(effects.effect, TEAM, taken.decision.id)
    return made


async def test_what_was_decided_is_counted_with_its_stream_and_worker(desk: Ledger, clock: Clock) -> None:
    for _ in range(3):
        await decided(desk, stream="Beta launch")
    await decided(desk, Verdict.REJECT, stream="Billing", worker=agent("coder"))
    await decided(desk, finding=Finding.IN_DOUBT)
    waits = await assign(desk, stream="Billing")
    await work(desk, waits)
    clock.now += timedelta(hours=2)
    facts = await desk.see(own_figures.own, ALICE)
    seen = figures(facts)
    assert seen.outcomes == {Outcome.APPROVED: 4, Outcome.REJECTED: 1}
    assert seen.at_once == Share(4, 4)
    assert (seen.overruled, seen.sent_back) == (Share(1, 1), Share(1, 4))
    assert (seen.waits, seen.oldest) == (1, 2 * 3600)
    streams = {group.name: group.figures for group in split(facts, By.STREAM)}
    assert {name: of.decided for name, of in streams.items()} == {"Beta launch": 3, "Billing": 1, "": 1}
    assert streams["Billing"].waits == 1
    assert {group.name: group.figures.decided for group in split(facts, By.WORKER)} == {"writer": 4, "coder": 1}


async def test_a_revision_is_a_round_and_not_at_once(desk: Ledger) -> None:
    made = await decided(desk, Verdict.REVISE)
    await again(desk, made, Verdict.APPROVE, 2)
    await decided(desk)
    facts = await desk.see(own_figures.own, ALICE)
    assert sorted((one.rounds, one.at_once) for one in facts.decided if one.outcome is Outcome.APPROVED) == [
        (1, True),
        (2, False),
    ]


async def test_what_was_undone_and_what_others_decided_is_not_mine(desk: Ledger) -> None:
    await decided(desk, who=BOB)
    key = await work(desk, await assign(desk))
    await desk.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    assert figures(await desk.see(own_figures.own, ALICE)).decided == 1
    await desk.do(undoing.undo, ALICE, key)
    seen = figures(await desk.see(own_figures.own, ALICE))
    assert (seen.decided, seen.waits) == (0, 1)


async def test_what_i_opened_again_is_counted_where_it_belongs(desk: Ledger) -> None:
    made = await decided(desk, stream="Billing")
    await desk.do(reopening.reopen, ALICE, made.task.key)
    facts = await desk.see(own_figures.own, ALICE)
    assert [(group.name, group.figures.reopened) for group in split(facts, By.STREAM)] == [("Billing", 1)]
    assert figures(await desk.see(own_figures.own, BOB)).reopened == 0


async def test_only_some_weeks_are_read(desk: Ledger, clock: Clock) -> None:
    await decided(desk)
    clock.now += timedelta(weeks=3)
    await decided(desk)
    this = await desk.see(own_figures.own, ALICE, 1)
    assert (str(this.first), figures(this).decided) == ("2026-12-14", 1)
    assert [group.name for group in split(await desk.see(own_figures.own, ALICE, 4), By.WEEK)] == [
        "2026-12-14",
        "2026-11-23",
    ]
    assert figures(await desk.see(own_figures.own, ALICE, 3)).decided == 1


async def test_a_week_begins_at_my_own_midnight(desk: Ledger, clock: Clock) -> None:
    await desk.do(people.save_profile, TEAM, ALICE.user, Profile(name="alice", zone="Pacific/Auckland"))
    clock.now = datetime(2026, 11, 22, 12, tzinfo=UTC)  # Monday 1:00 in Auckland
    await decided(desk)
    clock.now = datetime(2026, 11, 22, 13, tzinfo=UTC)
    assert figures(await desk.see(own_figures.own, ALICE, 1)).decided == 1
    await desk.do(people.save_profile, TEAM, ALICE.user, Profile(name="alice", zone="Europe/Rome"))
    clock.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert figures(await desk.see(own_figures.own, ALICE, 1)).decided == 0


async def test_measured_seconds_go_before_a_look(desk: Ledger, clock: Clock) -> None:
    await decided(desk)
    await desk.do(
        lambda tx, team: tx.conn.execute(sa.update(item).values(opened_at=START - timedelta(seconds=50))), TEAM
    )
    assert [one.attention for one in (await desk.see(own_figures.own, ALICE)).decided] == [50]
    await desk.do(lambda tx, team: tx.conn.execute(sa.update(decision).values(seconds=7.5)), TEAM)
    assert [one.attention for one in (await desk.see(own_figures.own, ALICE)).decided] == [7.5]


async def test_no_more_decisions_are_read_than_there_is_time_for(desk: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        await decided(desk)
    for part in (decisions_of, own_figures):
        monkeypatch.setattr(part, "MOST", 2)
    facts = await desk.see(own_figures.own, ALICE)
    assert (len(facts.decided), facts.full) == (2, True)


@pytest.mark.parametrize("outside", [{"guest": True}, {"deleted": True}, {"stranger": True}, {"bot": True}])
async def test_who_is_no_full_member_has_no_figures(desk: Ledger, outside: dict[str, bool]) -> None:
    await decided(desk)
    await desk.do(people.save_profile, TEAM, ALICE.user, Profile(name="alice", zone="", **outside))
    for query in (own_figures.own, workspace_sums.sums):
        with pytest.raises(Refused):
            await desk.see(query, ALICE)


async def test_sums_are_of_five_people_or_nothing_and_of_whole_weeks(desk: Ledger, clock: Clock) -> None:
    for n in range(4):
        await decided(desk, who=Claim(f"U0{n}", TEAM))
    await decided(desk, Verdict.REJECT, who=Claim("U00", TEAM))
    clock.now += timedelta(weeks=1)
    assert await desk.see(workspace_sums.sums, ALICE) is None
    await decided(desk, who=Claim("U04", TEAM))  # this week is not over
    assert await desk.see(workspace_sums.sums, ALICE) is None
    clock.now += timedelta(weeks=1)
    seen = await desk.see(workspace_sums.sums, ALICE)
    assert seen is not None and (seen.people, seen.decided, seen.at_once) == (5, 6, Share(5, 5))
    assert "U0" not in repr(seen)
    clock.now += timedelta(weeks=4)
    assert await desk.see(workspace_sums.sums, ALICE) is None


async def test_only_an_administrator_sees_sums(desk: Ledger) -> None:
    with pytest.raises(Refused):
        await desk.see(workspace_sums.sums, BOB)


async def test_another_workspace_has_no_part_in_it(desk: Ledger) -> None:
    await decided(desk)

    def elsewhere(tx: Tx, team: str) -> None:
        people.ensure_workspace(tx, team, "Other")
        meet(tx, team, ALICE.user)

    await desk.do(elsewhere, "T02OTHER")
    seen = figures(await desk.see(own_figures.own, Claim(ALICE.user, "T02OTHER")))
    assert (seen.decided, seen.waits, seen.reopened) == (0, 0, 0)
