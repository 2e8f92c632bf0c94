"""A database that is away is waited for, and not for ever; what it never does is a failure like any other."""

import asyncio
import sqlite3
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from procrastinate import PsycopgConnector

from storage import engine
from storage.jobs.away import is_away
from storage.jobs.connections import commit_each, pool
from storage.jobs.manager import Manager
from storage.jobs.port import Job
from storage.jobs.trying import LATER, MOST, SOON, Judge
from tests.postgres import Server


def job(tries: int) -> Job:
    return Job(id=1, team="T01TEST", kind="work", key="a", tries=tries)


def locked(tmp_path: Path) -> Exception:
    with sqlite3.connect(tmp_path / "held.db") as held:
        held.execute("BEGIN IMMEDIATE")
        other = sqlite3.connect(tmp_path / "held.db", timeout=0)
        with pytest.raises(sqlite3.OperationalError) as told:
            other.execute("BEGIN IMMEDIATE")
    return told.value


def test_sqlite_is_away_when_others_hold_it_and_not_when_it_is_asked_too_much(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as told:
        sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")
    assert is_away(locked(tmp_path)) and not is_away(told.value)
    assert is_away(sa.exc.OperationalError("", None, locked(tmp_path)))
    assert not is_away(ValueError("broken"))


def test_postgres_is_away_when_it_does_not_answer_or_others_hold_it(postgres: Server) -> None:
    url = postgres.database()
    with pytest.raises(psycopg.OperationalError) as away:
        psycopg.connect("postgresql://a:b@127.0.0.1:1/c")
    with psycopg.connect(engine.conninfo(url)) as conn, pytest.raises(psycopg.Error) as slow:
        conn.execute("SET statement_timeout = 50")
        conn.execute("SELECT pg_sleep(2)")
    with psycopg.connect(engine.conninfo(url)) as conn, pytest.raises(psycopg.OperationalError) as greedy:
        conn.execute(f"SELECT {','.join('1' for _ in range(3000))}")  # type: ignore[arg-type]
    with psycopg.connect(engine.conninfo(url)) as conn, pytest.raises(psycopg.Error) as wrong:
        conn.execute("SELECT * FROM nowhere")
    assert [is_away(told.value) for told in (away, slow, greedy, wrong)] == [True, True, False, False]


async def test_what_a_stopping_process_still_has_to_write_survives_a_connection_that_died(postgres: Server) -> None:
    url, stopping = postgres.database(), asyncio.Event()
    stopping.set()
    connector = PsycopgConnector(
        conninfo=engine.conninfo(url), min_size=1, max_size=1, configure=commit_each, pool_factory=pool
    )
    await connector.open_async()
    async with AsyncExitStack() as left:
        left.push_async_callback(connector.close_async)
        manager = Manager(connector, stopping, ["work"])
        ask = partial(connector.execute_query_one_async, "SELECT pg_backend_pid() AS pid")
        first = (await manager._patiently(ask))["pid"]
        with psycopg.connect(engine.conninfo(url), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
        assert (await manager._patiently(ask))["pid"] != first


def test_a_database_that_is_away_for_one_job_alone_is_waited_for_an_hour(tmp_path: Path) -> None:
    judge, error = Judge(), locked(tmp_path)
    waits = [judge.judge(job(1), error) for _ in range(MOST)]
    assert all(later is not None and not later.counted for later in waits)
    seconds = sum((later.wait for later in waits if later), timedelta(0))
    assert timedelta(minutes=50) < seconds < timedelta(hours=1, minutes=10)
    assert max(later.wait for later in waits if later) == timedelta(seconds=LATER)
    counted = judge.judge(job(1), error)
    assert counted is not None and counted.counted
    assert judge.judge(job(3), error) is None
    judge.forget(job(1))
    assert judge.judge(job(3), error) is not None


def test_only_failures_in_a_row_count_as_a_database_that_is_away(tmp_path: Path) -> None:
    judge, error = Judge(), locked(tmp_path)
    for _ in range(MOST):
        assert judge.judge(job(1), error) is not None
    judge.judge(job(1), ValueError("something else"))
    later = judge.judge(job(3), error)
    assert later is not None and not later.counted and later.wait == timedelta(seconds=SOON)
