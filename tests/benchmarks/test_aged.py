"""The figures of a ledger after years of use can fall short: an index that is missing shows."""

from pathlib import Path

import sqlalchemy as sa

from benchmarks import aged
from benchmarks.rows import Row
from storage import engine
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger, Tx

FEW, MANY = 500, 10_000


def times(row: Row) -> float:
    return float(row.ratio)


async def filled(home: Path, count: int) -> tuple[Ledger, int]:
    folder = home / str(count)
    folder.mkdir()
    await aged.fill(engine.sqlite_url(folder), count)
    return opening.opened(engine.sqlite_url(folder), aged.TERMS), count


def drop(tx: Tx) -> None:
    tx.conn.execute(sa.text("drop index ix_post_subject"))  # by which a collection's messages are found


async def test_a_dropped_index_makes_a_digest_short(tmp_path: Path) -> None:
    few, many = await filled(tmp_path, FEW), await filled(tmp_path, MANY)
    with_index = await aged.compared("SQLite", "digest", few, many)
    await many[0].do(drop)
    without = await aged.compared("SQLite", "digest", few, many)
    bar = aged.REQUESTS["digest"][1].times
    for ledger, _ in (few, many):
        ledger.close()
    assert bar is not None
    assert times(with_index) <= bar < times(without), (with_index, without)
    assert not without.ok
