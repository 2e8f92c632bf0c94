"""Connections to the ledger's database, set so that what was committed is there after a crash."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def sqlite_url(home: Path) -> str:
    return f"sqlite:///{home / 'ledger.db'}"


def writer(url: str, pool: int = 8) -> sa.Engine:
    """The engine that the verbs write through: one connection on SQLite, a pool elsewhere."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_size=pool, max_overflow=0, pool_pre_ping=True)
    return _sqlite(url, "BEGIN IMMEDIATE", 1)


def bookkeeper(url: str, pool: int = 2) -> sa.Engine:
    """The engine that jobs are claimed and finished through. On SQLite it does not wait for the disk: what a crash of
    the machine takes back is a claim or an end, and the job runs again, as every handler must bear anyway."""
    return writer(url, pool) if not url.startswith("sqlite") else _sqlite(url, "BEGIN IMMEDIATE", 1, "NORMAL")


def reader(url: str, pool: int = 2) -> sa.Engine:
    """The engine that queries read through; on SQLite they see the last commit and wait for no writer."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_size=pool, max_overflow=0, pool_pre_ping=True)
    return _sqlite(url, "BEGIN", pool)


def _sqlite(url: str, begin: str, pool: int, synchronous: str = "FULL") -> sa.Engine:
    engine = sa.create_engine(
        url, connect_args={"timeout": 10, "check_same_thread": False}, pool_size=pool, max_overflow=0
    )

    @sa.event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def migrate(engine: sa.Engine) -> None:
    """Bring the tables to the newest form, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
