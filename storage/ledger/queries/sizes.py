"""How large each table is, and which of them grow."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.tables import metadata

MONTH = timedelta(days=30)
DATED = ("at", "made_at")  # the column that tells when a row came


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A table.

    Attributes:
        lately: rows that came in the last 30 days; None where nothing tells.
        megabytes: with its indices; None where this SQLite can't tell.
    """

    table: str
    rows: int
    lately: int | None
    megabytes: float | None


def sizes(read: Read) -> tuple[Size, ...]:
    """Return the tables that hold anything, the largest first."""
    content = _megabytes(read)
    sizes = [_size(read, table, content.get(table.name)) for table in metadata.sorted_tables]
    return tuple(sorted((s for s in sizes if s.rows), key=lambda s: (-(s.megabytes or 0), -s.rows)))


def _size(read: Read, table: sa.Table, megabytes: float | None) -> Size:
    rows = int(read.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
    dated = next((table.c[name] for name in DATED if name in table.c), None)
    if dated is None:
        return Size(table=table.name, rows=rows, lately=None, megabytes=megabytes)
    lately = sa.select(sa.func.count()).select_from(table).where(dated >= read.now - MONTH)
    return Size(table=table.name, rows=rows, lately=int(read.conn.execute(lately).scalar_one()), megabytes=megabytes)


def _megabytes(read: Read) -> dict[str, float]:
    if read.conn.dialect.name == "postgresql":
        query = "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r'"
    elif read.conn.execute(sa.select(sa.func.sqlite_compileoption_used("ENABLE_DBSTAT_VTAB"))).scalar():
        query = (
            "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name "
            "WHERE s.aggregate = 1 GROUP BY m.tbl_name"
        )
    else:
        return {}
    return {
        name: size / 1_000_000
        for name, size in read.conn.execute(sa.text(query).columns(sa.column("name"), sa.column("size")))
    }
