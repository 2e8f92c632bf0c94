"""A ledger after years of use: what closed tasks of fifty people leave behind, and one person's open work.

The pace is that of a company: what grows is how long it has been going on.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from benchmarks import past
from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.rules.values.profile import Profile
from storage.tables import attempt, collection, decision, delivery, draft, item, person, post, record, task, workspace


def fill(tx: Tx, count: int) -> None:
    """Put so many closed tasks into an empty ledger, the newest closed just now, and the open work of one person."""
    people.ensure_workspace(tx, past.TEAM, "Test")
    for n in range(past.PEOPLE):
        people.save_profile(tx, past.TEAM, past.user(n), Profile(name="", zone=""))
    tx.conn.execute(sa.update(person).where(person.c.team == past.TEAM).values(brought=tx.terms.first))  # long ago
    for n in range(1, count + 1, past.BATCH):
        _closed(tx, range(n, min(n + past.BATCH, count + 1)), count)
    _open(tx, range(count + 1, count + past.OPEN + 1))
    last = {"last_task": count + past.OPEN}
    tx.conn.execute(sa.update(workspace).where(workspace.c.team == past.TEAM).values(last))
    _keep_records(tx, count)
    if tx.conn.dialect.name == "postgresql":
        _count_on(tx)


def send(tx: Tx, team: str) -> None:
    """Let Slack have every message that waits."""
    waiting = post.c.team == team, post.c.state == "pending"
    tx.conn.execute(sa.update(post).where(*waiting).values(state="sent", ts=post.c.key, sent_at=tx.now))


def _keep_records(tx: Tx, count: int) -> None:
    """What would have been kept of the last 90 days."""
    for worker in past.WORKERS:
        days = {
            str((tx.now - timedelta(days=n)).date()): [37, 30, 37, 4, 2]
            for n in range(min(90, count // past.A_DAY + 1))
        }
        drafts = [[str(tx.now.date()), 40.0 + n, [400 + n % 90]] for n in range(min(200, count // 5))]
        row = {"team": past.TEAM, "worker": worker, "days": days, "drafts": drafts}
        tx.conn.execute(sa.insert(record), row)


def _count_on(tx: Tx) -> None:
    for table in (task, attempt, draft, item, decision, delivery, post, collection):
        last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        tx.conn.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), last)))


def _closed(tx: Tx, numbers: range, count: int) -> None:
    def at(n: int) -> datetime:
        return tx.now - timedelta(days=(count - n) / past.A_DAY, minutes=1)

    rows = past.work(numbers, at, lambda n: past.title(n, count), "approved")
    recent = [n for n in numbers if n > count - past.A_DAY * 30]
    for table, made in (*rows, *past.decided(numbers, at), *past.told(numbers, recent, at)):
        if made:
            tx.conn.execute(sa.insert(table), made)


def _open(tx: Tx, numbers: range) -> None:
    for table, made in past.work(numbers, lambda n: tx.now, lambda n: f"Open matter {n}", "ready"):
        own = {"assigner": past.WHO, "reviewer": past.WHO}
        tx.conn.execute(sa.insert(table), [row | {k: v for k, v in own.items() if k in row} for row in made])
