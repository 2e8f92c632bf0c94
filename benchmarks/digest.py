"""A digest out of ten thousand ready items of one reviewer."""

import tempfile
import time
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.rows import Row, median
from bot.views.digest import digest
from storage import engine
from storage.ledger import collecting, opening, people, reading
from storage.ledger.core import Terms, new_key
from storage.tables import draft, item, stream, task

TEAM, USER, STREAMS = "T01TEST", "U01ALICE", 40


def fill(tx, count: int) -> None:  # type: ignore[no-untyped-def]
    people.ensure_workspace(tx, TEAM, "Test")
    people.ensure(tx, TEAM, USER)
    tx.conn.execute(
        sa.insert(stream), [{"team": TEAM, "name": f"S{n}", "slug": f"s{n}", "made_at": tx.now} for n in range(STREAMS)]
    )
    tx.conn.execute(
        sa.insert(task),
        [
            {
                "team": TEAM,
                "number": n,
                "key": new_key(),
                "state": "ready",
                "title": f"Task {n}",
                "goal": f"Task {n}",
                "worker": "writer",
                "assigner": USER,
                "reviewer": USER,
                "stream_id": n % STREAMS + 1,
                "draft_version": 1,
                "due_at": tx.now + timedelta(hours=n % 90) if n % 3 == 0 else None,
                "brief": {"criteria": [], "to": [], "sources": []},
                "made_at": tx.now,
                "changed_at": tx.now,
            }
            for n in range(1, count + 1)
        ],
    )
    tx.conn.execute(
        sa.insert(draft),
        [
            {
                "team": TEAM,
                "task_id": n,
                "version": 1,
                "title": "x",
                "summary": "Two lines",
                "body": "x",
                "made_by": "x",
                "made_at": tx.now,
            }
            for n in range(1, count + 1)
        ],
    )
    tx.conn.execute(
        sa.insert(item),
        [
            {
                "team": TEAM,
                "key": new_key(),
                "task_id": n,
                "kind": "draft",
                "reviewer": USER,
                "draft_version": 1,
                "words": 50 + n * 7 % 900,
                "doubts": n % 3,
                "made_at": tx.now - timedelta(minutes=n % 5000),
            }
            for n in range(1, count + 1)
        ],
    )


async def once(count: int) -> float:
    """Seconds from the claim to the message, the median of three."""
    with tempfile.TemporaryDirectory() as home:
        ledger = opening.opened(engine.sqlite_url(Path(home)), Terms())
        await ledger.do(fill, count)
        who = await ledger.see(people.find, TEAM, USER)
        assert who is not None
        took = []
        for _ in range(3):
            began = time.perf_counter()
            made = await ledger.do(collecting.collect_now, who)
            assert made is not None
            shown = await ledger.see(reading.collected_view, TEAM, made.id)
            assert shown is not None
            assert len(digest(shown, ledger.clock(), ledger.terms.settle).blocks) <= 50
            took.append(time.perf_counter() - began)
        ledger.close()
    return median(took)


async def rows() -> list[Row]:
    small, large = await once(1_000), await once(10_000)
    return [
        Row("digest-10k", f"{large * 1000:.0f} ms", "1 s", "", "composed and rendered within 1 s", large < 1.0),
        Row(
            "digest-10k",
            f"{large * 1000:.0f} ms",
            f"{small * 1000:.0f} ms for 1,000",
            f"{large / small:.1f}",
            "at most 14 times",
            large / small <= 14,
        ),
    ]
