"""Connections to the ledger's database, set so that what was committed is there after a crash."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from storage import errors


class Unreachable(Exception):
    """The error that nothing usable answers at the database's address; the message never holds its password."""


ERRORS: tuple[type[Exception], ...] = (sa.exc.DBAPIError, sqlite3.Error)  # what a database answers that can't go on
PATIENCE = 2.4  # seconds that a lock of others is waited for: within the 3 s that Slack waits for an answer

FORGOTTEN = 10.0  # seconds without a statement after which PostgreSQL ends a transaction: its process stands still
QUERY = 30.0  # seconds that a query may take on PostgreSQL
ONE_MOMENT = "REPEATABLE READ"  # the least level of PostgreSQL at which all statements of a query see the same
NETWORK = {  # how long a host that says nothing is waited for; and text is text whatever the database is set to
    "client_encoding": "utf8",
    "connect_timeout": "3",
    "tcp_user_timeout": "3000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
}


def reason(error: Exception) -> str:
    """Return what a database said, as a line: “database or disk is full”."""
    said = str(error.orig if isinstance(error, sa.exc.DBAPIError) else error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def sqlite_url(home: Path) -> str:
    """Return the address of the SQLite ledger in a folder, whatever signs the folder's name has."""
    return f"sqlite:///{quote(str(home / 'ledger.db'))}"


def sqlite_path(url: str) -> Path:
    """Return the file of a SQLite ledger."""
    return Path(str(sa.make_url(url).database))


def is_sqlite(url: str) -> bool:
    """Tell whether an address is that of a SQLite database."""
    return url.startswith("sqlite:")


def writer(url: str, pool: int = 4) -> sa.Engine:
    """Return the engine that the verbs write through: one connection on SQLite, a pool elsewhere.

    Raises:
        Unreachable: the address is none of a database that Sluice knows.
    """
    return _sqlite(url, "BEGIN IMMEDIATE", 1) if is_sqlite(url) else _postgres(url, pool, ping=False)


def bookkeeper(url: str) -> sa.Engine | None:
    """Return the engine that claims and finishes embedded jobs; None where another engine keeps them. This engine does
    not wait for the disk. A crash of the machine can take back a claim or an end; then the job runs again, as every
    handler must bear anyway."""
    return _sqlite(url, "BEGIN IMMEDIATE", 1, "NORMAL") if is_sqlite(url) else None


def reader(url: str, pool: int = 2) -> sa.Engine:
    """Return the engine that queries read through: each sees the last commit, all of its statements at that
    one moment, and waits for no writer."""
    if is_sqlite(url):
        return _sqlite(url, "BEGIN", pool)
    return _postgres(url, pool, QUERY).execution_options(isolation_level=ONE_MOMENT)


@contextlib.contextmanager
def snapshot(url: str) -> Iterator[sa.Connection]:
    """Hold one reading transaction that shows the ledger at one moment; nobody is kept from writing meanwhile.

    Raises:
        Unreachable: the database does not answer, is none, or does not let us.
    """
    engine = reader(url)
    try:
        with engine.begin() as conn:
            if not is_sqlite(url):
                conn.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a copy takes as long as it takes
            yield conn
    except sa.exc.DBAPIError as error:
        raise Unreachable(str(error.orig).strip().replace("\n", " ")) from None
    finally:
        engine.dispose()


def empty_log(url: str) -> bool:
    """Move the log of a SQLite file into the file: it still holds what was deleted. Return whether it is empty now."""
    if not is_sqlite(url):
        return True
    conn = sqlite3.connect(sqlite_path(url), timeout=PATIENCE)
    try:
        busy, *_ = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        conn.close()
    return not busy


def _postgres(url: str, pool: int, query: float = 0.0, ping: bool = True) -> sa.Engine:
    """Return an engine for PostgreSQL, whose connections wait for nothing without end.

    Args:
        query: seconds that a statement may take; 0 for as long as it likes.
        ping: whether a connection is tried each time before it is used; `writing` does so by its first statement.

    Raises:
        Unreachable: the packages for PostgreSQL are not installed.
    """
    settings = {"pool_size": pool, "max_overflow": 0, "pool_pre_ping": ping, "hide_parameters": True}
    try:
        engine = sa.create_engine(psycopg_url(url), **settings)
    except ImportError as missing:
        raise Unreachable(without_packages(missing)) from None

    @sa.event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {PATIENCE * 1000:.0f}")
        connection.execute(f"SET statement_timeout = {query * 1000:.0f}")
        connection.commit()

    sa.event.listen(engine, "handle_error", _without_rows)
    return engine


def without_packages(missing: ImportError) -> str:
    """Return what an installation without the packages for PostgreSQL is told."""
    return f"PostgreSQL needs {missing.name}, which is not installed: pip install '.[postgres]'"


def _without_rows(context: sa.ExceptionContext) -> None:
    errors.cut(context.original_exception, context.sqlalchemy_exception)


def psycopg_url(url: str) -> sa.URL:
    """Return the address in the form of SQLAlchemy's psycopg driver, with our settings of the network.

    Raises:
        Unreachable: the address is none of PostgreSQL.
    """
    try:
        made = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise Unreachable("it is no address, for example postgresql://user:password@host/name") from None
    if made.get_backend_name() not in ("postgresql", "postgres"):
        raise Unreachable(f"{made.get_backend_name()} is not supported: use postgresql://… or leave it out for SQLite")
    if "@" in (made.host or ""):  # the rest of a password; it is not shown
        raise Unreachable("its password has an @: write that as %40, and a % as %25")
    return made.set(drivername="postgresql+psycopg", query={**NETWORK, **made.query})


def conninfo(url: str) -> str:
    """Return the address in the form that the PostgreSQL driver itself reads, with the password."""
    return psycopg_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _sqlite(url: str, begin: str, pool: int, synchronous: str = "FULL") -> sa.Engine:
    engine = sa.create_engine(
        url,
        connect_args={"timeout": PATIENCE, "check_same_thread": False},
        pool_size=pool,
        max_overflow=0,
        hide_parameters=True,  # what people wrote is in no log
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
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute(begin)
        except sqlite3.Error as error:
            raise errors.as_sqlalchemy(begin, error, connection.dialect) from error

    return engine


_BEGIN = (
    "BEGIN; SELECT set_config('lock_timeout', '{limit}', true), set_config('statement_timeout', '{limit}', true), "
    "set_config('idle_in_transaction_session_timeout', '{forgotten:.0f}', true)"
)
_TURN = "; SELECT pg_advisory_xact_lock(hashtextextended({team}, 0))"


@contextlib.contextmanager
def writing(
    engine: sa.Engine, seconds: float, team: str = "", kept: Callable[[], None] | None = None
) -> Iterator[sa.Connection]:
    """Hold a connection in a transaction, as `begun` does. A connection that has died since its last use, as when the
    database restarted, is replaced: nothing was asked of it yet.

    Args:
        kept: called as soon as all is committed, before the connection is given back.
    """
    with contextlib.ExitStack() as stack:
        yield _begun_anew(engine, stack, seconds, team, kept)


def _begun_anew(
    engine: sa.Engine, stack: contextlib.ExitStack, seconds: float, team: str, kept: Callable[[], None] | None
) -> sa.Connection:
    while True:
        with contextlib.ExitStack() as tried:
            conn = tried.enter_context(engine.connect())
            transaction = begun(conn, seconds, team)
            try:
                tried.enter_context(transaction if kept is None else _told(transaction, kept))
            except sa.exc.DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            else:
                stack.push(tried.pop_all())
                return conn


@contextlib.contextmanager
def _told(transaction: contextlib.AbstractContextManager[None], kept: Callable[[], None]) -> Iterator[None]:
    """Hold a transaction, and call `kept` once it is committed."""
    with transaction:
        yield
    kept()


@contextlib.contextmanager
def begun(conn: sa.Connection, seconds: float, team: str = "") -> Iterator[None]:
    """Hold a transaction that waits at most so many seconds for the locks of others, and on PostgreSQL for a statement.
    When this process stops in the middle, PostgreSQL frees its locks within seconds.

    Args:
        team: on PostgreSQL, nobody else writes for this workspace meanwhile.
    """
    milliseconds = max(20, round(seconds * 1000))
    driver: Any = conn.connection.driver_connection
    if conn.dialect.name == "sqlite":
        driver.execute(f"PRAGMA busy_timeout={milliseconds}")
        with conn.begin():
            yield
        return
    try:
        with conn.begin():
            _begin(conn, milliseconds, team)
            yield
    finally:
        if driver.info.transaction_status.name == "IDLE":  # not where the connection is lost
            driver.autocommit = False


def _begin(conn: sa.Connection, milliseconds: int, team: str) -> None:
    """Begin, set the limits and take the turn of a workspace, in one journey to the database and back. (The time that
    a forgotten transaction has left does not run after a pipeline, so these are statements of one text.)

    Raises:
        sqlalchemy.exc.DBAPIError: as from any other statement.
    """
    driver: Any = conn.connection.driver_connection
    module: Any = conn.dialect.loaded_dbapi
    text = _BEGIN.format(limit=milliseconds, forgotten=FORGOTTEN * 1000)
    if team:
        text += _TURN.format(team=module.sql.Literal(team).as_string(driver))
    try:
        driver.autocommit = True  # so that it does not begin by itself, with a journey of its own
        driver.execute(text, prepare=False)
    except module.Error as error:
        if lost := bool(driver.closed):
            conn.invalidate(error)
        raise errors.as_sqlalchemy(_BEGIN, error, conn.dialect, lost) from error
