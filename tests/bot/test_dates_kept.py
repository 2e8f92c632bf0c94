"""Words that were kept before they could be read: their dates are those of when they were said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.rules.jobs import JobKind
from storage.tables import item, task
from tests.bot.days import Clock, day, morning_card
from tests.world import ALICE, GENERAL, World, wait_for, words, world


async def test_a_date_in_a_mention_is_read_as_of_when_it_was_said(tmp_path: Path) -> None:
    """The process stopped in the night, with the mention kept, and begins again on the next morning."""
    said = datetime(2026, 12, 7, 22, 50, tzinfo=UTC)
    text = "<@U0BOT> writer: Memo; by tomorrow 17:00; must: short"
    where = {"user": ALICE, "channel": GENERAL, "ts": "1796683800.000100", "thread": None}
    what = {"kind": "mention", **where, "text": text, "files": [], "kept_at": said.isoformat()}

    def kept(tx: Tx) -> None:
        tx.once("T01TEST", "mention", kept=what)
        tx.promise("T01TEST", JobKind.INBOX, "mention")

    async with world(tmp_path, clock=Clock(said + timedelta(hours=9))) as sluice:
        await sluice.bot.ledger.do(kept)

        async def due() -> datetime | None:
            query = sa.select(task.c.due_at)
            found: datetime | None = await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar())
            return found

        assert await wait_for(due, "the task") == datetime(2026, 12, 8, 16, tzinfo=UTC), "17:00 in Rome"


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("later tomorrow 9:00", datetime(2026, 12, 3, 8, tzinfo=UTC)),  # in Rome
        ("later tomorrow", datetime(2026, 12, 3, 8, tzinfo=UTC)),  # the day has begun, and its collections have not
        ("later until Friday", datetime(2026, 12, 4, 8, tzinfo=UTC)),
    ],
)
async def test_a_time_to_put_something_off_to_is_read_as_of_when_it_was_said(
    tmp_path: Path, text: str, until: datetime
) -> None:
    async with day(tmp_path) as (sluice, clock):
        await said_ten_before_midnight(sluice, clock, text)

        async def later_at() -> datetime | None:
            query = sa.select(item.c.later_at)
            found: datetime | None = await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar())
            return found

        assert await wait_for(later_at, "it is put off") == until


async def test_a_time_that_has_come_meanwhile_is_told_as_that(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await said_ten_before_midnight(sluice, clock, "put it off until in 2 hours")
        assert "has come meanwhile" in words(await sluice.message_with("has come meanwhile"))


async def said_ten_before_midnight(sluice: World, clock: Clock, text: str) -> None:
    """Have a reply read at 7:50 that was written at 23:50."""
    card = await morning_card(sluice, clock)
    clock.to(3, 7, 50)
    said = clock() - timedelta(hours=8)
    where = {"user": ALICE, "channel": card["channel"], "ts": "1796683800.000100", "thread": card["ts"]}
    what = {"kind": "reply", **where, "text": text, "files": [], "kept_at": said.isoformat()}

    def kept(tx: Tx) -> None:
        tx.once("T01TEST", "reply", kept=what)
        tx.promise("T01TEST", JobKind.INBOX, "reply")

    await sluice.bot.ledger.do(kept)
