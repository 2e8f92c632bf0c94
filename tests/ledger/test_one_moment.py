"""A query is several statements; all of them show the ledger at one moment, whoever writes meanwhile."""

import asyncio
import threading
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger
from storage.tables import task
from tests.ledger.hands import TEAM, assign


async def test_a_query_sees_one_moment(ledger: Ledger) -> None:
    counted, written = threading.Event(), threading.Event()
    count = sa.select(sa.func.count()).where(task.c.team == TEAM)

    def twice(read: Any) -> tuple[int, int]:
        before = read.conn.execute(count).scalar_one()
        counted.set()
        assert written.wait(20)
        return before, read.conn.execute(count).scalar_one()

    await assign(ledger)
    looking = asyncio.create_task(ledger.see(twice))
    assert await asyncio.to_thread(counted.wait, 20)
    await assign(ledger)
    written.set()
    assert await looking == (1, 1)
    assert await ledger.see(lambda read: read.conn.execute(count).scalar_one()) == 2
