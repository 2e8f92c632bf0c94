"""On PostgreSQL nothing is waited for longer than a person does: what can't be saved in time is not kept behind them."""

import asyncio
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from storage import engine
from storage.engine import Unreachable
from storage.jobs.away import is_away
from storage.jobs.trying import DATABASE_ERRORS
from storage.ledger.core.ledger import Ledger, Tx
from storage.tables import task
from tests.conftest import new_ledger
from tests.ledger.hands import TEAM, assign
from tests.world import words, world

on_postgres = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
TURN = "SELECT pg_advisory_lock(hashtextextended('T01TEST', 0))"
ROOT = Path(__file__).parents[2]
ROWS = "LOCK TABLE person, task IN ACCESS EXCLUSIVE MODE"


def kept(tx: Tx) -> int:
    return int(tx.conn.execute(sa.select(sa.func.count()).select_from(task).where(task.c.team == TEAM)).scalar_one())


@on_postgres
@pytest.mark.parametrize("lock", [TURN, ROWS], ids=["workspace", "tables"])
async def test_a_lock_of_others_is_not_waited_for_without_end(ledger: Ledger, lock: str) -> None:
    with psycopg.connect(engine.conninfo(ledger.url)) as held:
        held.execute(lock)  # type: ignore[arg-type]
        began = time.monotonic()
        with pytest.raises(sa.exc.OperationalError):
            async with asyncio.timeout(8):
                await assign(ledger)
        assert time.monotonic() - began < 7
    await asyncio.sleep(0.5)
    assert await ledger.see(kept) == 0
    await assign(ledger)
    assert await ledger.see(kept) == 1


@on_postgres
async def test_a_statement_that_takes_too_long_is_ended(ledger: Ledger) -> None:
    began = time.monotonic()
    with pytest.raises(sa.exc.OperationalError):
        await ledger.do(lambda tx: tx.conn.exec_driver_sql("SELECT pg_sleep(8)"))
    assert time.monotonic() - began < 7


@on_postgres
async def test_a_query_waits_for_no_lock_without_end(ledger: Ledger) -> None:
    with psycopg.connect(engine.conninfo(ledger.url)) as held:
        held.execute(ROWS)
        with pytest.raises(sa.exc.OperationalError):
            async with asyncio.timeout(8):
                await ledger.see(kept)


def test_a_host_that_says_nothing_is_unreachable_within_seconds() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        with pytest.raises(Unreachable):
            new_ledger(f"postgresql://a:b@127.0.0.1:{silent.getsockname()[1]}/c")
        assert time.monotonic() - began < 8


FROZEN = """
import sys, time
from storage import engine

with engine.writer(sys.argv[1]).connect() as conn, engine.begun(conn, 2.0):
    conn.exec_driver_sql(sys.argv[2])
    print("holds", flush=True)
    time.sleep(600)
"""


@on_postgres
async def test_a_process_that_stands_still_in_a_transaction_holds_nobody_up_for_long(ledger: Ledger) -> None:
    """As one on a machine that is suspended, or cut off."""
    turn = TURN.replace("advisory_lock", "advisory_xact_lock")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", FROZEN, ledger.url, turn, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"holds\n"
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(sa.exc.OperationalError):
            await assign(ledger)
        await asyncio.sleep(engine.FORGOTTEN)
        await assign(ledger)
        assert await ledger.see(kept) == 1
    finally:
        process.kill()
        await process.wait()


@on_postgres
async def test_who_comes_back_too_late_was_not_saved_and_is_told_so(ledger: Ledger, monkeypatch: Any) -> None:
    monkeypatch.setattr(engine, "FORGOTTEN", 0.2)

    def stands_still(tx: Tx) -> int:
        time.sleep(1)
        return kept(tx)

    with pytest.raises(DATABASE_ERRORS) as told:
        await ledger.do(stands_still)
    assert is_away(told.value)
    await assign(ledger)


@on_postgres
async def test_a_connection_that_has_died_is_replaced_before_anything_is_asked_of_it(ledger: Ledger) -> None:
    """As after a restart of the database."""
    await asyncio.gather(*(assign(ledger) for _ in range(4)))
    with psycopg.connect(engine.conninfo(ledger.url), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await asyncio.gather(*(assign(ledger) for _ in range(4)))
    assert await ledger.see(kept) == 8


@on_postgres
async def test_a_verb_goes_to_the_database_twice_beside_its_statements(ledger: Ledger, monkeypatch: Any) -> None:
    """Who begins takes the workspace's turn with it and sets the limits; who commits ends all of them."""
    await assign(ledger)
    pool: Any = ledger._writer.pool
    async with asyncio.timeout(10):
        while pool.checkedout():  # who waited heard before it was given back; another one would be begun
            await asyncio.sleep(0.01)
    journeys, wait = list[str](), psycopg.Connection.wait

    def counted(self: Any, steps: Any, *given: Any, **more: Any) -> Any:
        if steps.__name__ not in ("_rollback_gen", "_set_autocommit_gen"):  # of nothing, and of the driver: no journey
            journeys.append(steps.__name__)
        return wait(self, steps, *given, **more)

    monkeypatch.setattr(psycopg.Connection, "wait", counted)
    await ledger.do(lambda tx, team: None, TEAM)
    assert len(journeys) <= 2, journeys


@on_postgres
async def test_a_person_is_told_in_time_that_it_was_not_saved(tmp_path: Path, database: str) -> None:
    async with world(tmp_path, database=database) as sluice:
        await sluice.said("/sluice")
        with psycopg.connect(engine.conninfo(database)) as held:
            held.execute(TURN)
            answer = await sluice.command("/assign writer: Memo; must: short\nBob: We ship on 3 March.")
        assert answer["status"] == 200 and answer["ms"] < 3000
        assert "not saved" in words(answer["body"])
        await asyncio.sleep(1)
        assert await sluice.bot.ledger.see(kept) == 0


@on_postgres
async def test_a_connection_begins_by_itself_again_after_a_verb_whatever_came_of_it(ledger: Ledger) -> None:
    def fails(tx: Tx, team: str) -> None:
        tx.conn.exec_driver_sql("SELECT 1 / 0")

    await ledger.do(lambda tx, team: None, TEAM)
    with pytest.raises(sa.exc.DataError):
        await ledger.do(fails, TEAM)
    with psycopg.connect(engine.conninfo(ledger.url)) as held:
        held.execute(TURN)
        with pytest.raises(sa.exc.OperationalError):
            await assign(ledger)
    with ledger._writer.connect() as one, ledger._writer.connect() as other:
        drivers: list[Any] = [conn.connection.driver_connection for conn in (one, other)]
        assert [driver.autocommit for driver in drivers] == [False, False]
