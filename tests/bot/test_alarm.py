"""One schedule that can't be read harms nobody: whoever comes next gets their collection, and the alarm goes on."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.alarm import Alarm
from storage.ledger import people
from storage.ledger.collections import due_slots
from storage.ledger.settings import scheduling
from storage.rules.values.schedule import EVERY_DAY
from storage.tables import collection, person, schedule
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, work

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("broken", [{"times": ["25:99"]}, {"zone": "Mars/Base"}], ids=["times", "zone"])
async def test_one_schedule_that_can_not_be_read_harms_nobody(database: str, broken: dict[str, Any]) -> None:
    now = [MONDAY]
    ledger = new_ledger(database, clock=lambda: now[0])
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await ledger.do(meet, TEAM, ALICE.user, BOB.user)
    for who in (ALICE, BOB):
        await ledger.do(scheduling.set_times, who, (time(9),), EVERY_DAY)
        await work(ledger, await assign(ledger, actor=who))
    spoil = sa.update(schedule).where(schedule.c.team == TEAM, schedule.c.owner == ALICE.user).values(**broken)
    await ledger.do(lambda tx: tx.conn.execute(spoil).rowcount)
    alarm = Alarm(ledger)
    try:
        await alarm.ring()
        now[0] += timedelta(hours=4)
        await alarm.ring()
        brought = sa.select(collection.c.reviewer).where(collection.c.team == TEAM, collection.c.kind == "slot")
        assert BOB.user in await ledger.see(lambda tx: tx.conn.execute(brought).scalars().all())
        due = await ledger.see(due_slots.next_alarm)
        assert due is not None
        assert due > now[0]  # it does not ring without end
    finally:
        ledger.close()


async def test_a_zone_that_this_machine_does_not_know_is_the_default_zone(database: str) -> None:
    ledger = new_ledger(database, clock=lambda: MONDAY)
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await ledger.do(meet, TEAM, ALICE.user, BOB.user)
    await ledger.do(scheduling.set_times, ALICE, (time(9),), EVERY_DAY)
    where = {"zone": "Mars/Base"}
    moved = sa.update(person).where(person.c.team == TEAM, person.c.user == ALICE.user).values(where)
    times = sa.update(schedule).where(schedule.c.team == TEAM, schedule.c.owner == ALICE.user).values(where)
    await ledger.do(lambda tx: tx.conn.execute(moved).rowcount + tx.conn.execute(times).rowcount)
    who = await ledger.see(people.find, TEAM, ALICE.user)
    assert who is not None
    assert who.schedule is not None
    assert (who.zone, who.schedule.zone) == ("UTC", "UTC")
    ledger.close()
