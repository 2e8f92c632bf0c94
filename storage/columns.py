"""The kinds of columns that the ledger's tables are made of; instants are integer microseconds, UTC."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


def micros(at: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return round(at.timestamp() * 1_000_000)


def instant(micros: int) -> datetime:
    """Return the UTC instant of microseconds since 1970."""
    return datetime.fromtimestamp(micros / 1_000_000, UTC)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime kept as microseconds since 1970, so that both databases compare it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return what the database keeps of an instant: microseconds since 1970."""
        return None if value is None else micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the instant that the database keeps as microseconds since 1970."""
        return None if value is None else instant(value)


ID = BigInteger().with_variant(Integer(), "sqlite")


def own_id() -> Column[int]:
    """Return the column of a row's own number."""
    return Column("id", ID, primary_key=True, autoincrement=True)


def team(primary: bool = False) -> Column[str]:
    """Return the column of the workspace that a row belongs to."""
    return Column("team", String(20), nullable=False, primary_key=primary)


def text(name: str, default: str = "") -> Column[str]:
    """Return a column of text that is never NULL."""
    return Column(name, Text, nullable=False, server_default=default)


def number(name: str, default: int = 0) -> Column[int]:
    """Return a column of a whole number that is never NULL."""
    return Column(name, Integer, nullable=False, server_default=str(default))


def flag(name: str) -> Column[bool]:
    """Return a column that says yes or no; no at first."""
    return Column(name, Boolean, nullable=False, server_default=sa.false())


def kind(name: str, default: str) -> Column[str]:
    """Return a column of a short name out of a closed set."""
    return Column(name, String(12), nullable=False, server_default=default)


def at(name: str, needed: bool = False) -> Column[datetime]:
    """Return a column of an instant; NULL is allowed unless `needed`."""
    return Column(name, Instant, nullable=not needed)


def ref(name: str, to: str, needed: bool = True) -> Column[int]:
    """Return a column that names a row of another table."""
    return Column(name, ID, ForeignKey(f"{to}.id"), nullable=not needed)


def json(name: str, needed: bool = True) -> Column[Any]:
    """Return a column of JSON."""
    return Column(name, sa.JSON, nullable=not needed)


def part(name: str, only: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows that a condition holds for, which a query has to name in the same words."""
    where = sa.text(only)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
