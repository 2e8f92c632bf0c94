"""What waits together commits together; what fails takes nothing else with it."""

import asyncio
import contextlib
import gc
import sqlite3
import threading
import time
import weakref
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from storage import engine
from storage.ledger.core import writing
from storage.ledger.core.ledger import Duplicate, Ledger, Tx
from storage.tables import change
from tests.ledger.hands import TEAM

STOPS = (("a", True), ("b", False), ("c", True), ("d", False))  # keys, and whether their call fails
one_writer = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def note(tx: Tx, what: str) -> str:
    tx.note(TEAM, "U1", what, "x")
    if what == "bad":
        raise ValueError(what)
    if what == "many":  # more values than a statement may have: the database is well
        tx.conn.exec_driver_sql(f"SELECT {','.join('?' * 40_000)}", tuple(range(40_000)))
    if what == "full":  # SQLite itself takes the whole transaction back
        tx.conn.exec_driver_sql(f"PRAGMA max_page_count = {tx.conn.exec_driver_sql('PRAGMA page_count').scalar_one()}")
        try:
            tx.note(TEAM, "U1", "x" * 1_000_000, "x")
        finally:
            tx.conn.exec_driver_sql("PRAGMA max_page_count = 1000000000")
    return what


def noted(tx: Tx) -> list[str]:
    return list(tx.conn.execute(sa.select(change.c.what).where(change.c.team == TEAM).order_by(change.c.id)).scalars())


def commits(ledger: Ledger) -> list[int]:
    seen: list[int] = []
    sa.event.listen(ledger._writer, "commit", lambda conn: seen.append(1))
    return seen


def withdraw(tx: Tx, key: str, fails: bool) -> None:
    tx.promise(TEAM, "attempt", key)
    tx.conn.execute(sa.text("update job set state = 'running' where team = 'T01TEST'"))
    tx.jobs.cancel(tx.conn, TEAM, "attempt", key)
    if fails:
        raise ValueError(key)


async def held(ledger: Ledger, calls: list) -> list:
    """The results of calls that all waited while the writer was busy."""
    return await together(ledger, [lambda what=what: ledger.do(note, what) for what in calls])


async def together(ledger: Ledger, calls: Sequence[Callable[[], Awaitable[Any]]]) -> list:
    """The results of calls that were all made while the writer was busy."""
    go = threading.Event()
    busy = asyncio.ensure_future(ledger.do(lambda tx: go.wait(5)))
    await asyncio.sleep(0.05)
    waiting = [asyncio.ensure_future(call()) for call in calls]
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
async def test_repeats_cost_no_commit_of_their_own(ledger: Ledger) -> None:
    seen = commits(ledger)
    heard = await held(ledger, ["bad" if n % 5 == 0 else f"n{n}" for n in range(40)])
    assert [str(h) for h in heard] == ["bad" if n % 5 == 0 else f"n{n}" for n in range(40)]
    assert len(seen) == 2  # the busy one's, and theirs


@one_writer
@pytest.mark.parametrize("own", ["many", "full"])
async def test_what_the_database_refuses_to_one_fails_nobody_else(ledger: Ledger, own: str) -> None:
    first, bad, last = await held(ledger, ["first", own, "last"])
    assert isinstance(bad, sa.exc.OperationalError)
    assert (first, last) == ("first", "last")
    assert await ledger.see(noted) == ["first", "last"]


@one_writer
async def test_a_stop_of_a_call_that_failed_stops_nothing_in_a_group_either(ledger: Ledger) -> None:
    stopped: list[str] = []
    ledger.jobs.listen(lambda: None, lambda team, kind, key: stopped.append(key))  # type: ignore[attr-defined]
    waiting = [lambda key=key, fails=fails: ledger.do(withdraw, key, fails) for key, fails in STOPS]
    await together(ledger, waiting)
    assert stopped == [key for key, fails in STOPS if not fails]


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


async def test_who_waits_hears_of_a_commit_before_the_connection_is_given_back(ledger: Ledger) -> None:
    heard = threading.Event()
    given_back = list[bool]()

    def listening(tx: Tx, what: str) -> str:  # only from here on: another connection may be on its way back
        sa.event.listen(ledger._writer, "checkin", lambda *_: given_back.append(heard.wait(5)))
        return note(tx, what)

    assert await ledger.do(listening, "told") == "told"
    heard.set()
    await ledger.do(note, "next")
    assert given_back[0]


async def test_what_is_committed_has_not_failed_though_its_connection_does(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = writing.writing

    @contextlib.contextmanager
    def failing(*given: Any) -> Iterator[sa.Connection]:
        with held(*given) as conn:
            yield conn
        raise ValueError("the connection is gone")

    monkeypatch.setattr(writing, "writing", failing)
    assert await ledger.do(note, "kept") == "kept"
    monkeypatch.undo()
    assert await ledger.do(note, "next") == "next"
    assert await ledger.see(noted) == ["kept", "next"]


async def test_nothing_of_a_result_is_kept_by_the_thread(ledger: Ledger) -> None:
    class Draft:
        """Something large."""

    kept = weakref.ref(await ledger.do(lambda tx, team: Draft(), TEAM))
    await asyncio.sleep(0.05)
    gc.collect()
    assert kept() is None


@one_writer
async def test_an_iterator_that_is_empty_is_an_error_like_any_other(ledger: Ledger) -> None:
    def empty(tx: Tx, team: str) -> str:
        return next(iter(()))

    calls = [lambda: ledger.do(note, "first"), lambda: ledger.do(empty, TEAM), lambda: ledger.do(note, "last")]
    first, wrong, last = await asyncio.wait_for(together(ledger, calls), 10)
    assert (first, last) == ("first", "last") and isinstance(wrong, RuntimeError)
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(ledger.see(empty, TEAM), 10)


@one_writer
async def test_what_nobody_waits_for_is_committed_with_the_next_call(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "SOON", 60.0)
    seen = commits(ledger)
    soon = [asyncio.create_task(ledger.do_soon(note, f"soon {n}")) for n in range(writing.MOST + 1)]
    await asyncio.sleep(0.1)
    assert not seen and not await ledger.see(noted)
    assert await ledger.do(note, "now") == "now"
    assert len(seen) == 1
    asked = [f"soon {n}" for n in range(writing.MOST + 1)]
    assert await ledger.see(noted) == [*asked, "now"]  # in the order in which they were asked for
    assert await asyncio.gather(*soon) == asked


async def test_where_no_other_call_comes_it_is_committed_within_a_moment(ledger: Ledger) -> None:
    assert await asyncio.wait_for(ledger.do_soon(note, "a"), 1) == "a"
    with pytest.raises(ValueError, match="bad"):
        await ledger.do_soon(note, "bad")
    assert await ledger.see(noted) == ["a"]


@one_writer
async def test_one_that_goes_along_and_fails_takes_nothing_with_it(ledger: Ledger) -> None:
    bad = asyncio.create_task(ledger.do_soon(note, "bad"))
    good = asyncio.create_task(ledger.do_soon(note, "good"))
    await asyncio.sleep(0)
    assert await ledger.do(note, "now") == "now"
    with pytest.raises(ValueError, match="bad"):
        await bad
    assert await good == "good"
    assert sorted(await ledger.see(noted)) == ["good", "now"]


async def test_what_was_to_go_along_is_kept_when_the_ledger_is_closed(ledger: Ledger) -> None:
    soon = asyncio.create_task(ledger.do_soon(note, "a"))
    await asyncio.sleep(0)
    await asyncio.to_thread(ledger.close)
    assert await soon == "a"
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(ledger.do_soon(note, "b"), 5)


async def test_it_is_done_though_its_caller_is_canceled(ledger: Ledger) -> None:
    soon = asyncio.create_task(ledger.do_soon(note, "a"))
    await asyncio.sleep(0)
    soon.cancel()
    await asyncio.wait({soon})
    await asyncio.sleep(0.1)
    assert await ledger.see(noted) == ["a"]


@one_writer
async def test_it_takes_no_patience_from_the_call_that_it_goes_along_with(ledger: Ledger) -> None:
    since = writing.ASKED.set(time.monotonic() - 5)  # somebody waited long for what it belongs to
    soon = asyncio.create_task(ledger.do_soon(note, "soon"))
    writing.ASKED.reset(since)
    await asyncio.sleep(0)
    with sqlite3.connect(engine.sqlite_path(ledger.url), isolation_level=None, check_same_thread=False) as other:
        other.execute("BEGIN IMMEDIATE")
        now = asyncio.create_task(ledger.do(note, "now"))
        await asyncio.sleep(0.3)
        other.execute("ROLLBACK")
    assert await asyncio.gather(soon, now) == ["soon", "now"]


@one_writer
async def test_what_goes_along_overtakes_nothing(ledger: Ledger) -> None:
    """An Undo that waits for the writer comes before the effect that was asked for after it."""
    busy, goes_on = threading.Event(), threading.Event()

    def hold(tx: Tx) -> None:
        busy.set()
        goes_on.wait(10)

    first = asyncio.create_task(ledger.do(hold))
    await asyncio.to_thread(busy.wait, 10)
    undo = asyncio.create_task(ledger.do(note, "undo"))
    await asyncio.sleep(0)
    effect = asyncio.create_task(ledger.do_soon(note, "effect"))
    await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(first, undo, effect)
    assert await ledger.see(noted) == ["undo", "effect"]
