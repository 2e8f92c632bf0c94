"""Checks the history of each workspace against its seals, a range at a time, in one reading transaction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.history.sealing import last_sealed, read_range
from storage.rules import audit
from storage.rules.audit import Change, Trouble
from storage.tables import change, seal, workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first thing that is not as it was sealed.

    Attributes:
        change: the row; of one that is missing, the row before it, None where there is none.
        seal: the number of the seal; 0 where it is gone.
    """

    trouble: Trouble
    seal: int
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of the check of one workspace.

    Attributes:
        sealed: rows that are as they were sealed, up to the fault.
        unsealed: the newest rows, which no seal holds yet.
        since: when the oldest of them happened, in microseconds since 1970.
        head: the chain of the newest seal; empty where there is none.
        heads: whether the head that was asked for is in the chain.
    """

    team: str
    sealed: int
    unsealed: int
    since: int
    head: str
    heads: bool
    fault: Fault | None


def head(read: Read, team: str, known: str) -> tuple[str, bool]:
    """Return the chain of a workspace's newest seal, empty where there is none, and whether an earlier one is in it."""
    mine = seal.c.team == team
    newest = sa.select(seal.c.chain).where(mine).order_by(seal.c.id.desc()).limit(1)
    there = sa.select(seal.c.id).where(mine, seal.c.chain == known).limit(1)
    return read.conn.execute(newest).scalar() or "", read.conn.execute(there).first() is not None


def verify(conn: sa.Connection, head: str = "", kept: Mapping[str, str] | None = None) -> Iterator[Report]:
    """Check the history of each workspace, and yield a report for each.

    Args:
        head: the chain that was printed earlier, which is to be looked for.
        kept: the chain of the newest seal of each workspace, as it was noted beside the ledger.
    """
    teams = sa.union(sa.select(workspace.c.team), sa.select(seal.c.team)).order_by("team")
    for team in conn.execute(teams).scalars().all():
        yield _verify(conn, team, head, (kept or {}).get(team, ""))


def _verify(conn: sa.Connection, team: str, head: str, kept: str) -> Report:
    newest, last, heads, there = dict[int, int](), "", False, not kept
    fault: Fault | None = None
    for row in _seals(conn, team):
        if fault is None and not audit.follows(last, _seal(row)):
            fault = Fault(trouble=Trouble.BROKEN, seal=row.id)
        newest[row.first], last, heads = row.id, row.chain, heads or row.chain == head
        there = there or row.chain == kept
    count = 0
    if fault is None:
        count, fault = _rows(conn, team, newest)
    if fault is None and not there:
        fault = Fault(trouble=Trouble.SHORTER, seal=0)
    newer = change.c.team == team, change.c.id > last_sealed(conn, team)
    oldest = sa.func.min(sa.type_coerce(change.c.at, sa.BigInteger))
    unsealed, since = conn.execute(sa.select(sa.func.count(), oldest).where(*newer)).one()
    return Report(team=team, sealed=count, unsealed=unsealed, since=since or 0, head=last, heads=heads, fault=fault)


def _seals(conn: sa.Connection, team: str) -> Iterator[Any]:
    """Read the seals in the order of the chain, without their digests."""
    columns = [column for column in seal.c if column.name not in ("digests", "salt")]
    query = sa.select(*columns, sa.type_coerce(seal.c.at, sa.BigInteger).label("micros")).where(seal.c.team == team)
    yield from conn.execute(query.order_by(seal.c.id).execution_options(yield_per=500))


def _seal(row: Any) -> audit.Seal:
    return audit.Seal(
        team=row.team,
        first=row.first,
        last=row.last,
        at=row.micros,
        why=row.why,
        salt="",
        digests="",
        sum=row.sum,
        chain=row.chain,
    )


def _rows(conn: sa.Connection, team: str, newest: Mapping[int, int]) -> tuple[int, Fault | None]:
    """Return how many rows agree with the seals in force, and the first fault.

    Args:
        newest: the seal in force of each range, by the first id of the range.
    """
    count, before = 0, None
    strays = read_range(conn, team, -(2**63), min(newest, default=1) - 1)
    if newest and strays:
        return 0, Fault(trouble=Trouble.ADDED, seal=newest[min(newest)], change=strays[0])
    for first in sorted(newest):
        row = conn.execute(sa.select(seal).where(seal.c.team == team, seal.c.id == newest[first])).one()
        rows = read_range(conn, team, row.first, row.last)
        if audit.sum_of(row.digests) != row.sum:
            return count, Fault(trouble=Trouble.EMPTIED, seal=row.id)
        digests = [audit.digest(change, row.salt) for change in rows]
        for pair in audit.align(audit.sealed_digests(row.digests), digests):
            change = before if pair.row is None else rows[pair.row]
            if pair.trouble:
                return count, Fault(trouble=pair.trouble, seal=row.id, change=change)
            count, before = count + 1, change
    return count, None
