"""Brings the tables to this version's form, after a copy of what stands in them; never to an older one."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import backup
from storage.engine import Unreachable, is_sqlite, sqlite_path, writer
from storage.jobs.port import Jobs

log = structlog.get_logger()

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATING = 7_531_902  # the advisory lock of those who start at the same time


class TooNew(Unreachable):
    """A newer version has changed the tables: this one would not know what they mean."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the tables that a version knows, each with a migration to the next."""

    names: frozenset[str]
    newest: str


class NoCopy(Exception):
    """The copy before the change could not be written, so nothing was changed; the message says where and why."""


def upgrade(url: str, jobs: Jobs, copies: Path | None = None) -> Path | None:
    """Bring the tables to the newest form, in one transaction; another process that starts at the same time waits.

    Args:
        copies: the folder for a copy of a ledger that is about to be changed; None makes none.

    Returns:
        Where the copy is; None where there was nothing to copy or to change.

    Raises:
        Unreachable: the database does not answer, is none, does not let us, or is too new.
        NoCopy: the copy could not be written.
    """
    with _alone(url):
        with transaction(url, at_one_moment=True) as conn:
            check_usable(conn)
            old, newest = outdated_form(conn), stored_form(conn) == _forms().newest
            copy = _copy(conn, jobs, copies, old) if old and copies else None
        with transaction(url) as conn:
            if not newest:
                command.upgrade(migrations(conn), "head")
            if conn.dialect.name == "postgresql":
                from storage.jobs import procrastinate

                procrastinate.install(conn)
    if copy:
        log.info("ledger.upgraded", was=old, copy=str(copy))
    return copy


def check_usable(conn: sa.Connection) -> None:
    """Check that a database where no ledger is can hold one: it takes every letter, and lets us make tables.

    Raises:
        Unreachable: it can't; the message says what helps.
    """
    if conn.dialect.name != "postgresql" or stored_form(conn) is not None:
        return
    encoding = conn.exec_driver_sql("show server_encoding").scalar_one()
    if encoding != "UTF8":
        helps = "Make it anew: createdb --encoding UTF8 --template template0"
        raise Unreachable(f"the database is encoded as {encoding}, and people write in every script. {helps}")
    role, schema, may = conn.exec_driver_sql(
        "select current_user, current_schema(), has_schema_privilege(current_schema(), 'CREATE')"
    ).one()
    if not may:
        helps = f"As an administrator: grant create on schema {schema or 'public'} to {role}"
        raise Unreachable(f"the role {role} may not make tables in the schema {schema or 'public'}. {helps}")


@contextlib.contextmanager
def _alone(url: str) -> Iterator[None]:
    """Keep other processes from an upgrade at the same time; SQLite's file has one process anyway."""
    if is_sqlite(url):
        yield
        return
    with transaction(url, autocommit=True) as guard:
        guard.exec_driver_sql("SET lock_timeout = 0")  # others may be at it, for as long as it takes
        guard.execute(sa.select(sa.func.pg_advisory_lock(MIGRATING)))
        yield


@contextlib.contextmanager
def transaction(url: str, at_one_moment: bool = False, autocommit: bool = False) -> Iterator[sa.Connection]:
    """Hold one transaction on a database that may contain anything.

    Args:
        at_one_moment: all that is read shows the same moment, whoever writes meanwhile.
        autocommit: no transaction is held open.

    Raises:
        Unreachable: the database does not answer, is none, or does not let us.
    """
    engine = writer(url)
    if not is_sqlite(url) and (at_one_moment or autocommit):
        engine = engine.execution_options(isolation_level="REPEATABLE READ" if at_one_moment else "AUTOCOMMIT")
    try:
        with engine.begin() as conn:
            yield conn
    except sa.exc.DBAPIError as error:
        raise Unreachable(str(error.orig).strip().replace("\n", " ")) from None
    finally:
        engine.dispose()


def outdated_form(conn: sa.Connection) -> str | None:
    """Return the form of the tables if the next start changes it; None where there are none, or they are the newest.

    Raises:
        TooNew: a newer version made it.
    """
    there, known = stored_form(conn), _forms()
    if there is not None and there not in known.names:
        raise TooNew(f"a newer Sluice made it (form {there}, this one knows {known.newest}). Install that version.")
    return None if there == known.newest else there


def is_newest(url: str) -> bool:
    """Tell whether there is a ledger in this version's form; nothing is made where there is none.

    Raises:
        Unreachable: the database does not answer, is none, does not let us, or is too new.
    """
    if is_sqlite(url) and not sqlite_path(url).exists():
        return False
    with transaction(url) as conn:
        return stored_form(conn) is not None and outdated_form(conn) is None


def is_outdated(url: str) -> bool:
    """Tell whether there is a ledger of an older version.

    Raises:
        Unreachable: as `is_newest`.
    """
    if is_sqlite(url) and not sqlite_path(url).exists():
        return False
    with transaction(url) as conn:
        return outdated_form(conn) is not None


def newest_form() -> str:
    """Return the form of the tables that this version makes."""
    return _forms().newest


def migrations(conn: sa.Connection | None = None) -> Config:
    """Return the configuration of the migrations for a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = conn
    return config


@cache
def _forms() -> Forms:
    """Return the forms that this version knows: reading the migrations takes longer than a start may."""
    scripts = ScriptDirectory.from_config(migrations())
    names = frozenset(revision.revision for revision in scripts.walk_revisions())
    return Forms(names=names, newest=str(scripts.get_current_head()))


def stored_form(conn: sa.Connection) -> str | None:
    """Return the form that the tables have now; None where there are none."""
    return MigrationContext.configure(conn).get_current_revision()


def _copy(conn: sa.Connection, jobs: Jobs, copies: Path, old: str) -> Path:
    file = copies / f"form-{old}.{datetime.now(UTC):%Y%m%d-%H%M%S}.jsonl"
    try:
        copies.mkdir(parents=True, exist_ok=True)
        backup.write(conn, jobs, file)
    except OSError as error:
        raise NoCopy(f"{error.filename or file}: {error.strerror}") from None
    return file
