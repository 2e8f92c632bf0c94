"""Rows that are written with every command: compiled once and handed to the driver as they are.

In a crowd of commands the interpreter is the narrow place (`make bench ONLY=burst`), and most of an INSERT's time is
spent on the way to the driver.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

DIALECTS: Mapping[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}
Process = Callable[[Any], Any]


class Insert:
    """
    Args:
        returning: the column whose value comes back.
        ignore: a row that is there already stays as it is, and nothing comes back.
    """

    def __init__(self, into: sa.Table, *columns: str, returning: str | None = None, ignore: bool = False) -> None:
        self._into, self._columns, self._returning, self._ignore = into, columns, returning, ignore
        self._made: dict[str, tuple[str, dict[str, Process]]] = {}

    def __call__(self, conn: sa.Connection, row: Mapping[str, Any]) -> Any:
        """
        Raises:
            sqlalchemy.exc.DBAPIError: as from any other statement.
        """
        text, processes = self._made.get(conn.dialect.name) or self._make(conn.dialect)
        values = {**row, **{name: process(row[name]) for name, process in processes.items()}}
        driver: Any = conn.connection.driver_connection
        errors: Any = conn.dialect.loaded_dbapi.Error
        try:
            done = driver.execute(text, values)
            return done.fetchone() if self._returning else None
        except errors as error:
            raise sa.exc.DBAPIError.instance(text, None, error, errors, dialect=conn.dialect) from error

    def _make(self, dialect: sa.Dialect) -> tuple[str, dict[str, Process]]:
        statement = DIALECTS[dialect.name].insert(self._into)
        if self._ignore:
            statement = statement.on_conflict_do_nothing()
        if self._returning:
            statement = statement.returning(self._into.c[self._returning])
        by_name = DIALECTS[dialect.name].dialect(paramstyle="pyformat" if dialect.name == "postgresql" else "named")
        text = str(statement.compile(dialect=by_name, column_keys=list(self._columns)))
        kinds = {name: self._into.c[name].type.dialect_impl(dialect) for name in self._columns}
        found: dict[str, Any] = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
        made = text, {name: process for name, process in found.items() if process is not None}
        self._made[dialect.name] = made
        return made
