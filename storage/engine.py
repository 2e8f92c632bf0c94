"""Connections to the ledger's database, set so that what was committed is there after a crash."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


class Unreachable(Exception):
    """Nothing that Sluice can use answers at the database's address; the message never holds its password."""


PATIENCE = 2.4  # seconds that a lock of others is waited for: within the 3 s that Slack waits for an answer
MIGRATING = 7_531_902  # the advisory lock of those who start at the same time


def sqlite_url(home: Path) -> str:
    return f"sqlite:///{home / 'ledger.db'}"


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def writer(url: str, pool: int = 4) -> sa.Engine:
    """The engine that the verbs write through: one connection on SQLite, a pool elsewhere.

    Raises:
        Unreachable: the address is none of a database that Sluice knows.
    """
    return _sqlite(url, "BEGIN IMMEDIATE", 1) if is_sqlite(url) else _postgres(url, pool)


def bookkeeper(url: str) -> sa.Engine | None:
    """The engine that embedded jobs are claimed and finished through; None where another engine keeps them. It does not
    wait for the disk: what a crash of the machine takes back is a claim or an end, and the job runs again, as every
    handler must bear anyway."""
    return _sqlite(url, "BEGIN IMMEDIATE", 1, "NORMAL") if is_sqlite(url) else None


def reader(url: str, pool: int = 2) -> sa.Engine:
    """The engine that queries read through; on SQLite they see the last commit and wait for no writer."""
    return _sqlite(url, "BEGIN", pool) if is_sqlite(url) else _postgres(url, pool)


def _postgres(url: str, pool: int) -> sa.Engine:
    return sa.create_engine(psycopg_url(url), pool_size=pool, max_overflow=0, pool_pre_ping=True)


def psycopg_url(url: str) -> sa.URL:
    try:
        made = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise Unreachable("it is no address, for example postgresql://user:password@host/name") from None
    if made.get_backend_name() not in ("postgresql", "postgres"):
        raise Unreachable(f"{made.get_backend_name()} is not supported: use postgresql://… or leave it out for SQLite")
    return made.set(drivername="postgresql+psycopg")


def conninfo(url: str) -> str:
    """The same address for who speaks to the driver itself."""
    return psycopg_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _sqlite(url: str, begin: str, pool: int, synchronous: str = "FULL") -> sa.Engine:
    engine = sa.create_engine(
        url, connect_args={"timeout": PATIENCE, "check_same_thread": False}, pool_size=pool, max_overflow=0
    )

    @sa.event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            f"busy_timeout={PATIENCE * 1000:.0f}",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def wait(conn: sa.Connection, seconds: float) -> None:
    """Have the next transaction of a connection to SQLite wait for a lock of others no longer than this."""
    if conn.dialect.name == "sqlite":
        driver: Any = conn.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={max(20, round(seconds * 1000))}")


def migrate(engine: sa.Engine) -> None:
    """Bring the tables to the newest form, in one transaction; who starts at the same time waits.

    Raises:
        Unreachable: the database does not answer, is none, or does not let us.
    """
    try:
        _migrate(engine)
    except sa.exc.DBAPIError as error:
        raise Unreachable(str(error.orig).strip().replace("\n", " ")) from None


def _migrate(engine: sa.Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
        command.upgrade(config, "head")
        if connection.dialect.name == "postgresql":
            from storage.jobs import procrastinate

            procrastinate.install(connection)
