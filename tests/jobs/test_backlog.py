"""A promise costs as much while much waits as while nothing does."""

from datetime import timedelta
from typing import Any

import pytest

from storage.jobs.port import Promise
from storage.ledger.core.ledger import Ledger, Tx
from tests.ledger.watching import nodes, watched

TEAM, WAITING = "T01TEST", 400
HOWS = ["plain", "once", "push"]


def put(tx: Tx, team: str, how: str, *keys: str) -> None:
    promises = [Promise(team=team, kind="work", key=key, due=tx.now + timedelta(hours=1)) for key in keys]
    tx.jobs.put_all(tx.conn, tx.now, **{"plain": (), how: promises})


def rows_of_the_kept_plan(tx: Tx, team: str, how: str, *keys: str) -> float:
    """Return how many rows PostgreSQL looks at with the plan that this connection keeps for so many promises."""
    driver: Any = tx.conn.connection.driver_connection
    kept = driver.execute("SELECT name FROM pg_prepared_statements WHERE statement LIKE '%defer_jobs_v1%'").fetchall()
    assert len(kept) == 1
    driver.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    each = [[f"'{team}'", "'work'", f"'{key}'", "'default'", "NULL", "0", "3600", f"'{how}'"] for key in keys]
    values = each[0] if len(keys) == 1 else [f"ARRAY[{', '.join(some)}]" for some in zip(*each, strict=True)]
    asked = f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE {kept[0][0]}({', '.join(values)})"
    return sum(_rows(node) for node in nodes(driver.execute(asked).fetchone()[0][0]["Plan"]))


def _rows(node: dict[str, Any]) -> float:
    dropped = (node.get(f"Rows Removed by {what}", 0) for what in ("Filter", "Join Filter", "Index Recheck"))
    return float((node["Actual Rows"] + sum(dropped)) * node["Actual Loops"])


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("count", [1, 2])
async def test_postgresql_looks_at_nothing_else_that_waits(ledger: Ledger, how: str, count: int) -> None:
    """Also with a plan that it keeps from a time when nothing waited."""
    for n in range(WAITING):
        await ledger.do(put, TEAM, "plain", *(f"{n}.{m}" for m in range(count)))
    for new in (True, False):
        keys = [f"{'new' if new else 7}.{m}" for m in range(count)]
        assert 0 < await ledger.do(rows_of_the_kept_plan, TEAM, how, *keys) < WAITING / 4


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", HOWS)
async def test_sqlite_takes_as_many_steps(ledger: Ledger, how: str) -> None:
    steps = list[int]()
    for waiting in (0, 10 * WAITING):
        await ledger.do(lambda tx, team, count: [put(tx, team, "plain", str(n)) for n in range(count)], TEAM, waiting)
        with watched(ledger) as watch:
            for key in range(20):
                await ledger.do(put, TEAM, how, f"{waiting}.{key}")
        steps.append(watch.steps)
    assert steps[0] > 0 and steps[1] < 2 * steps[0]
