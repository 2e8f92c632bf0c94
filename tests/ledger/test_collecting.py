import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import asked_for, collecting, due_slots
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import reading
from storage.ledger.settings import limits, scheduling, switching_off
from storage.ledger.shelf import quickest
from storage.ledger.shelf.bringing import Shown
from storage.ledger.work import taking_up, working
from storage.rules.refusal import Refused
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.profile import Profile
from storage.rules.values.schedule import EVERY_DAY
from storage.tables import collected, collection, item, post
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, attempt_of, draft, meet, posted, work

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class Clock:
    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def dated(database: str, clock: Clock):
    made = new_ledger(database, clock=clock)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user)
    yield made
    made.close()


async def ring(ledger: Ledger) -> list[Shown | None]:
    return [await ledger.do(collecting.claim_slot, *due) for due in await ledger.see(due_slots.due_schedules)]


async def count(ledger: Ledger, table: sa.Table, *where) -> int:
    return await ledger.see(
        lambda tx: tx.conn.execute(
            sa.select(sa.func.count()).select_from(table).where(table.c.team == TEAM, *where)
        ).scalar_one()
    )


async def test_a_slot_brings_what_is_ready_once(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9), time(13)), EVERY_DAY)
    await work(dated, await assign(dated))
    assert await ring(dated) == []
    clock.now = MONDAY.replace(hour=9)
    shown = await ring(dated)
    assert [s and s.items for s in shown] == [1]
    assert await ring(dated) == []
    assert await count(dated, collection, collection.c.slot == "2026-11-23 09:00") == 1
    assert await count(dated, post, post.c.surface == "digest") == 1


async def test_ten_processes_claim_a_slot_once(dated: Ledger, clock: Clock, database: str) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    await work(dated, await assign(dated))
    clock.now = MONDAY.replace(hour=9, minute=1)
    due = await dated.see(due_slots.due_schedules)
    others = [new_ledger(database, clock=clock) for _ in range(9)]
    made = await asyncio.gather(*(which.do(collecting.claim_slot, *due[0]) for which in (dated, *others)))
    for other in others:
        other.close()
    assert sum(m is not None for m in made) == 1
    assert await count(dated, post, post.c.surface == "digest") == 1


async def test_claim_digest_and_post_stand_or_fall_together(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    await work(dated, await assign(dated))
    clock.now = MONDAY.replace(hour=9)
    due = (await dated.see(due_slots.due_schedules))[0]

    def breaks(tx) -> None:
        collecting.claim_slot(tx, *due)
        raise RuntimeError("the process ends here")

    with pytest.raises(RuntimeError):
        await dated.do(breaks)
    assert await count(dated, collection) == await count(dated, collected) == await count(dated, post) == 0
    assert [s and s.items for s in await ring(dated)] == [1]


async def test_three_days_asleep_one_catch_up_marked_late(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9), time(13)), EVERY_DAY)
    await work(dated, await assign(dated))
    clock.now = MONDAY + timedelta(days=3, hours=9)
    assert [s and s.items for s in await ring(dated)] == [1]
    assert await ring(dated) == []
    assert await count(dated, collection, collection.c.late) == 1


async def test_a_quiet_slot_posts_nothing_and_is_remembered(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    clock.now = MONDAY.replace(hour=9)
    assert await ring(dated) == [None]
    who = await dated.see(people.find, TEAM, "U01ALICE")
    assert who is not None
    assert who.quiet_at == clock.now
    assert await count(dated, post) == 0


async def test_a_later_collection_takes_over_what_is_open(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9), time(13)), EVERY_DAY)
    await work(dated, await assign(dated))
    clock.now = MONDAY.replace(hour=9)
    await ring(dated)
    await posted(dated)
    clock.now = MONDAY.replace(hour=13)
    await ring(dated)
    waiting = await dated.see(reading.collected_view, TEAM, 1)
    assert waiting is not None
    assert not waiting.cards[0].moved  # until Slack has the newer message
    await posted(dated)
    first = await dated.see(reading.collected_view, TEAM, 1)
    second = await dated.see(reading.collected_view, TEAM, 2)
    assert first is not None
    assert second is not None
    assert (first.cards[0].moved, second.cards[0].moved, second.carried) == (True, False, 1)


async def test_what_was_left_three_times_is_put_to_rest(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    await work(dated, await assign(dated))
    brought = []
    for day in range(6):
        clock.now = MONDAY.replace(hour=9) + timedelta(days=day)
        brought += [s.items if s else 0 for s in await ring(dated)]
    assert brought == [1, 1, 1, 1, 0, 0]
    assert await count(dated, item, item.c.rest) == 1


async def test_asking_for_more_is_no_leaving_and_brings_what_rests(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    await work(dated, await assign(dated))
    who = await dated.do(people.ensure, TEAM, "U01ALICE")
    for _ in range(6):
        assert await dated.do(asked_for.collect_now, who) is not None
        await posted(dated)
    assert await count(dated, item, item.c.rest) == 0
    for day in range(6):
        clock.now = MONDAY.replace(hour=9) + timedelta(days=day)
        await ring(dated)
    assert await count(dated, item, item.c.rest) == 1
    assert (await dated.do(asked_for.collect_now, who)) is not None


async def test_most_bounds_a_collection_and_the_rest_waits_behind(dated: Ledger) -> None:
    await dated.do(limits.set_limits, ALICE, 100, 3)
    for _ in range(5):
        await work(dated, await assign(dated))
    shown = await dated.do(asked_for.collect_now, await dated.do(people.ensure, TEAM, "U01ALICE"))
    assert shown is not None
    assert (shown.items, shown.behind) == (3, 2)


async def test_a_decided_item_is_not_brought_again_while_it_can_be_undone(dated: Ledger) -> None:
    key = await work(dated, await assign(dated))
    await dated.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    assert await dated.do(asked_for.collect_now, await dated.do(people.ensure, TEAM, "U01ALICE")) is None


async def test_a_channels_collection_brings_what_was_assigned_there(dated: Ledger, clock: Clock) -> None:
    await dated.do(lambda tx, team: people.save_profile(tx, team, BOB.user, Profile(name="", zone="")), TEAM)
    await dated.do(scheduling.set_channel_times, BOB, "C01GEN", (time(9),), EVERY_DAY, None, BOB.user)
    await work(dated, await assign(dated))
    clock.now = MONDAY.replace(hour=9)
    await ring(dated)
    shown = await dated.see(
        lambda tx: tx.conn.execute(
            sa.select(collection.c.id).where(collection.c.team == TEAM, collection.c.channel == "C01GEN")
        ).scalar_one()
    )
    view = await dated.see(reading.collected_view, TEAM, shown)
    assert view is not None
    assert view.cards[0].item.reviewer == "U01ALICE"


async def test_switching_off_ends_it_and_times_bring_it_back(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    assert await dated.do(switching_off.set_off, ALICE, None)
    assert not await dated.do(switching_off.set_off, ALICE, None)
    clock.now = MONDAY.replace(hour=10)
    assert await dated.see(due_slots.due_schedules) == []
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    assert await dated.see(due_slots.due_schedules) == []  # today's slot passed while it was off


@pytest.mark.parametrize("room, most", [(0, None), (101, None), (-1, None), (None, 0), (None, 21)])
async def test_numbers_have_a_range(dated: Ledger, room: int | None, most: int | None) -> None:
    with pytest.raises(Refused, match="number from 1"):
        await dated.do(limits.set_limits, ALICE, room, most)


async def test_a_change_of_zone_moves_the_next_slot_and_never_doubles_a_day(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY, "Europe/Rome")
    await work(dated, await assign(dated))
    clock.now = MONDAY.replace(hour=8)  # 9:00 in Rome
    assert [s and s.items for s in await ring(dated)] == [1]
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY, "America/New_York")
    clock.now = MONDAY.replace(hour=14)  # 9:00 in New York, the same local date and time
    assert await ring(dated) == [None]
    clock.now += timedelta(days=1)
    assert [s and s.items for s in await ring(dated)] == [1]


async def test_every_post_has_its_promise(dated: Ledger) -> None:
    await work(dated, await assign(dated))
    await dated.do(asked_for.collect_now, await dated.do(people.ensure, TEAM, "U01ALICE"))
    promised = await dated.see(lambda tx: tx.jobs.promised(tx.conn))
    assert await count(dated, post) == sum(p.kind == "post" for p in promised) > 0


async def test_a_clock_that_jumps_back_brings_no_slot_twice(dated: Ledger, clock: Clock) -> None:
    await dated.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    await work(dated, await assign(dated))
    clock.now = MONDAY.replace(hour=9, minute=1)
    assert [s and s.items for s in await ring(dated)] == [1]
    for jump in (timedelta(hours=-2), timedelta(hours=4), timedelta(hours=-4), timedelta(hours=2)):
        clock.now += jump
        await ring(dated)
    assert await count(dated, collection, collection.c.slot == "2026-11-23 09:00") == 1


@pytest.mark.parametrize("night", [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)])
async def test_a_daylight_saving_night_brings_each_local_date_once(
    dated: Ledger, clock: Clock, night: datetime
) -> None:
    clock.now = night
    await dated.do(people.save_profile, TEAM, "U01ALICE", Profile(name="alice", zone="Europe/Rome"))
    await dated.do(scheduling.set_times, ALICE, (time(2, 30),), EVERY_DAY)
    await work(dated, await assign(dated))
    for _ in range(2 * 24 * 6):  # two days, ten minutes at a time
        clock.now += timedelta(minutes=10)
        await ring(dated)
    slots = await dated.see(
        lambda tx: tx.conn.execute(sa.select(collection.c.slot).where(collection.c.team == TEAM)).scalars().all()
    )
    first = night.date() + timedelta(days=1)
    assert sorted(s.split()[0] for s in slots) == [str(first), str(first + timedelta(days=1))]


@pytest.mark.parametrize("finding, read", [(Finding.MET, 3), (Finding.IN_DOUBT, 7)])
async def test_of_a_revision_counts_what_must_be_read(ledger: Ledger, finding: Finding, read: int) -> None:
    """Only what changed; but all of it where the card says to open it first."""
    made = await assign(ledger, criteria=("short", "clear"))
    key = await work(ledger, made)
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REVISE, (), "one more line")
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    checks = tuple(Check(criterion=criterion, finding=finding, evidence="") for criterion in ("short", "clear"))
    newer = replace(draft(2, body="One line\nand another\none more line"), checks=checks, base=1)
    newest = await ledger.do(working.hand_in, given, newer)
    query = sa.select(item.c.words).where(item.c.team == TEAM, item.c.key == newest)
    assert await ledger.see(lambda tx: tx.conn.execute(query).scalar_one()) == read


async def test_the_quickest_is_open_and_undecided(ledger: Ledger) -> None:
    long = await work(ledger, await assign(ledger), body="word " * 200)
    short = await work(ledger, await assign(ledger))
    await ledger.do(deciding.decide, ALICE, Click(key=short, version=1), Verdict.REJECT)
    alice = await ledger.do(people.ensure, TEAM, ALICE.user)
    first = await ledger.see(quickest.quickest, alice)
    assert first is not None and first[1] > 1
    await ledger.do(deciding.decide, ALICE, Click(key=long, version=1), Verdict.REJECT)
    assert await ledger.see(quickest.quickest, alice) is None
