"""Seals the history of a workspace in steps, so that it can be checked later; see `rules/audit.py`."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.columns import micros
from storage.ledger.core.ledger import Read, Tx
from storage.rules import audit
from storage.rules.audit import Change, Pair, Seal, Why
from storage.rules.happenings import Happening
from storage.tables import change, seal

STEP = 1_000  # rows of one seal, and of several that are dropped or sealed anew at a time
SOON = timedelta(minutes=3)  # after which what happened is sealed, also where it fills no step

_AT = sa.type_coerce(change.c.at, sa.BigInteger).label("at")  # as it is stored: microseconds
_CHANGE = tuple(_AT if column is change.c.at else column for column in change.c)


def seal_new(tx: Tx, team: str, complete: bool = True) -> int:
    """Seal a step of the history that is not sealed yet, and return how many rows it has.

    Args:
        complete: also where they fill no step and the oldest of them is new.
    """
    sealed = last_sealed(tx.conn, team)
    rows = _read(tx.conn, team, change.c.id > sealed, STEP)
    if not rows or (not complete and len(rows) < STEP and rows[0].at > micros(tx.now - SOON)):
        return 0
    salt = _new_salt()
    _append(
        tx, team, (sealed + 1, rows[-1].id), why=Why.NEW, salt=salt, digests=[audit.digest(row, salt) for row in rows]
    )
    return len(rows)


def drop_sealed(tx: Tx, team: str, before: datetime) -> int:
    """Remove a step of the oldest sealed ranges that happened completely before an instant; return how many rows.

    Each range is sealed as gone. A row of history tells of it, and keeps SQLite from giving a removed row's number
    again.
    """
    old = list(_oldest(tx, team, before))
    if not old:
        return 0
    many = sum(len(rows) for _, rows in old)
    tx.note(team, "", Happening.HISTORY_REMOVED, "workspace", became=str(many), why="kept long enough")
    for row, rows in old:
        tx.conn.execute(sa.delete(change).where(change.c.team == team, change.c.id.between(row.first, row.last)))
        _supersede(tx, row, Why.DROPPED, "", audit.digests_dropped(_pairs(row, rows)))
    return many or 1


def _oldest(tx: Tx, team: str, before: datetime) -> Iterator[tuple[Any, Sequence[Change]]]:
    """Yield a step of the oldest seals of which all happened before an instant, each with its rows."""
    count = 0
    for row in sealed_ranges(tx, team, limit=STEP):
        rows = read_range(tx.conn, team, row.first, row.last)
        if count >= STEP or any(change.at >= micros(before) for change in rows):
            return
        count += len(rows)
        yield row, rows


def rewrite(tx: Tx, team: str, after: int, write: Callable[[Sequence[Change]], Sequence[Change]]) -> int | None:
    """Rewrite a step of a workspace's history, and seal it anew where it was sealed.

    Args:
        after: the row that the step before ended with.
        write: returns those of some rows that are different now, each as it is to be.

    Returns:
        The row that this step ended with; None at the end.
    """
    sealed = last_sealed(tx.conn, team)
    if after >= sealed:
        rows = _read(tx.conn, team, change.c.id > after, STEP)
        _write(tx, write(rows))
        return rows[-1].id if rows else None
    last, count = sealed, 0  # where nothing of what is sealed has rows from here on
    for row in sealed_ranges(tx, team, after, limit=STEP):
        last, count = int(row.last), count + _rewrite_range(tx, row, write)
        if count >= STEP:
            break
    return last


def _rewrite_range(tx: Tx, row: Any, write: Callable[[Sequence[Change]], Sequence[Change]]) -> int:
    """Rewrite the rows of a seal, and seal them anew where any is different; return how many there are."""
    before = read_range(tx.conn, row.team, row.first, row.last)
    changed = write(before)
    if changed:
        _write(tx, changed)
        now = {c.id: c for c in changed}
        salt = _new_salt()
        digests = audit.digests_again(_pairs(row, before), [now.get(c.id, c) for c in before], salt)
        _supersede(tx, row, Why.FORGOTTEN, salt, digests)
    return len(before)


def sealed_ranges(read: Read, team: str, after: int = 0, limit: int | None = None) -> Sequence[Any]:
    """Return the seals in force, oldest first, whose ranges still have their rows and end after a row."""
    mine = seal.c.team == team, sa.text("salt <> ''"), seal.c.last > after
    return read.conn.execute(sa.select(seal).where(*mine).order_by(seal.c.first).limit(limit)).all()


def last_sealed(conn: sa.Connection, team: str) -> int:
    """Return the newest row that is sealed; 0 where none is."""
    return int(conn.execute(sa.select(sa.func.max(seal.c.last)).where(seal.c.team == team)).scalar() or 0)


def read_range(conn: sa.Connection, team: str, first: int, last: int) -> list[Change]:
    """Return the rows of a range, by their ids."""
    return _read(conn, team, change.c.id.between(first, last))


def _read(conn: sa.Connection, team: str, which: sa.ColumnElement[bool], most: int | None = None) -> list[Change]:
    query = sa.select(*_CHANGE).where(change.c.team == team, which).order_by(change.c.id).limit(most)
    return [Change(**row) for row in conn.execute(query).mappings()]


def _pairs(row: Any, rows: Sequence[Change]) -> list[Pair]:
    return audit.align(audit.sealed_digests(row.digests), [audit.digest(change, row.salt) for change in rows])


def _write(tx: Tx, rows: Sequence[Change]) -> None:
    for row in rows:
        values = {"who": row.who, "subject": row.subject, "was": row.was, "became": row.became, "why": row.why}
        tx.conn.execute(sa.update(change).where(change.c.team == row.team, change.c.id == row.id).values(values))


def _supersede(tx: Tx, row: Any, why: Why, salt: str, digests: Sequence[str]) -> None:
    """Seal a range anew. The old salt and digests are deleted: with them one could try what stood there before."""
    tx.conn.execute(sa.update(seal).where(seal.c.team == row.team, seal.c.id == row.id).values(salt="", digests=""))
    _append(tx, row.team, (row.first, row.last), why=why, salt=salt, digests=digests)


def _append(tx: Tx, team: str, ids: tuple[int, int], why: Why, salt: str, digests: Sequence[str]) -> None:
    newest = sa.select(seal.c.chain).where(seal.c.team == team).order_by(seal.c.id.desc()).limit(1)
    before, at = tx.conn.execute(newest).scalar() or "", micros(tx.now)
    made = audit.make_seal(before, team=team, first=ids[0], last=ids[1], at=at, why=why, salt=salt, digests=digests)
    tx.conn.execute(sa.insert(seal), _row(made, tx.now))


def _row(seal: Seal, at: datetime) -> dict[str, Any]:
    return {name: getattr(seal, name) for name in Seal.__slots__} | {"why": str(seal.why), "at": at}


def _new_salt() -> str:
    return secrets.token_urlsafe(18)
