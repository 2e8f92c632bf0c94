"""Streams in the ledger: whose they are, who sees what of them, and what lets their tasks start."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.decisions import deciding, effects, reopening
from storage.ledger.decisions.clicks import Click
from storage.ledger.privacy import forgetting
from storage.ledger.queries import searching
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.settings import limits
from storage.ledger.shelf import choosing
from storage.ledger.streams import changing, finding, holding, listing, making, page, recapping, stream_settings
from storage.ledger.streams.stream_settings import Settings
from storage.rules.authority import Claim
from storage.rules.gate import Cause
from storage.rules.pages.receipts import Receipt
from storage.rules.refusal import Reason, Refused
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State
from storage.rules.values.worker import agent, colleague
from storage.tables import call, series, stream, task
from tests.ledger.hands import ALICE, BOB, TEAM, assign, work
from tests.ledger.test_series import begin
from tests.refusing import refused

CARA = Claim("U03CARA", TEAM)
CHANNEL = "C02RND"


async def state_of(ledger: Ledger, made: Receipt) -> State:
    query = sa.select(task.c.state).where(task.c.team == TEAM, task.c.id == made.task.id)
    return State(await ledger.see(lambda read: read.conn.execute(query).scalar_one()))


async def set_row(ledger: Ledger, **values: Any) -> None:
    await ledger.do(
        lambda tx, team: tx.conn.execute(sa.update(stream).where(stream.c.team == team).values(values)), TEAM
    )


async def decide(
    ledger: Ledger, key: str, verdict: Verdict, note: str = "", who: Claim = ALICE, version: int = 1
) -> None:
    made = await ledger.do(deciding.decide, who, Click(key=key, version=version), verdict, (), note)
    assert made.decision is not None
    await ledger.do(effects.effect, TEAM, made.decision.id)


async def test_who_files_first_owns_a_stream_also_one_of_an_older_release(ledger: Ledger) -> None:
    await assign(ledger, stream="Beta launch")
    assert (await ledger.see(finding.find, ALICE, "beta  LAUNCH")).owner == ALICE.user
    await set_row(ledger, owner="")
    await assign(ledger, actor=BOB, stream="Beta launch")
    assert (await ledger.see(finding.find, BOB, "Beta launch")).owner == ALICE.user
    await set_row(ledger, owner="")
    assert (await ledger.see(page.page, BOB, "Beta launch")).stream.owner == ALICE.user
    await ledger.do(holding.hold, ALICE, "Beta launch")
    assert (await ledger.see(finding.find, ALICE, "Beta launch")).owner == ALICE.user


async def test_a_stream_with_nothing_of_mine_is_as_one_that_does_not_exist(ledger: Ledger) -> None:
    await assign(ledger, stream="Payroll")
    said = []
    for name in ("Payroll", "Pay roll of nobody"):
        with pytest.raises(finding.NoStream) as no:
            await ledger.see(page.page, BOB, name)
        said.append(no.value.why.replace(name, "…"))
        assert no.value.near == ()
    assert said[0] == said[1]
    assert await ledger.see(listing.list_streams, BOB) == ()
    with pytest.raises(Refused):
        await ledger.see(page.page, BOB, ".1")
    with pytest.raises(Refused, match="Somebody else has a stream"):
        await ledger.do(making.make_stream, BOB, "payroll")


async def test_names_that_are_near_are_offered(ledger: Ledger) -> None:
    await assign(ledger, stream="Beta launch")
    with pytest.raises(finding.NoStream) as no:
        await ledger.see(finding.find, ALICE, "Beta lauch")
    assert no.value.near == ("Beta launch",)


OWNERS_ACTS: list[Callable[..., Any]] = [holding.hold, holding.go_on, changing.close, changing.reopen]


async def test_only_the_owner_holds_closes_shares_and_sets(ledger: Ledger) -> None:
    await assign(ledger, stream="Beta", reviewer=BOB.user)
    for act in OWNERS_ACTS:
        with refused(Reason.NOT_THE_OWNER):
            await ledger.do(act, BOB, "Beta")
    with refused(Reason.NOT_THE_OWNER):
        await ledger.do(changing.share, BOB, "Beta", CHANNEL)
    with refused(Reason.NOT_THE_OWNER):
        await ledger.do(stream_settings.change_settings, BOB, "Beta", Settings(goal="mine"))


async def test_a_person_sees_their_own_tasks_and_titles_of_what_their_channel_shows(ledger: Ledger) -> None:
    await ledger.do(making.make_stream, ALICE, "Beta")
    await assign(ledger, stream="Beta", title="Salaries")
    await ledger.do(changing.share, ALICE, "Beta", CHANNEL)
    await assign(ledger, stream="Beta", title="Public memo")
    await assign(ledger, stream="Beta", title="For Bob", reviewer=BOB.user)
    seen = await ledger.see(page.page, BOB, "Beta", [CHANNEL])
    assert [of.brief.title for of in seen.tasks] == ["Public memo", "For Bob"]
    assert seen.theirs == {seen.tasks[1].id}
    seen = await ledger.see(page.page, BOB, "Beta")
    assert [of.brief.title for of in seen.tasks] == ["For Bob"]
    assert len((await ledger.see(page.page, ALICE, "Beta")).tasks) == 3


async def test_sharing_reaches_what_is_assigned_from_then_on(ledger: Ledger) -> None:
    before = await assign(ledger, stream="Beta")
    await ledger.do(changing.share, ALICE, "Beta", CHANNEL)
    after = await assign(ledger, stream="Beta")
    assert (before.task.shown_in, after.task.shown_in) == ("", CHANNEL)
    query = sa.select(task.c.shown_in).where(task.c.team == TEAM).order_by(task.c.id)
    assert await ledger.see(lambda read: read.conn.execute(query).scalars().all()) == ["", CHANNEL]


@pytest.mark.parametrize("worker", [agent("writer"), colleague(BOB.user)])
async def test_on_hold_nothing_starts_and_go_on_starts_it(ledger: Ledger, worker: Any) -> None:
    await ledger.do(making.make_stream, ALICE, "Beta")
    await ledger.do(holding.hold, ALICE, "Beta")
    held = await assign(ledger, stream="Beta", worker=worker)
    assert held.task.state is State.WAITING and held.held is not None and held.held.cause is Cause.STREAM
    await ledger.do(limits.set_limits, ALICE, 50)
    assert await state_of(ledger, held) is State.WAITING
    assert (await ledger.see(get_task, TEAM, held.task.id)).held_by == ALICE.user
    _, started = await ledger.do(holding.go_on, ALICE, "Beta")
    assert started == 1 and await state_of(ledger, held) is State.WORKING
    assert (await ledger.see(get_task, TEAM, held.task.id)).held_by == ""


async def test_release_passes_over_what_is_on_hold(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 1)
    await ledger.do(making.make_stream, ALICE, "Beta")
    running = await assign(ledger)
    await ledger.do(holding.hold, ALICE, "Beta")
    held, waits = await assign(ledger, stream="Beta"), await assign(ledger)
    assert waits.held is not None and waits.held.ahead == 0  # what is on hold starts before nobody
    await decide(ledger, await work(ledger, running), Verdict.REJECT)
    assert (await state_of(ledger, held), await state_of(ledger, waits)) == (State.WAITING, State.WORKING)


async def test_what_waited_longer_does_not_starve_after_the_hold(ledger: Ledger) -> None:
    await ledger.do(making.make_stream, ALICE, "Beta")
    await ledger.do(holding.hold, ALICE, "Beta")
    made = [await assign(ledger, stream="Beta") for _ in range(3)]
    await ledger.do(limits.set_limits, ALICE, 2)
    _, started = await ledger.do(holding.go_on, ALICE, "Beta")
    assert started == 2
    assert [await state_of(ledger, one) for one in made] == [State.WORKING, State.WORKING, State.WAITING]


async def test_a_spent_budget_holds_new_work_of_agents_until_it_is_raised(ledger: Ledger) -> None:
    first = await assign(ledger, stream="Beta")
    await ledger.do(stream_settings.change_settings, ALICE, "Beta", Settings(budget=2_000_000))
    row = {"team": TEAM, "task_id": first.task.id, "who": ALICE.user, "day": "2026-11-26", "micros": 2_100_000}

    def spend(tx: Tx, team: str) -> None:
        tx.conn.execute(sa.insert(call), {**row, "at": tx.now})

    await ledger.do(spend, TEAM)
    held = await assign(ledger, stream="Beta")
    assert held.held is not None and held.held.cause is Cause.BUDGET
    assert "2.00 $" in held.held.why and "2.10 $" in held.held.why
    theirs = await assign(ledger, stream="Beta", worker=colleague(BOB.user))
    assert theirs.held is None and theirs.task.state is State.WORKING
    assert (await assign(ledger)).held is None
    await ledger.do(stream_settings.change_settings, ALICE, "Beta", Settings(budget=3_000_000))
    assert await state_of(ledger, held) is State.WORKING


async def test_closing_lets_work_go_on_and_new_work_opens_it(ledger: Ledger) -> None:
    made = await assign(ledger, stream="Beta")
    _, open_tasks, _ = await ledger.do(changing.close, ALICE, "Beta")
    assert open_tasks == 1 and await state_of(ledger, made) is State.WORKING
    assert (await ledger.see(finding.find, ALICE, "Beta")).is_closed
    await assign(ledger, stream="Beta")
    assert not (await ledger.see(finding.find, ALICE, "Beta")).is_closed


async def test_high_priority_doubles_the_cost_of_waiting(ledger: Ledger) -> None:
    for name in ("Plain", "High"):
        await work(ledger, await assign(ledger, stream=name))
    await ledger.do(stream_settings.change_settings, ALICE, "High", Settings(priority=1))
    person = (await ledger.see(page.page, ALICE, "High")).person
    choice = await ledger.see(choosing.choose_now, person)
    weights = [candidate.weight for candidate in choice.order]
    assert weights[0] == pytest.approx(2 * weights[1], rel=1e-3)
    assert choice.order[0].stream == (await ledger.see(finding.find, ALICE, "High")).id


async def test_the_page_tells_what_was_decided_and_why(ledger: Ledger) -> None:
    made = await assign(ledger, stream="Beta", title="Interview plan")
    await decide(ledger, await work(ledger, made), Verdict.REVISE, "cut to four questions")
    await decide(ledger, await work(ledger, made), Verdict.APPROVE, version=2)
    made = await assign(ledger, stream="Beta", title="Press list")
    await decide(ledger, await work(ledger, made), Verdict.REJECT, "wrong country")
    made = await assign(ledger, stream="Beta", title="Memo")
    await decide(ledger, await work(ledger, made), Verdict.APPROVE)
    seen = await ledger.see(page.page, ALICE, "Beta")
    assert [(one.title, one.verdict, one.version, one.reason) for one in seen.decided] == [
        ("Memo", Verdict.APPROVE, 1, ""),
        ("Press list", Verdict.REJECT, 1, "wrong country"),
        ("Interview plan", Verdict.APPROVE, 2, "cut to four questions"),
    ]
    assert (seen.tally.decided, seen.tally.approved, seen.tally.at_once) == (3, 2, 1)
    await ledger.do(changing.share, ALICE, "Beta", CHANNEL)
    assert (await ledger.see(page.page, BOB, "Beta", [CHANNEL])).decided == ()


async def test_where_i_left_off_and_what_has_come_since(ledger: Ledger) -> None:
    made = await assign(ledger, stream="Beta", title="Pricing text")
    await assign(ledger, stream="Beta", title="Launch mail", reviewer=BOB.user)
    await work(ledger, made)
    await assign(ledger, actor=BOB, stream="Beta", title="Bob's own")
    seen = (await ledger.see(page.page, ALICE, "Beta")).recap
    assert seen.last is not None and (seen.last.what, seen.last.title) == ("assign", "Launch mail")
    assert [(act.what, act.title) for act in seen.since] == [("hand in", "Pricing text")]
    theirs = await ledger.see(recapping.recaps, BOB, [1])
    assert theirs[1].last is not None and theirs[1].last.title == "Bob's own"
    assert theirs[1].since == ()


async def test_what_i_decided_is_told_as_of_my_tap_and_not_as_of_its_effect(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger, stream="Beta", title="Pricing text"))
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REJECT, (), "")
    assert done.decision is not None
    later = done.decision.at + timedelta(seconds=31)
    ledger.clock = lambda: later
    assert await ledger.do(effects.effect, TEAM, done.decision.id)
    seen = (await ledger.see(page.page, ALICE, "Beta")).recap
    assert seen.last is not None and (seen.last.what, seen.last.at) == ("reject", done.decision.at)


async def test_what_is_quiet_is_told(ledger: Ledger) -> None:
    made = await assign(ledger, stream="Beta")
    old = sa.update(task).where(task.c.team == TEAM).values(changed_at=made.task.created_at - timedelta(days=4))
    await ledger.do(lambda tx, team: tx.conn.execute(old), TEAM)
    assert (await ledger.see(page.page, ALICE, "Beta")).quiet == {made.task.id}


async def test_find_reaches_approved_drafts_for_who_may_read_them(ledger: Ledger) -> None:
    made = await assign(ledger, stream="Beta", title="Memo")
    key = await work(ledger, made, body="The zeppelin lands on Tuesday")

    async def found(who: Claim = ALICE) -> list[int]:
        return [of.number for of in await ledger.see(searching.search, TEAM, who.user, "zeppelin")]

    assert await found() == []
    await decide(ledger, key, Verdict.APPROVE)
    assert await found() == [1] and await found(BOB) == []
    await ledger.do(reopening.reopen, ALICE, made.task.key)
    assert await found() == []


async def test_somebody_forgotten_leaves_the_streams_of_others(ledger: Ledger) -> None:
    await ledger.do(making.make_stream, ALICE, "Hers")
    await ledger.do(making.make_stream, BOB, "Sales")
    await ledger.do(forgetting.erase_own, TEAM, BOB.user)
    assert [one.stream.name for one in await ledger.see(listing.list_streams, ALICE)] == ["Hers"]
    assert await ledger.see(listing.list_streams, BOB) == ()


async def test_an_approval_has_no_reason_that_came_after_it(ledger: Ledger) -> None:
    made = await assign(ledger, stream="Beta")
    await decide(ledger, await work(ledger, made), Verdict.APPROVE)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    assert (await ledger.see(page.page, ALICE, "Beta")).decided == ()  # it waits again
    await decide(ledger, again.key, Verdict.REVISE, "add the price")
    await decide(ledger, await work(ledger, made), Verdict.APPROVE, version=2)
    shown = await ledger.see(page.page, ALICE, "Beta")
    assert [(one.version, one.reason) for one in shown.decided] == [(2, "add the price"), (1, "")]


async def test_a_stream_that_is_closed_names_what_comes_again_in_it_however_it_was_written(ledger: Ledger) -> None:
    await ledger.do(making.make_stream, ALICE, "Beta Launch")
    await begin(ledger, stream="beta launch")
    assert (await ledger.do(changing.close, ALICE, "Beta Launch"))[2] == ("T-1",)
    await ledger.do(lambda tx, team: tx.conn.execute(sa.update(series).values(assigner=BOB.user)), TEAM)
    assert (await ledger.do(changing.close, ALICE, "Beta Launch"))[2] == ()  # not hers to stop


async def test_a_channels_stream_that_is_closed_names_what_comes_again_in_it(ledger: Ledger) -> None:
    await assign(ledger, stream_channel="C05BETA")
    await begin(ledger, stream_channel="C05BETA")
    await begin(ledger, stream="Other")
    assert (await ledger.do(changing.close, ALICE, "#C05BETA"))[2] == ("T-2",)


async def test_the_stream_of_what_comes_again_is_there_before_its_first_run(ledger: Ledger) -> None:
    await begin(ledger, stream="Growth")
    assert (await ledger.see(page.page, ALICE, "Growth")).stream.owner == ALICE.user
