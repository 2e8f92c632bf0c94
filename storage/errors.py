"""Errors of the database without the rows that they quote: what people wrote is in no log."""

from typing import Any

import sqlalchemy as sa


def cut(*errors: BaseException | None) -> None:
    """Remove from the text of errors what PostgreSQL quotes of a row."""
    for error in errors:
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def as_sqlalchemy(statement: str, error: Exception, dialect: sa.Dialect, lost: bool = False) -> BaseException:
    """Return the driver's error in the form that SQLAlchemy raises: for a statement that went past SQLAlchemy.

    Args:
        lost: the connection is of no use any more.
    """
    cut(error)
    module: Any = dialect.loaded_dbapi
    return sa.exc.DBAPIError.instance(
        statement, None, error, module.Error, connection_invalidated=lost, dialect=dialect
    )
