"""Queries on threads of their own: told to who asked, also of errors, and none is lost when the ledger closes."""

import asyncio
import gc
import threading
import weakref
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import engine
from storage.ledger.core.reading import Reading


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(engine.reader(engine.sqlite_url(tmp_path)))


def one(conn: sa.Connection) -> int:
    return int(conn.exec_driver_sql("select 1").scalar_one())


async def test_a_query_is_answered_off_the_loop(reading: Reading) -> None:
    assert await reading.run(one) == 1
    assert await reading.run(lambda _: threading.current_thread().name) in ("reading-0", "reading-1")
    reading.close()


async def test_an_error_comes_to_who_asked_and_the_thread_goes_on(reading: Reading) -> None:
    for _ in range(4):  # more than there are threads
        with pytest.raises(sa.exc.OperationalError):
            await reading.run(lambda conn: conn.exec_driver_sql("select * from nothing"))
    assert await reading.run(one) == 1
    reading.close()


async def test_what_nobody_waits_for_any_more_is_left_out(reading: Reading) -> None:
    goes_on, ran = threading.Event(), list[str]()
    busy = [asyncio.create_task(reading.run(lambda _: goes_on.wait())) for _ in range(2)]
    await asyncio.sleep(0.05)
    given_up = asyncio.create_task(reading.run(lambda _: ran.append("given up")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(*busy)
    await reading.run(one)
    reading.close()
    assert not ran


async def test_what_was_asked_before_it_closed_is_answered_and_nothing_after(reading: Reading) -> None:
    asked = [asyncio.create_task(reading.run(one)) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.to_thread(reading.close)
    assert await asyncio.gather(*asked) == [1] * 20
    with pytest.raises(RuntimeError, match="closed"):
        await asyncio.wait_for(reading.run(one), 5)


async def test_nothing_of_an_answer_is_kept_by_the_thread(reading: Reading) -> None:
    class Draft:
        """Something large."""

    kept = [weakref.ref(await reading.run(lambda _: Draft())) for _ in range(4)]
    await asyncio.sleep(0.05)
    gc.collect()
    assert [one() for one in kept] == [None] * 4
    reading.close()
