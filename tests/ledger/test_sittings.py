"""Sittings: one item after another, what a decision in one is measured by, and what came of it; on both databases."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.decisions import deciding, effects, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.settings import limits
from storage.ledger.shelf import attention, measuring, pace
from storage.ledger.sittings import beginning, going, sitting_rows, summing, window
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.sitting import Course
from storage.tables import decision, item, sitting
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, work


class Clock:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 3, 13, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(database: str, clock: Clock) -> AsyncIterator[Ledger]:
    made = new_ledger(database, Terms(), clock)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user)
    yield made
    made.close()


async def shelf(desk: Ledger, *streams: str) -> list[str]:
    """Let a draft wait in each of these streams; the keys of the items."""
    return [await work(desk, await assign(desk, stream=stream or None)) for stream in streams]


async def begin(desk: Ledger, who: Any = ALICE) -> Course:
    planned = await desk.see(beginning.plan, who)
    begun = await desk.do(beginning.begin, who, planned)
    assert begun is not None
    return begun[0]


async def key_of(desk: Ledger, course: Course) -> str:
    return (await desk.see(window.seen, ALICE, course)).key


async def decide(desk: Ledger, key: str, verdict: Verdict = Verdict.APPROVE, who: Any = ALICE) -> Any:
    note = "shorter" if verdict is Verdict.REVISE else ""
    return await desk.do(deciding.decide, who, Click(key=key, version=1), verdict, (), note)


async def rows(desk: Ledger, *columns: sa.ColumnElement[Any]) -> list[Any]:
    query = sa.select(*columns).where(columns[0].table.c.team == TEAM).order_by(columns[0].table.c.id)  # type: ignore
    return list(await desk.see(lambda read: read.conn.execute(query).all()))


@contextmanager
def refused(words: str, kind: type[Exception] = Refused) -> Iterator[None]:
    with pytest.raises(kind, match=re.escape(words)):
        yield


async def test_a_sitting_goes_from_item_to_item_stream_by_stream(desk: Ledger, clock: Clock) -> None:
    keys = await shelf(desk, "Beta", "Billing", "Beta", "Billing")
    course, seen = await begin(desk), list[str]()
    while course.present is not None:
        seen.append(await key_of(desk, course))
        clock.wait(10)
        await decide(desk, seen[-1])
        course = await desk.do(going.follow, ALICE, course.id)
    assert sorted(seen) == sorted(keys)
    streams = ["Beta" if key in (keys[0], keys[2]) else "Billing" for key in seen]
    assert streams in (["Beta", "Beta", "Billing", "Billing"], ["Billing", "Billing", "Beta", "Beta"])
    assert course.ended_at == clock.at and (course.position, course.total) == (5, 4)


async def test_a_decision_is_measured_from_when_its_item_was_shown(desk: Ledger, clock: Clock) -> None:
    await shelf(desk, "", "", "")
    course = await begin(desk)
    clock.wait(40)
    made = await decide(desk, await key_of(desk, course))
    assert made.decision.seconds == 40
    course = await desk.do(going.follow, ALICE, course.id)
    clock.wait(25 * 60)  # away for lunch
    await decide(desk, await key_of(desk, course))
    course = await desk.do(going.follow, ALICE, course.id)
    last = await key_of(desk, course)
    await desk.do(going.end, ALICE, course.id)
    await decide(desk, last)
    assert await rows(desk, decision.c.sitting_id, decision.c.seconds) == [
        (course.id, 40.0),
        (course.id, None),
        (None, None),
    ]


async def test_only_the_present_item_of_the_own_sitting_is_measured(desk: Ledger, clock: Clock) -> None:
    first, second = await shelf(desk, "", "")
    course = await begin(desk)
    other = second if await key_of(desk, course) == first else first
    clock.wait(5)
    await decide(desk, other)  # on its card
    assert await rows(desk, decision.c.sitting_id) == [(None,)]
    course = await desk.do(going.follow, ALICE, course.id)
    assert (course.position, course.total) == (1, 1)  # what was decided elsewhere is passed over


async def test_a_press_on_what_has_only_just_appeared_decides_nothing(desk: Ledger, clock: Clock) -> None:
    await shelf(desk, "", "")
    course = await begin(desk)
    await decide(desk, await key_of(desk, course))
    clock.wait(0.1)
    course = await desk.do(going.follow, ALICE, course.id)
    clock.wait(0.2)
    with refused(measuring.TOO_SOON, Stale):
        await decide(desk, await key_of(desk, course))
    clock.wait(0.2)
    await decide(desk, await key_of(desk, course))
    assert len(await rows(desk, decision.c.id)) == 2


async def test_what_is_taken_back_is_shown_again_also_after_the_last(desk: Ledger, clock: Clock) -> None:
    await shelf(desk, "", "")
    course = await begin(desk)
    first = await key_of(desk, course)
    await decide(desk, first)
    await desk.do(going.follow, ALICE, course.id)
    await desk.do(undoing.undo, ALICE, first)
    course = await desk.do(going.follow, ALICE, course.id)
    assert await key_of(desk, course) == first and (course.position, course.total) == (1, 2)
    for _ in range(2):
        clock.wait(1)
        last = await key_of(desk, course)
        await decide(desk, last)
        course = await desk.do(going.follow, ALICE, course.id)
    assert course.ended_at is not None
    await desk.do(undoing.undo, ALICE, last)
    course = await desk.do(going.follow, ALICE, course.id)
    assert course.ended_at is None and await key_of(desk, course) == last


async def test_skip_leaves_an_item_and_back_shows_it_again(desk: Ledger) -> None:
    await shelf(desk, "", "")
    course = await begin(desk)
    first = await key_of(desk, course)
    course = await desk.do(going.skip, ALICE, course.id, first)
    second = await key_of(desk, course)
    assert second != first and (await desk.see(window.seen, ALICE, course)).skipped
    again = await desk.do(going.skip, ALICE, course.id, first)  # a second tap on the same button
    assert await key_of(desk, again) == second
    course = await desk.do(going.back, ALICE, course.id, second)
    assert await key_of(desk, course) == first
    course = await desk.do(going.back, ALICE, course.id, second)
    assert await key_of(desk, course) == first and course.position == 1


async def test_a_newer_version_is_shown_in_the_place_of_the_older(desk: Ledger, clock: Clock) -> None:
    made = [await assign(desk), await assign(desk)]
    keys = [await work(desk, one) for one in made]
    course = await begin(desk)
    first = await key_of(desk, course)
    other = 1 if first == keys[0] else 0
    done = await decide(desk, keys[other], Verdict.REVISE)  # on its card
    await desk.do(effects.effect, TEAM, done.decision.id)
    new = await work(desk, made[other])
    clock.wait(1)
    await decide(desk, first)
    course = await desk.do(going.follow, ALICE, course.id)
    assert await key_of(desk, course) == new and (course.position, course.total) == (2, 2)


async def test_a_second_sitting_takes_over(desk: Ledger) -> None:
    await shelf(desk, "")
    first = await begin(desk)
    await desk.do(sitting_rows.shown_in, ALICE, first.id, "V01")
    begun = await desk.do(beginning.begin, ALICE, await desk.see(beginning.plan, ALICE))
    assert begun is not None and begun[1] == "V01"
    old = await desk.do(going.follow, ALICE, first.id)
    assert old.ended_at is not None and old.plan and (await desk.see(summing.summary, ALICE, old)).elsewhere
    assert not (await desk.see(summing.summary, ALICE, begun[0])).elsewhere


async def test_a_sitting_is_its_persons_alone(desk: Ledger) -> None:
    await shelf(desk, "")
    course = await begin(desk)
    for verb in (going.follow, going.end):
        with refused(UNKNOWN):
            await desk.do(verb, BOB, course.id)
    for step in (going.skip, going.back):
        with refused(UNKNOWN):
            await desk.do(step, BOB, course.id, await key_of(desk, course))
    assert await rows(desk, sitting.c.user, sitting.c.ended_at) == [(ALICE.user, None)]


async def test_where_nothing_waits_nothing_begins(desk: Ledger) -> None:
    await shelf(desk)
    assert await desk.see(beginning.plan, ALICE) == ()
    assert await desk.do(beginning.begin, ALICE, ()) is None


async def test_a_sitting_holds_the_most_of_its_person(desk: Ledger) -> None:
    await shelf(desk, "", "", "")
    await desk.do(limits.set_limits, ALICE, 12, 2)
    assert (await begin(desk)).total == 2


async def test_the_summary_tells_what_came_of_it(desk: Ledger, clock: Clock) -> None:
    await shelf(desk, "", "", "", "", "")
    course = await begin(desk)
    names = list[str]()
    for verdict, seconds in ((Verdict.APPROVE, 10), (Verdict.REVISE, 20), (Verdict.REJECT, 90)):
        clock.wait(seconds)
        made = await decide(desk, await key_of(desk, course), verdict)
        names.append(made.task.name)
        course = await desk.do(going.follow, ALICE, course.id)
    skipped = await key_of(desk, course)
    course = await desk.do(going.skip, ALICE, course.id, skipped)
    later = course.present
    assert later is not None
    put_off = sa.update(item).where(item.c.team == TEAM, item.c.id == later.item)
    await desk.do(lambda tx: tx.conn.execute(put_off.values(later_at=clock.at + timedelta(hours=2))))
    course = await desk.do(going.follow, ALICE, course.id)
    told = await desk.see(summing.summary, ALICE, course)
    assert course.ended_at == clock.at
    assert told.decided == {Verdict.APPROVE: 1, Verdict.REVISE: 1, Verdict.REJECT: 1}
    assert (told.half, told.minutes, told.goes_on) == (20.0, 2.0, (names[1],))
    assert told.expected == pytest.approx(sum(one.minutes for one in course.past[:3]))
    assert len(told.skipped) == len(told.put_off) == 1 and told.skipped != told.put_off
    assert told.waiting == 1 and told.next_at is not None


async def test_a_pace_is_measured_by_sittings_where_there_are_any(desk: Ledger, clock: Clock) -> None:
    await shelf(desk, *[""] * 6)
    assert await desk.see(pace.pace, TEAM, ALICE.user) == 1.0
    course = await begin(desk)
    expected = course.plan[0].minutes * 60
    while course.present is not None:
        clock.wait(2 * expected)
        await decide(desk, await key_of(desk, course))
        course = await desk.do(going.follow, ALICE, course.id)
    assert await desk.see(pace.pace, TEAM, ALICE.user) == pytest.approx(2.0)


async def test_who_is_in_a_sitting_is_working_through_what_waits(desk: Ledger, clock: Clock) -> None:
    await shelf(desk, "", "")
    assert await desk.see(attention.busy_until, TEAM, ALICE.user) is None
    course = await begin(desk)
    assert await desk.see(attention.busy_until, TEAM, ALICE.user) == clock.at + timedelta(minutes=10)
    clock.wait(601)  # left alone
    assert await desk.see(attention.busy_until, TEAM, ALICE.user) is None
    await desk.do(going.skip, ALICE, course.id, await key_of(desk, course))
    assert await desk.see(attention.busy_until, TEAM, ALICE.user) == clock.at + timedelta(minutes=10)
    await desk.do(going.end, ALICE, course.id)
    assert await desk.see(attention.busy_until, TEAM, ALICE.user) is None
