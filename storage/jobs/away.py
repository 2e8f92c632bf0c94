"""Whether a database is away, or was asked for something that it never does."""

import sqlite3
from typing import Any

import sqlalchemy as sa

SQLITE = frozenset(  # the file, the disk, or others who hold it
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
# Classes of PostgreSQL's states: connection, a transaction that was ended, rolled back for others, resources, locks,
# operator, system, broken.
POSTGRES = frozenset({"08", "25", "40", "53", "55", "57", "58", "XX"})


class StoreAway(Exception):
    """A store of another process that is away, its disk that is full: what `is_away` said there."""


def is_away(error: BaseException) -> bool:
    """Tell whether the disk is full, the database away, locked or busy: no fault of what was asked of it."""
    if isinstance(error, StoreAway | sa.exc.InterfaceError | sa.exc.TimeoutError):
        return True
    cause: Any = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)  # none where it never came to SQLite
        return code is not None and (code & 0xFF) in SQLITE
    if not hasattr(cause, "sqlstate") or not hasattr(cause, "diag"):
        return False
    if cause.sqlstate is None:  # the connection, unless the driver itself refuses what it was given
        return any(kind.__name__ in ("OperationalError", "InterfaceError") for kind in type(cause).__mro__)
    return str(cause.sqlstate)[:2] in POSTGRES
