"""The errors of the database's driver, without what it quotes of a row: what people wrote is in no log."""

from typing import Any

import sqlalchemy as sa


def cut(*errors: BaseException | None) -> None:
    """Cut off errors what PostgreSQL quotes of the row."""
    for error in errors:
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def raised(statement: str, error: Exception, dialect: sa.Dialect, lost: bool = False) -> BaseException:
    """Return what SQLAlchemy raises for an error of a statement that was handed to the driver itself.

    Args:
        lost: the connection is of no use any more.
    """
    cut(error)
    module: Any = dialect.loaded_dbapi
    return sa.exc.DBAPIError.instance(
        statement, None, error, module.Error, connection_invalidated=lost, dialect=dialect
    )
