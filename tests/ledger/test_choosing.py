"""A choice is made beside the writer; what is still true of it is claimed."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from bot.views.digest.digest_fitting import is_settled
from storage.ledger import people, schedules
from storage.ledger.collections import asked_for, collecting
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import deciding
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import reading
from storage.ledger.settings import limits, scheduling, switching_off
from storage.ledger.shelf import choosing, quickest, shelves
from storage.ledger.shelf.bringing import Shown
from storage.ledger.shelf.choosing import Choice
from storage.ledger.tasks import assigning
from storage.rules import ranking
from storage.rules.order_cost import Candidate, Sitting
from storage.rules.people import Person
from storage.rules.values.decision import Verdict
from storage.rules.values.schedule import EVERY_DAY
from storage.tables import collected, collection, item, post, schedule, task
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, posted, work

MOST = 3


async def alice(ledger: Ledger, waiting: int, most: int = MOST) -> tuple[Person, list[str]]:
    """Return Alice, and the keys of what waits for her, each of a stream of its own."""
    await ledger.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    await ledger.do(limits.set_limits, ALICE, 100, most)
    keys = [await work(ledger, await assign(ledger, stream=f"Stream {n}")) for n in range(waiting)]
    return await ledger.do(people.ensure, TEAM, "U01ALICE"), keys


async def brought(ledger: Ledger, shown: Shown | None) -> list[str]:
    """Return the keys of what a collection brings, in its order."""
    assert shown is not None
    where = collected.c.team == TEAM, item.c.team == TEAM, collected.c.collection_id == shown.id
    query = sa.select(item.c.key).join_from(collected, item, item.c.id == collected.c.item_id).where(*where)
    return await ledger.see(lambda tx: list(tx.conn.execute(query.order_by(collected.c.position)).scalars()))


async def keys_of(ledger: Ledger, choice: Choice | None) -> Sequence[str]:
    assert choice is not None
    query = sa.select(item.c.id, item.c.key).where(item.c.team == TEAM)
    keys = {row.id: row.key for row in await ledger.see(lambda tx: tx.conn.execute(query).all())}
    return [keys[c.key] for c in choice.order]


async def count(ledger: Ledger, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(table.c.team == TEAM)
    return await ledger.see(lambda tx: int(tx.conn.execute(query).scalar_one()))


async def test_the_writer_waits_for_no_choice(ledger: Ledger) -> None:
    who, _ = await alice(ledger, 2)
    written = threading.Event()

    def slow(items: Sequence[Candidate], most: int, begin: Sitting) -> list[Candidate]:
        assert written.wait(10)
        return ranking.choose(items, most, begin)

    choosing_slowly = asyncio.create_task(ledger.see(choosing.choose, shelves.of_person(who), slow))
    await asyncio.sleep(0)  # it has begun
    await assign(ledger)
    written.set()
    assert len((await choosing_slowly).order) == 2


async def test_what_was_chosen_is_what_comes(ledger: Ledger) -> None:
    who, _ = await alice(ledger, 5)
    choice = await ledger.see(choosing.choose_now, who)
    reversed_choice = replace(choice, order=choice.order[::-1])
    shown = await ledger.do(asked_for.collect_now, who, None, 0, reversed_choice)
    assert shown is not None
    assert (shown.items, shown.behind) == (MOST, 2)
    assert await brought(ledger, shown) == list(reversed(await keys_of(ledger, choice)))
    assert await count(ledger, post) == 1


async def decide(ledger: Ledger, key: str) -> None:
    await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)


async def cancel(ledger: Ledger, key: str) -> None:
    query = sa.select(task.c.key).join_from(item, task, item.c.task_id == task.c.id)
    where = item.c.team == TEAM, task.c.team == TEAM, item.c.key == key
    await ledger.do(
        assigning.cancel, ALICE, await ledger.see(lambda tx: tx.conn.execute(query.where(*where)).scalar_one())
    )


async def hand_over(ledger: Ledger, key: str) -> None:
    mine = item.c.team == TEAM, item.c.key == key
    await ledger.do(lambda tx, _: tx.conn.execute(sa.update(item).where(*mine).values(reviewer="U02BOB")), TEAM)


@pytest.mark.parametrize("meanwhile", [decide, cancel, hand_over])
async def test_what_is_gone_meanwhile_does_not_come(ledger: Ledger, meanwhile) -> None:
    who, _ = await alice(ledger, 5)
    choice = await ledger.see(choosing.choose_now, who)
    first, *others = await keys_of(ledger, choice)
    await meanwhile(ledger, first)
    shown = await ledger.do(asked_for.collect_now, who, None, 0, choice)
    assert await brought(ledger, shown) == others


async def test_where_nothing_is_left_of_a_choice_it_is_made_again(ledger: Ledger) -> None:
    who, keys = await alice(ledger, 5)
    choice = await ledger.see(choosing.choose_now, who)
    for key in await keys_of(ledger, choice):
        await decide(ledger, key)
    shown = await ledger.do(asked_for.collect_now, who, None, 0, choice)
    assert set(await brought(ledger, shown)) == set(keys) - set(await keys_of(ledger, choice))
    for key in await brought(ledger, shown):
        await decide(ledger, key)
    assert await ledger.do(asked_for.collect_now, who, None, 0, choice) is None


async def test_what_comes_after_an_empty_choice_is_brought(ledger: Ledger) -> None:
    who, _ = await alice(ledger, 0)
    choice = await ledger.see(choosing.choose_now, who)
    key = await work(ledger, await assign(ledger))
    assert await brought(ledger, await ledger.do(asked_for.collect_now, who, None, 0, choice)) == [key]


async def test_a_choice_that_is_sent_twice_is_claimed_once(ledger: Ledger) -> None:
    who, _ = await alice(ledger, 5)
    choice = await ledger.see(choosing.choose_now, who)
    assert await ledger.do(asked_for.collect_now, who, "sent twice", 0, choice) is not None
    with pytest.raises(Duplicate):
        await ledger.do(asked_for.collect_now, who, "sent twice", 0, choice)
    assert await count(ledger, collection) == await count(ledger, post) == 1


async def test_keep_going_chooses_what_was_not_shown(ledger: Ledger) -> None:
    who, keys = await alice(ledger, 5)
    first = await ledger.do(asked_for.collect_now, who)
    assert first is not None
    await posted(ledger)
    choice = await ledger.see(choosing.choose_now, who, first.id)
    assert set(await keys_of(ledger, choice)) == set(keys) - set(await brought(ledger, first))
    shown = await ledger.do(asked_for.collect_now, who, None, first.id, choice)
    assert shown is not None
    assert (shown.items, shown.behind) == (2, 0)  # the others stand in the first message
    await posted(ledger)
    later = datetime.now(UTC) + timedelta(minutes=1)
    ledger.clock = lambda: later
    for after in (shown.id, first.id):  # nothing is taken out of a message that may be worked on
        assert await ledger.do(asked_for.collect_now, who, None, after) is None


async def test_a_tap_keeps_older_messages_as_small_as_they_are(ledger: Ledger) -> None:
    who, keys = await alice(ledger, 3)
    first = await ledger.do(asked_for.collect_now, who)
    await posted(ledger)
    second = await ledger.do(asked_for.collect_now, who)
    assert first is not None and second is not None
    await posted(ledger)
    await ledger.do(deciding.decide, ALICE, Click(key=keys[0], version=1), Verdict.APPROVE)
    query = sa.select(collection.c.tapped_at).where(collection.c.team == TEAM).order_by(collection.c.id)
    older, newer = await ledger.see(lambda read: read.conn.execute(query).scalars().all())
    assert newer - older >= ledger.terms.settle  # what is decided in the older one is a line at once
    here = [await ledger.see(reading.collected_view, TEAM, one.id) for one in (first, second)]
    small = [is_settled(view, ledger.clock(), ledger.terms.settle) for view in here if view is not None]
    assert small == [True, False]


async def test_keep_going_comes_to_what_no_message_has_shown(ledger: Ledger) -> None:
    who, keys = await alice(ledger, 8)
    shown, now = set[str](), datetime.now(UTC)
    made = await ledger.do(asked_for.collect_now, who)
    for n in range(3):
        assert made is not None
        shown |= set(await brought(ledger, made))
        await posted(ledger)
        ledger.clock = lambda n=n: now + timedelta(minutes=n + 1)
        made = await ledger.do(asked_for.collect_now, who, None, made.id)
    assert shown == set(keys)


async def test_a_second_press_of_keep_going_brings_no_second_message(ledger: Ledger) -> None:
    who, _ = await alice(ledger, 8)
    first = await ledger.do(asked_for.collect_now, who)
    assert first is not None
    await posted(ledger)
    assert await ledger.do(asked_for.collect_now, who, "one", first.id) is not None
    with pytest.raises(Duplicate):
        await ledger.do(asked_for.collect_now, who, "two", first.id)
    assert await count(ledger, post) == 2


async def test_ten_processes_claim_what_each_chose_once(database: str) -> None:
    now = datetime(2026, 11, 23, 6, tzinfo=UTC)
    ledgers = [new_ledger(database, clock=lambda: now) for _ in range(10)]
    await ledgers[0].do(people.ensure_workspace, TEAM, "Test")
    await ledgers[0].do(meet, TEAM, ALICE.user, BOB.user)
    await alice(ledgers[0], 5)
    now += timedelta(hours=3, minutes=1)
    hers = sa.select(schedule.c.team, schedule.c.id).where(schedule.c.owner == ALICE.user)
    due = tuple(await ledgers[0].see(lambda tx: tx.conn.execute(hers).one()))

    async def claim(ledger: Ledger) -> Shown | None:
        choice = await ledger.see(choosing.choose_slot, *due)
        return await ledger.do(collecting.claim_slot, *due, choice)

    made = [shown for shown in await asyncio.gather(*(claim(each) for each in ledgers)) if shown]
    assert [(shown.items, shown.behind) for shown in made] == [(MOST, 2)]
    assert await count(ledgers[0], post) == 1
    for each in ledgers:
        each.close()


async def test_a_channels_slot_is_chosen_like_a_persons(ledger: Ledger) -> None:
    await ledger.do(scheduling.set_channel_times, BOB, "C01GEN", (time(9),), EVERY_DAY, None, BOB.user)
    _, keys = await alice(ledger, 2)
    where = sa.text("select id from schedule where team = 'T01TEST' and kind = 'channel'")
    schedule = await ledger.see(lambda tx: tx.conn.execute(where).scalar_one())
    assert set(await keys_of(ledger, await ledger.see(choosing.choose_slot, TEAM, schedule))) == set(keys)
    assert await ledger.see(choosing.choose_slot, TEAM, 999) is None


async def test_the_quickest_comes_or_the_next_where_it_is_decided(ledger: Ledger) -> None:
    who, _ = await alice(ledger, 0)
    slow, quick = [await work(ledger, await assign(ledger), body="word " * size) for size in (500, 50)]
    first = await ledger.see(quickest.quickest, who)
    assert first is not None
    chosen, _ = first
    assert await brought(ledger, await ledger.do(asked_for.bring_quickest, who, None, chosen)) == [quick]
    await decide(ledger, quick)
    assert await brought(ledger, await ledger.do(asked_for.bring_quickest, who, None, chosen)) == [slow]
    await decide(ledger, slow)
    assert await ledger.do(asked_for.bring_quickest, who, None, chosen) is None


async def test_what_other_tasks_wait_for_comes_first_and_says_so(ledger: Ledger) -> None:
    await ledger.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    plain = await work(ledger, await assign(ledger))
    waited = await assign(ledger)
    for _ in range(2):
        await assign(ledger, after=(waited.task.name,))
    before = await work(ledger, waited)
    who = await ledger.do(people.ensure, TEAM, "U01ALICE")
    shown = await ledger.do(asked_for.collect_now, who)
    assert await brought(ledger, shown) == [before, plain]
    query = sa.select(collected.c.why).where(collected.c.team == TEAM).order_by(collected.c.position)
    reasons = await ledger.see(lambda read: list(read.conn.execute(query).scalars()))
    assert reasons == ["2 tasks wait for it", ""]


async def test_a_channel_whose_collections_ended_keeps_its_clock(ledger: Ledger) -> None:
    await ledger.do(scheduling.set_channel_times, BOB, "C01GEN", (time(9),), EVERY_DAY, "Asia/Tokyo", BOB.user)
    await ledger.do(switching_off.set_off, BOB, "C01GEN", BOB.user)
    assert await ledger.see(schedules.channel_schedule, TEAM, "C01GEN") is None
    assert await ledger.see(schedules.channel_zone, TEAM, "C01GEN") == "Asia/Tokyo"
    assert await ledger.see(schedules.channel_zone, TEAM, "C02OTHER") == ""
