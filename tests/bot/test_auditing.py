"""`sluice audit verify` as an administrator runs it, after somebody changed the database beside Sluice."""

import asyncio
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.operations import heads, night, upkeep
from storage import engine
from storage.columns import micros
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.history import auditing, sealing
from storage.ledger.privacy.keeping import Keep
from storage.tables import change, seal
from tests.bot.test_moving import said
from tests.conftest import new_ledger
from tests.ledger.hands import TEAM, assign, work
from tests.world import world

OLD = timedelta(days=1200)


@pytest.fixture
def where(database: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a command on the database."""
    return {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": "" if engine.is_sqlite(database) else database}


async def lived(url: str, **more: Any) -> Ledger:
    """A ledger with some history, sealed in two steps, and one that is not sealed yet."""
    ledger = new_ledger(url, **more)
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await work(ledger, await assign(ledger))
    await upkeep.seal(ledger, whole=True, pause=0.0)
    await work(ledger, await assign(ledger))
    await upkeep.seal(ledger, whole=True, pause=0.0)
    await assign(ledger)
    return ledger


async def verify(where: dict[str, str], *more: str) -> tuple[int, str]:
    return await asyncio.to_thread(said, "audit", "verify", *more, **where)


def write(url: str, statement: str) -> None:
    """Do what somebody with the database's password can do."""
    writer = engine.writer(url)
    with writer.begin() as conn:
        conn.exec_driver_sql(statement)
    writer.dispose()


async def test_a_history_as_it_was_says_how_much_is_sealed(database: str, where: dict[str, str]) -> None:
    (await lived(database)).close()
    code, words = await verify(where)
    assert code == 0
    assert f"{TEAM}: " in words and "sealed and as they were, the newest 1 not yet, since " in words
    assert f"{datetime.now(UTC):%Y-}" in words and " UTC. Head: " in words
    head = words.rpartition("Head: ")[2]
    assert len(head) == 64
    assert (await verify(where, "--head", head))[0] == 0
    code, words = await verify(where, "--head", "0" * 64)
    assert code == 1 and "is in no workspace's history" in words


@pytest.mark.parametrize(
    "statement, words",
    [
        ("update change set became = 'v9' where id = 3", "Changed: change 3 of "),
        ("update change set at = at - 60000000 where id = 2", "Changed: change 2 of "),
        ("update change set team = 'T09' where id = 2", "A change is missing after change 1 of "),
        ("delete from change where id = 3", "A change is missing after change 2 of "),
        ("delete from change where id = 1", "The first change is missing"),
        ("insert into change (id, team, at) values (0, 'T01TEST', 5)", "Added later: change 0 of 1970-01-01"),
        ("update seal set sum = chain where id = 1", "Seal 1 does not follow"),
        ("delete from seal where id = 1", "Seal 2 does not follow"),
        ("update seal set digests = '' where id = 2", "Seal 2 is not as it was made"),
        ("update seal set salt = 'other' where id = 1", "Changed: change 1 of "),
    ],
)
async def test_what_was_changed_is_named(database: str, where: dict[str, str], statement: str, words: str) -> None:
    (await lived(database)).close()
    assert (await verify(where))[0] == 0
    write(database, statement)
    code, found = await verify(where)
    assert code == 1
    assert words in found


@pytest.mark.parametrize("statement", ["delete from seal", "delete from seal where id = 2"])
async def test_that_the_newest_seals_were_taken_away_is_seen_without_a_head(
    database: str, where: dict[str, str], tmp_path: Path, statement: str
) -> None:
    ledger = await lived(database)
    await heads.note(ledger, tmp_path)
    assert (await verify(where))[0] == 0
    write(database, statement)
    code, words = await verify(where)
    assert code == 1 and "Its newest seals are gone" in words
    await upkeep.seal(ledger, whole=True, pause=0.0)  # a bot that goes on neither mends nor hides it
    await heads.note(ledger, tmp_path)
    ledger.close()
    assert (await verify(where))[0] == 1


async def test_what_is_sealed_later_moves_the_head_that_is_noted(
    database: str, where: dict[str, str], tmp_path: Path
) -> None:
    ledger = await lived(database)
    await heads.note(ledger, tmp_path)
    first = heads.kept(tmp_path)[TEAM]
    await upkeep.seal(ledger, whole=True, pause=0.0)
    await heads.note(ledger, tmp_path)
    ledger.close()
    assert heads.kept(tmp_path)[TEAM] != first
    assert (await verify(where))[0] == 0


async def test_a_row_in_the_place_of_a_removed_one_is_named(database: str, where: dict[str, str]) -> None:
    (await lived(database)).close()
    write(database, "delete from change where id = 4")
    write(database, "insert into change (id, team, at, who) values (4, 'T01TEST', 5, 'U99')")
    code, found = await verify(where)
    assert code == 1 and "Changed: change 4 of 1970-01-01 00:00:00 UTC (U99)" in found


async def test_what_is_dropped_at_night_leaves_a_history_that_can_be_checked(
    database: str, where: dict[str, str]
) -> None:
    (await lived(database)).close()
    later = new_ledger(database, clock=lambda: datetime.now(UTC) + OLD)
    await upkeep.tidy(later, Keep(), pause=0.0)
    await assign(later)
    await upkeep.seal(later, whole=True, pause=0.0)
    assert (await verify(where))[0] == 0
    left = sa.select(change.c.what).where(change.c.team == TEAM).order_by(change.c.id)
    assert (await later.see(lambda tx: tx.conn.execute(left).scalars().all()))[:2] == ["history removed", "assign"]
    later.close()
    write(database, "insert into change (id, team, at) values (2, 'T01TEST', 5)")
    assert "Added later: change 2 of" in (await verify(where))[1]


async def test_dropping_and_forgetting_hide_no_forgery(database: str, where: dict[str, str]) -> None:
    (await lived(database)).close()
    write(database, "update change set why = 'forged' where id = 2")
    later = new_ledger(database, clock=lambda: datetime.now(UTC) + OLD)
    await rewritten(later, lambda row: f"{row}!")
    assert "Changed: change 2 of" in (await verify(where))[1]
    await upkeep.tidy(later, Keep(), pause=0.0)
    later.close()
    code, words = await verify(where)
    assert code == 1 and "The first change is missing" in words


async def rewritten(ledger: Ledger, make: Callable[[str], str]) -> int:
    """Give each row another name; return in how many steps."""
    from dataclasses import replace

    after: int | None = 0
    steps = 0
    while after is not None:
        steps += 1
        after = await ledger.do(
            sealing.rewrite, TEAM, after, lambda rows: [replace(row, who=make(row.who)) for row in rows]
        )
    return steps


async def test_after_a_name_was_replaced_nobody_can_try_which_it_was(database: str, where: dict[str, str]) -> None:
    ledger = await lived(database)
    await rewritten(ledger, lambda who: "stand-in")
    assert (await verify(where))[0] == 0
    of_team = sa.select(seal.c.why, seal.c.salt, seal.c.digests).where(seal.c.team == TEAM).order_by(seal.c.id)
    rows = await ledger.see(lambda tx: tx.conn.execute(of_team).all())
    assert [(why, bool(salt), bool(digests)) for why, salt, digests in rows] == [
        ("new", False, False),
        ("new", False, False),
        ("forgotten", True, True),
        ("forgotten", True, True),
    ]
    names = sa.select(change.c.who).where(change.c.team == TEAM).distinct()
    assert await ledger.see(lambda tx: tx.conn.execute(names).scalars().all()) == ["stand-in"]
    ledger.close()


async def test_a_restored_copy_passes(database: str, where: dict[str, str], tmp_path: Path) -> None:
    (await lived(database)).close()
    copy, new = tmp_path / "copy.jsonl", tmp_path / "new"
    new.mkdir()
    assert (await asyncio.to_thread(said, "backup", str(copy), **where))[0] == 0
    there = {"SLUICE_HOME": str(new), "SLUICE_DATABASE_URL": ""}
    assert (await asyncio.to_thread(said, "restore", str(copy), **there))[0] == 0
    assert (await verify(there))[1] == (await verify(where))[1]
    write(engine.sqlite_url(new), "update change set who = 'U99' where id = 3")
    assert (await verify(there))[0] == 1


async def test_the_history_of_a_running_bot_is_checked_beside_it(tmp_path: Path) -> None:
    where = {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": ""}
    async with world(tmp_path) as sluice:
        for n in range(5):
            await sluice.said(f"/assign writer: Memo {n}\nBob: We decided to ship on {n + 1} March.")
            await upkeep.seal(sluice.bot.ledger, whole=True, pause=0.0)
            code, words = await verify(where)
            assert code == 0, words
        assert "sealed and as they were" in words


async def test_seals_wait_for_a_whole_step_or_a_few_minutes(ledger: Ledger, database: str) -> None:
    await assign(ledger)
    await upkeep.seal(ledger, pause=0.0)
    assert await ledger.see(lambda tx: sealing.last_sealed(tx.conn, TEAM)) == 0
    between = timedelta(seconds=night.LOOK)
    assert sealing.SOON + between <= timedelta(minutes=5)
    later = new_ledger(database, clock=lambda: datetime.now(UTC) + sealing.SOON)
    await upkeep.seal(later, pause=0.0)
    assert await later.see(lambda tx: sealing.last_sealed(tx.conn, TEAM)) > 0
    later.close()


async def test_many_small_seals_are_sealed_anew_and_dropped_a_step_at_a_time(
    database: str, where: dict[str, str]
) -> None:
    ledger = await lived(database)
    for _ in range(20):
        await assign(ledger)
        await upkeep.seal(ledger, whole=True, pause=0.0)
    steps = await rewritten(ledger, lambda who: "stand-in")
    assert steps <= 3 and (await verify(where))[0] == 0
    ledger.close()
    later = new_ledger(database, clock=lambda: datetime.now(UTC) + OLD)
    await upkeep.tidy(later, Keep(), pause=0.0)
    left = sa.select(change.c.what, change.c.became).where(change.c.team == TEAM, change.c.what == "history removed")
    assert len(await later.see(lambda tx: tx.conn.execute(left).all())) == 1
    assert (await verify(where))[0] == 0
    later.close()


def test_where_there_is_no_ledger_it_says_so(tmp_path: Path) -> None:
    code, words = said("audit", "verify", SLUICE_HOME=str(tmp_path))
    assert code == 1 and "There is no ledger in" in words


async def test_a_long_history_is_checked_in_little_memory(ledger: Ledger, database: str) -> None:
    at = micros(datetime.now(UTC))
    row = {"team": TEAM, "who": "U01ALICE", "what": "due", "subject": "T-1", "was": "", "became": "", "why": "x" * 60}

    def fill(tx: Any) -> None:
        from storage.columns import instant

        for step in range(20):
            rows = [{**row, "at": instant(at + 1000 * step + n)} for n in range(1000)]
            tx.conn.execute(sa.insert(change), rows)

    await ledger.do(fill)
    await upkeep.seal(ledger, whole=True, pause=0.0)
    reader = engine.reader(database)
    tracemalloc.start()
    began = time.monotonic()
    with reader.begin() as conn:
        (report,) = auditing.verify(conn)
    took, (_, most) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    reader.dispose()
    assert (report.sealed, report.unsealed, report.fault) == (20_000, 0, None)
    assert most < 8_000_000  # bytes: a step of the rows, not all of them
    assert took < 60
