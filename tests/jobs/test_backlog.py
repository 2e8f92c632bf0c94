"""A promise costs as much while much waits as while nothing does."""

from datetime import timedelta

import pytest

from storage.jobs.port import Promise
from storage.ledger.core.ledger import Ledger, Tx
from tests.ledger.watching import visited, watched

TEAM, WAITING = "T01TEST", 400


def put(tx: Tx, team: str, how: str, key: str) -> None:
    promise = Promise(team=team, kind="work", key=key, due=tx.now + timedelta(hours=1))
    tx.jobs.put(tx.conn, promise, now=tx.now, once=how != "plain", push=how == "push")


@pytest.mark.parametrize("how", ["plain", "once", "push"])
async def test_a_promise_looks_at_nothing_else_that_waits(ledger: Ledger, how: str) -> None:
    for n in range(WAITING):
        await ledger.do(put, TEAM, "plain", str(n))
    for key in ("new", "7"):
        with watched(ledger) as watch:
            await ledger.do(put, TEAM, how, key)
        assert await ledger.transact(lambda conn, watch=watch: visited(conn, watch)) < WAITING / 4
