"""The due time of a person's very first task: theirs, although nobody knew their time zone before."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.demonstration.stage import local_config
from bot.surfaces import visitors
from localslack.config import Config
from storage.tables import task
from tests.world import BOB, World, wait_for, world

FAR = ("Pacific/Kiritimati", "Pacific/Pago_Pago")  # at any hour the date of one of them is not that of UTC


def living_in(zone: str) -> Config:
    config = local_config()
    return replace(config, users=tuple({**u, "tz": zone} if u["id"] == BOB else u for u in config.users))


async def due(sluice: World) -> datetime:
    query = sa.select(task.c.due_at).where(task.c.team == "T01TEST")
    found: datetime = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar_one())
    return found


def tomorrow_at_five(zone: str) -> datetime:
    day = datetime.now(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(day, clock(17), ZoneInfo(zone))


@pytest.mark.parametrize("zone", FAR)
async def test_the_first_due_time_is_read_in_the_persons_zone(
    tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "MOMENT", 20.0)  # a slow disk must not decide what is read
    async with world(tmp_path, config=living_in(zone)) as sluice:
        answer = await sluice.said("/assign writer: Memo; by tomorrow 17:00", BOB)
        expected = tomorrow_at_five(zone)
        assert await due(sluice) == expected
        assert f"due {expected:%a} {expected.day} {expected:%b} 17:00" in answer
        assert "time zone" not in answer


@pytest.mark.parametrize("fault", [{"what": "delay", "value": 4}, {"what": "error", "value": "fatal_error"}])
async def test_while_slack_does_not_tell_a_zone_the_receipt_says_which_it_took(tmp_path: Path, fault: dict) -> None:
    async with world(tmp_path, config=living_in("America/New_York")) as sluice:
        await sluice.act("fault", method="users.info", times=2, **fault)
        began = time.monotonic()
        answer = await sluice.said("/assign writer: Memo; by 2030-05-06 17:00", BOB)
        assert time.monotonic() - began < 3.5
        assert "17:00 in UTC until Slack tells your time zone, then in yours" in answer
        await sluice.bot.ledger.do(lambda tx: tx.promise("T01TEST", "profile", BOB))

        async def moved() -> bool:
            return await due(sluice) == datetime(2030, 5, 6, 17, tzinfo=ZoneInfo("America/New_York"))

        await wait_for(moved, "the due time is theirs", 8)
