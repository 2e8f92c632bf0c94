"""What an installation's metrics count: work that is promised, messages, decisions and calls of models."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.tables import call, decision, post, workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """Counts of one instant.

    Attributes:
        jobs: promises by kind.
        late: seconds since the oldest promise of a kind was due; 0 where none is late.
        posts: messages by state.
        decisions: those not undone, by verdict.
        calls: calls of models, by model.
    """

    jobs: Mapping[str, int]
    late: Mapping[str, float]
    posts: Mapping[str, int]
    decisions: Mapping[str, int]
    calls: Mapping[str, int]


def gauges(read: Read) -> Gauges:
    """Count over all workspaces of the installation."""
    promises = read.jobs.promised(read.conn)
    late: dict[str, float] = {}
    for promise in promises:
        age = max(0.0, (read.now - promise.due).total_seconds())
        late[promise.kind] = max(age, late.get(promise.kind, 0.0))
    teams = read.conn.execute(sa.select(workspace.c.team)).scalars().all()
    return Gauges(
        jobs=Counter(promise.kind for promise in promises),
        late=late,
        posts=_count(read, teams, post, post.c.state),
        decisions=_count(read, teams, decision, decision.c.verdict, decision.c.undone_at.is_(None)),
        calls=_count(read, teams, call, call.c.model),
    )


def is_there(read: Read) -> bool:
    """Tell whether the ledger answers."""
    return bool(read.conn.execute(sa.select(1)).scalar())


def _count(
    read: Read, teams: Sequence[str], table: sa.Table, by: sa.Column[str], *only: sa.ColumnElement[bool]
) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for team in teams:
        rows = read.conn.execute(sa.select(by, sa.func.count()).where(table.c.team == team, *only).group_by(by))
        total.update({str(name): int(number) for name, number in rows.all()})
    return total
