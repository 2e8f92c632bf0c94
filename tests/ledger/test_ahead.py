"""What Home says of what comes next: what is new, what was left, and what has not started and why."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.views.home import left
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import ahead as query
from storage.ledger.queries import portfolio
from storage.ledger.settings import limits, scheduling
from storage.ledger.shelf import expecting
from storage.ledger.streams import holding
from storage.ledger.work.passing_on import give_review
from storage.ledger.work.steps import come_after
from storage.rules.gate import Cause
from storage.rules.pages.ahead import Ahead
from storage.rules.pages.portfolios import Portfolio
from storage.rules.people import Person
from storage.rules.values.decision import Verdict
from storage.rules.values.schedule import WEEKDAYS
from storage.rules.values.task import State
from storage.tables import item, series, task
from tests.ledger.hands import ALICE, BOB, TEAM, assign, work


async def ahead(ledger: Ledger, of: Any = ALICE) -> Ahead:
    shown = await ledger.see(portfolio.portfolio, TEAM, of.user)
    return await ledger.see(query.ahead, shown.person, shown.tasks)


async def person_of(ledger: Ledger) -> Person:
    return (await shown_of(ledger)).person


async def shown_of(ledger: Ledger) -> Portfolio:
    return await ledger.see(portfolio.portfolio, TEAM, ALICE.user)


async def test_what_was_brought_is_left_and_what_came_since_is_new(ledger: Ledger) -> None:
    await ledger.do(lambda tx, team: tx.conn.execute(sa.update(item).values(brought_at=None)), TEAM)
    assert await ahead(ledger) == Ahead()
    await work(ledger, await assign(ledger))
    await ledger.do(lambda tx, team: tx.conn.execute(sa.update(item).values(brought_at=None)), TEAM)
    new = await ahead(ledger)
    assert (new.fresh, new.left, new.left_at, new.minutes) == (1, 0, None, 0.0)
    person = await person_of(ledger)
    await ledger.do(asked_for.collect_now, person)
    await work(ledger, await assign(ledger))
    await ledger.do(
        lambda tx, team: tx.conn.execute(sa.update(item).where(item.c.id == 2).values(brought_at=None)), TEAM
    )
    seen = await ahead(ledger)
    assert (seen.fresh, seen.left) == (1, 1)
    assert seen.left_at is not None and seen.minutes > 0
    assert (await ahead(ledger, BOB)).left == 0
    rests = sa.update(item).where(item.c.id == 1).values(rest=True)
    await ledger.do(lambda tx, team: tx.conn.execute(rests), TEAM)
    seen = await ahead(ledger)
    assert (seen.fresh, seen.left, seen.minutes) == (1, 0, 0.0)
    assert (await ledger.see(portfolio.portfolio, TEAM, ALICE.user)).resting == 1


async def test_what_several_messages_brought_is_left_since_the_first_of_them(ledger: Ledger) -> None:
    for n in (1, 2, 3):
        await work(ledger, await assign(ledger))
        at = ledger.clock() - timedelta(hours=n)
        brought = sa.update(item).where(item.c.id == n).values(brought_at=at if n < 3 else None)
        await ledger.do(lambda tx, team, brought=brought: tx.conn.execute(brought), TEAM)
    seen = await ahead(ledger)
    assert (seen.fresh, seen.left, seen.together) == (1, 2, False)
    assert seen.left_at is not None and ledger.clock() - seen.left_at >= timedelta(hours=2)
    assert left(seen, ledger.clock(), "UTC").startswith("2 left since ")
    assert left(replace(seen, together=True), ledger.clock(), "UTC").startswith("2 left from ")


async def test_a_step_names_what_it_waits_for_until_that_is_closed_or_waived(ledger: Ledger) -> None:
    first, second = await assign(ledger), await assign(ledger)

    def block(tx: Any, team: str) -> None:
        come_after(tx, second.task, [first.task.id])
        tx.conn.execute(sa.update(task).where(task.c.id == second.task.id).values(state=State.BLOCKED))

    await ledger.do(block, TEAM)
    assert (await shown_of(ledger)).before == {second.task.id: ("T-1",)}
    closed = sa.update(task).where(task.c.id == first.task.id).values(state=State.REJECTED)
    await ledger.do(lambda tx, team: tx.conn.execute(closed), TEAM)
    assert (await shown_of(ledger)).before == {}


async def test_a_stream_on_hold_is_why_its_task_does_not_start(ledger: Ledger) -> None:
    await assign(ledger, stream="Beta")
    await ledger.do(holding.hold, ALICE, "Beta")
    await assign(ledger, stream="Beta")
    shown = await ledger.see(portfolio.portfolio, TEAM, ALICE.user)
    waits = next(of for of in shown.tasks if of.state is State.WAITING)
    held = (await ahead(ledger)).holds(waits)
    assert held is not None and held.cause is Cause.STREAM


async def test_who_has_no_room_waits_for_room_alone(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 1, None)
    await assign(ledger)
    await assign(ledger)
    shown = await ledger.see(portfolio.portfolio, TEAM, ALICE.user)
    waits = next(of for of in shown.tasks if of.state is State.WAITING)
    assert (await ahead(ledger)).holds(waits) is None


async def test_only_the_next_runs_of_what_i_repeat_are_told(ledger: Ledger) -> None:
    def repeat(tx: Any, team: str) -> None:
        rows = (
            (60, ALICE.user, "active", timedelta(hours=20)),
            (61, ALICE.user, "paused", None),
            (62, BOB.user, "active", timedelta(hours=2)),
            (63, ALICE.user, "active", timedelta(days=8)),
            (64, ALICE.user, "active", timedelta(hours=1)),
        )
        for number, user, state, later in rows:
            made = {"team": team, "number": number, "key": f"series-{number}", "kind": "repetition", "state": state}
            more = {
                "assigner": user,
                "brief": {},
                "next_at": later and tx.now + later,
                "made_at": tx.now,
                "changed_at": tx.now,
            }
            tx.conn.execute(sa.insert(series), {**made, **more})

    await ledger.do(repeat, TEAM)
    shown = await ledger.see(portfolio.portfolio, TEAM, ALICE.user)
    assert [(run.name, run.at is None) for run in shown.runs] == [("T-64", False), ("T-60", False), ("T-61", True)]


async def test_only_as_many_tasks_of_a_new_person_are_promised_at_once_as_come_so(ledger: Ledger) -> None:
    first = ledger.terms.first
    made = [await assign(ledger) for _ in range(first + 2)]
    assert [each.as_soon_as_ready for each in made] == [True] * first + [False] * 2
    await work(ledger, made[0])
    assert not (await assign(ledger)).as_soon_as_ready
    assert (await assign(ledger, urgent=True)).as_soon_as_ready


async def test_what_was_promised_at_once_comes_so_also_where_others_are_done_before(ledger: Ledger) -> None:
    first = ledger.terms.first
    made = [await assign(ledger) for _ in range(first + 2)]
    for each in (*made[first:], *made[:first]):
        await work(ledger, each)
    brought = sa.select(item.c.task_id).where(item.c.brought_at.is_not(None)).order_by(item.c.task_id)
    found = await ledger.see(lambda read: read.conn.execute(brought).scalars().all())
    assert list(found) == [each.task.id for each in made[:first]]


async def test_urgent_work_takes_nothing_from_what_was_promised_at_once(ledger: Ledger) -> None:
    first = ledger.terms.first
    made = [await assign(ledger) for _ in range(first)] + [await assign(ledger, urgent=True) for _ in range(first)]
    for each in (*made[first:], *made[:first]):
        await work(ledger, each)
    brought = sa.select(item.c.task_id).where(item.c.brought_at.is_not(None)).order_by(item.c.task_id)
    found = await ledger.see(lambda read: read.conn.execute(brought).scalars().all())
    assert list(found) == [each.task.id for each in made]


async def brought(ledger: Ledger) -> list[int]:
    query = sa.select(item.c.task_id).where(item.c.brought_at.is_not(None)).order_by(item.c.id)
    return list(await ledger.see(lambda read: read.conn.execute(query).scalars()))


async def test_who_sets_times_is_told_that_their_first_tasks_keep_to_them(ledger: Ledger) -> None:
    first = await assign(ledger)
    assert await ledger.see(expecting.has_first, await person_of(ledger))
    await ledger.do(scheduling.set_times, ALICE, (time(9),), WEEKDAYS, "UTC")
    assert not await ledger.see(expecting.has_first, await person_of(ledger))
    await work(ledger, first)
    assert await brought(ledger) == []


@pytest.mark.parametrize(("days", "times"), [(0, 2), (2, 1)])
async def test_a_revision_of_a_first_task_comes_at_once_on_its_first_day(ledger: Ledger, days: int, times: int) -> None:
    made = await assign(ledger)
    await work(ledger, made)
    assert await brought(ledger) == [made.task.id]
    before = sa.update(task).values(made_at=ledger.clock() - timedelta(days=days))
    await ledger.do(lambda tx, team: tx.conn.execute(before), TEAM)
    key = await ledger.see(lambda read: read.conn.execute(sa.select(item.c.key)).scalar_one())
    await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REVISE, note="shorter")
    await ledger.do(effects.effect, TEAM, 1)
    await work(ledger, made)
    assert await brought(ledger) == [made.task.id] * times


async def test_who_a_first_task_is_given_to_is_not_pinged_for_it(ledger: Ledger) -> None:
    made = await assign(ledger)
    await ledger.do(scheduling.set_times, BOB, (time(9),), WEEKDAYS, "UTC")
    await ledger.do(lambda tx, team: give_review(tx, made.task, BOB.user, ALICE.user), TEAM)
    await work(ledger, made)
    assert await brought(ledger) == []
