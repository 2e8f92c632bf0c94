"""After an uninstallation a clock runs: when it is over, all of the workspace is erased, unless the app came back."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.operations import upkeep
from bot.operations.doctor import table_sizes
from storage import engine
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.privacy import uninstalled, uninstalling
from storage.ledger.privacy.keeping import Keep
from storage.tables import metadata, workspace
from tests.bot.test_installation import event, posts
from tests.conftest import new_ledger
from tests.ledger.hands import TEAM, assign, work
from tests.world import configured, wait_for, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


async def rows(ledger: Ledger, team: str = TEAM) -> dict[str, int]:
    """How many rows each table has of a workspace, where it has any."""

    def count(tx: Any) -> dict[str, int]:
        counted = {
            table.name: tx.conn.execute(
                sa.select(sa.func.count()).select_from(table).where(table.c.team == team)
            ).scalar_one()
            for table in metadata.sorted_tables
            if "team" in table.c
        }
        return {name: number for name, number in counted.items() if number}

    return await ledger.see(count)


def later(url: str, days: int) -> Ledger:
    return new_ledger(url, clock=lambda: datetime.now(UTC) + timedelta(days=days))


async def doctor_says(home: Path, database: str) -> str:
    settings = configured(home, "http://127.0.0.1:9", database=database)
    return " ".join(finding.sentence for finding in await table_sizes.uninstalled_workspaces(settings))


@pytest.mark.parametrize("kind, more", [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["U0BOT"]}})])
async def test_what_is_not_installed_again_is_erased(
    database: str, tmp_path: Path, kind: str, more: dict[str, Any]
) -> None:
    url = "" if engine.is_sqlite(database) else database
    async with world(tmp_path, database=url) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.cards()
        await upkeep.seal(sluice.bot.ledger, whole=True, pause=0.0)
        assert await doctor_says(tmp_path, url) == ""
        await event(sluice, kind, **more)
        said = await doctor_says(tmp_path, url)
        assert f"T01TEST on {datetime.now(UTC):%Y-%m-%d}" in said and "is deleted in the night after" in said
    early = later(database, 29)  # the bot has ended: what it had begun when the app was uninstalled is over by then
    await upkeep.tidy(early, Keep(), pause=0.0)
    before = await rows(early)
    assert set(before) >= {"task", "draft", "person", "change"} and before["task"] == 1
    early.close()
    late = later(database, 31)
    await upkeep.tidy(late, Keep(), pause=0.0)
    assert set(await rows(late)) <= {"job"}
    promised = await late.see(lambda tx: {promise.kind for promise in tx.jobs.promised(tx.conn)})
    assert promised == {"forget"}
    late.close()


async def test_a_workspace_that_is_installed_again_in_time_keeps_everything(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await event(sluice, "app_uninstalled")
    async with world(tmp_path) as sluice:
        assert await doctor_says(tmp_path, "") == ""
        late = later(engine.sqlite_url(tmp_path), 400)
        await upkeep.tidy(late, Keep(requests=timedelta(days=1000)), pause=0.0)
        late.close()
        assert "T-1 · Memo" in await sluice.said("/sluice")


@pytest.mark.parametrize("kind, more", [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["U0BOT"]}})])
async def test_news_that_come_after_the_app_is_back_mean_nothing(
    tmp_path: Path, kind: str, more: dict[str, Any]
) -> None:
    async with world(tmp_path) as sluice:
        await sluice.act("event", event={"type": kind, **more}, unasked=True)
        assert await doctor_says(tmp_path, "") == ""
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.cards()


async def test_who_lets_agents_go_on_has_the_app(tmp_path: Path) -> None:
    async with world(tmp_path, admins=("U01ALICE",)) as sluice:
        await event(sluice, "app_uninstalled")
        await sluice.said("/sluice go on")
        assert await doctor_says(tmp_path, "") == ""


async def test_the_clock_starts_once_whoever_stopped_the_work(tmp_path: Path) -> None:
    async with world(tmp_path, admins=("U01ALICE",)) as sluice:
        await sluice.said("/sluice stop all")
        await event(sluice, "app_uninstalled")
        (first,) = await sluice.bot.ledger.see(uninstalled.uninstalled)
        await event(sluice, "tokens_revoked", tokens={"bot": ["U0BOT"]})
        assert await sluice.bot.ledger.see(uninstalled.uninstalled) == (first,)


async def test_posts_wait_also_where_an_administrator_stopped_the_work_before(tmp_path: Path) -> None:
    async with world(tmp_path, admins=("U01ALICE",)) as sluice:
        await sluice.said(f"/assign writer: Memo; to #general\n{NOTES}")
        card = (await sluice.cards())[0]
        await sluice.said("/sluice stop all")
        await event(sluice, "app_uninstalled")
        await sluice.click(card, "Approve")

        async def promised() -> bool:
            return "delivery" in dict(await posts(sluice))

        await wait_for(promised, "the delivery is promised")
        await asyncio.sleep(1)
        assert {state for surface, state in await posts(sluice) if surface == "delivery"} == {"pending"}


async def test_other_workspaces_are_not_touched(ledger: Ledger, database: str) -> None:
    await work(ledger, await assign(ledger))
    await ledger.do(people.ensure_workspace, "T02OTHER", "Other")
    gone = sa.update(workspace).where(workspace.c.team == "T02OTHER")
    await ledger.do(lambda tx: tx.conn.execute(gone.values(uninstalled_at=tx.now)))
    before = await rows(ledger)
    late = later(database, 31)
    while await late.do(uninstalling.erase_step, "T02OTHER", Keep()):
        pass
    assert await rows(late, "T02OTHER") == {}
    assert await rows(late) == before
    late.close()
