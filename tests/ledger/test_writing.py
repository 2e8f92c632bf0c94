"""What waits together commits together; what fails takes nothing else with it."""

import asyncio
import threading

import pytest
import sqlalchemy as sa

from storage.ledger.core import Duplicate, Ledger, Tx
from storage.tables import change
from tests.ledger.hands import TEAM

one_writer = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def note(tx: Tx, what: str) -> str:
    tx.note(TEAM, "U1", what, "x")
    if what == "bad":
        raise ValueError(what)
    return what


def noted(tx: Tx) -> list[str]:
    return list(tx.conn.execute(sa.select(change.c.what).where(change.c.team == TEAM).order_by(change.c.id)).scalars())


def commits(ledger: Ledger) -> list[int]:
    seen: list[int] = []
    sa.event.listen(ledger._writer, "commit", lambda conn: seen.append(1))
    return seen


async def held(ledger: Ledger, calls: list) -> list:
    """The results of calls that all waited while the writer was busy."""
    go = threading.Event()
    busy = asyncio.ensure_future(ledger.do(lambda tx: go.wait(5)))
    await asyncio.sleep(0.05)
    waiting = [asyncio.ensure_future(ledger.do(note, what)) for what in calls]
    await asyncio.sleep(0.05)
    go.set()
    await busy
    return await asyncio.gather(*waiting, return_exceptions=True)


@one_writer
async def test_calls_that_wait_together_are_one_commit(ledger: Ledger) -> None:
    seen = commits(ledger)
    assert await held(ledger, [f"n{n}" for n in range(30)]) == [f"n{n}" for n in range(30)]
    assert await ledger.see(noted) == [f"n{n}" for n in range(30)]
    assert len(seen) == 2  # the busy one's, and theirs


@one_writer
async def test_one_that_fails_fails_alone(ledger: Ledger) -> None:
    first, bad, last = await held(ledger, ["first", "bad", "last"])
    assert (first, str(bad), last) == ("first", "bad", "last")
    assert await ledger.see(noted) == ["first", "last"]


@one_writer
async def test_a_call_that_nobody_waits_for_is_not_made(ledger: Ledger) -> None:
    go = threading.Event()
    busy = asyncio.ensure_future(ledger.do(lambda tx: go.wait(5)))
    await asyncio.sleep(0.05)
    waiting = asyncio.ensure_future(ledger.do(note, "gone"))
    await asyncio.sleep(0)
    waiting.cancel()
    go.set()
    await busy
    assert await ledger.see(noted) == []


@one_writer
async def test_a_stop_of_a_verb_that_failed_stops_nothing(ledger: Ledger) -> None:
    stopped: list[str] = []
    ledger.jobs.listen(lambda: None, lambda team, kind, key: stopped.append(key))  # type: ignore[attr-defined]

    def withdraw(tx: Tx, key: str, fails: bool) -> None:
        tx.promise(TEAM, "attempt", key)
        tx.conn.execute(sa.text("update job set state = 'running' where team = 'T01TEST'"))
        tx.jobs.cancel(tx.conn, TEAM, "attempt", key)
        if fails:
            raise ValueError(key)

    with pytest.raises(ValueError):
        await ledger.do(withdraw, "a", True)
    await ledger.do(withdraw, "b", False)
    assert stopped == ["b"]


async def test_an_insert_tells_of_a_broken_rule_like_any_statement(ledger: Ledger) -> None:
    def twice(tx: Tx) -> None:
        tx.once(TEAM, "k", "first")
        with pytest.raises(Duplicate, match="first"):
            tx.once(TEAM, "k", "second")
        tx.note(None, "U1", "x", "x")  # type: ignore[arg-type]

    with pytest.raises(sa.exc.IntegrityError):
        await ledger.do(twice)
    assert await ledger.see(noted) == []
