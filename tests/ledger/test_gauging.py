"""What the metrics count is what is there, on either database, and each statement names its team."""

import asyncio

import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import gauging
from tests.ledger.hands import assign, work
from tests.ledger.test_tenants import untied


async def test_counts_are_those_of_the_ledger(ledger: Ledger) -> None:
    assert await ledger.see(gauging.is_there)
    empty = await ledger.see(gauging.gauges)
    assert (empty.jobs, empty.posts, empty.decisions, empty.calls) == ({"profile": 3}, {}, {}, {})  # of three people
    for _ in range(3):
        await work(ledger, await assign(ledger))
    await asyncio.sleep(0.5)
    statements: list[str] = []

    def keep(conn: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    sa.event.listen(ledger._reader, "before_cursor_execute", keep)
    counts = await ledger.see(gauging.gauges)
    assert sum(counts.jobs.values()) >= 3 and set(counts.late) == set(counts.jobs)
    assert max(counts.late.values()) >= 0.4
    across = [s for s in statements if untied(s)]
    assert all("FROM workspace" in s for s in across)
