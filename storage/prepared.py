"""Statements of every command: compiled once and handed to the driver as they are.

In a crowd of commands the interpreter is the narrow place (`make bench ONLY=burst`), and most of a small
statement's time is spent on the way to the driver.
"""

import inspect
import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, ParamSpec

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement

from storage.connection import Selecting
from storage.errors import as_sqlalchemy

DIALECTS: Mapping[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}
FLOAT = 701  # by which PostgreSQL's driver names such a column (pg_type.oid of float8)
STYLES = {"sqlite": "named", "postgresql": "pyformat"}
Process = Callable[[Any], Any]
Values = ParamSpec("Values")


class Prepared:
    """A statement that is compiled once for each dialect.

    Args:
        make: the statement, for the module of a dialect.
        types: of the values that are given, by name; None for that of the column beside it.
    """

    def __init__(self, make: Callable[[Any], sa.Executable], types: Mapping[str, Any]) -> None:
        self._make, self._types = make, types
        self._made: dict[str, tuple[str, Mapping[str, Any], Mapping[str, Process]]] = {}

    def __call__(self, conn: sa.Connection, values: Mapping[str, Any]) -> Any:
        """The first row as the driver gives it; None when there is none.

        Raises:
            sqlalchemy.exc.DBAPIError: as from any other statement.
        """
        return self.fetch(conn, values)

    def each(self, conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run the statement for each of many rows.

        Raises:
            sqlalchemy.exc.DBAPIError: as from any other statement.
        """
        text, constants, processes = self._made.get(conn.dialect.name) or self._prepare(conn.dialect)
        ready = [
            {**constants, **row, **{name: process(row[name]) for name, process in processes.items()}} for row in rows
        ]
        conn.exec_driver_sql(text, ready)

    def fetch(self, conn: Any, values: Mapping[str, Any], every: bool = False) -> Any:
        """Return the first row, or every one, as the driver gives it; None when there is none.

        Raises:
            sqlalchemy.exc.DBAPIError: as from any other statement.
        """
        text, constants, processes = self._made.get(conn.dialect.name) or self._prepare(conn.dialect)
        bound = {**constants, **values, **{name: process(values[name]) for name, process in processes.items()}}
        driver: Any = conn.connection.driver_connection
        errors: Any = conn.dialect.loaded_dbapi.Error
        try:
            done = driver.execute(text, bound)
            if every:
                return done.fetchall()
            return done.fetchone() if done.description else None
        except errors as error:
            raise as_sqlalchemy(text, error, conn.dialect) from error

    def _prepare(self, dialect: sa.Dialect) -> tuple[str, Mapping[str, Any], Mapping[str, Process]]:
        """The text, what stands in the statement itself, and what makes the driver's values of ours."""
        module = DIALECTS[dialect.name]
        by_name = module.dialect(paramstyle=STYLES[dialect.name])
        made: Any = self._make(module)
        statement = visitors.replacement_traverse(made, {}, self._written)
        whole = {"render_postcompile": True}  # lists of constants, each with its values
        columns = list(self._types) if made.is_insert else None
        compiled = statement.compile(dialect=by_name, column_keys=columns, compile_kwargs=whole)
        kinds = {name: self._types.get(name) or bind.type for name, bind in compiled.binds.items()}
        kinds |= {name: kinds[name.rpartition("_")[0]] for name in compiled.params if name not in kinds}
        found: dict[str, Any] = {
            name: kind.dialect_impl(dialect).bind_processor(dialect) for name, kind in kinds.items()
        }
        ready = {name: process for name, process in found.items() if process is not None}
        constants = {
            name: ready[name](value) if name in ready else value
            for name, value in compiled.params.items()
            if name not in self._types
        }
        processes = {name: process for name, process in ready.items() if name in self._types}
        ready_made = self._made[dialect.name] = str(compiled), constants, processes
        return ready_made

    def _written(self, element: Any, **_more: Any) -> sa.BindParameter[Any] | None:
        """Return a text or a number that stands in the statement itself as a literal, and a given value as a mark; None
        for anything else. While a value is bound SQLite can't know whether an index of a part of the rows helps, and
        plans such a statement anew each time."""
        if not isinstance(element, sa.BindParameter):
            return None
        if element.key in self._types:
            return sa.bindparam(element.key, type_=element.type, required=False)
        plain = isinstance(element.value, str | int | list | tuple) and not isinstance(element.type, sa.JSON)
        return element.render_literal_execute() if plain else None


class Statement(Generic[Values]):
    """A statement as a function of its values, which decorates the function that builds it.

    It is built once, with a mark in the place of each value, so that nothing in it may depend on them. Its rows have
    the values that their columns stand for, by name, as those of any other query.
    """

    def __init__(self, build: Callable[Values, sa.Executable]) -> None:
        self._names = tuple(f"{name}_" for name in inspect.signature(build).parameters)
        build_of_marks: Any = build
        self._made = build_of_marks(*(sa.bindparam(name, required=False) for name in self._names))
        self._prepared = Prepared(lambda _: self._made, dict.fromkeys(self._names))
        self._shapes: dict[str, tuple[Callable[..., Any], tuple[tuple[int, Process], ...]]] = {}

    def first(self, conn: Selecting, *values: Values.args, **named: Values.kwargs) -> Any:
        """Return the first row; None when there is none."""
        row = self._prepared.fetch(conn, self._bound(values, named))
        return None if row is None else self._shaped(conn.dialect, row)

    def all(self, conn: Selecting, *values: Values.args, **named: Values.kwargs) -> list[Any]:
        """Return all rows."""
        rows = self._prepared.fetch(conn, self._bound(values, named), every=True)
        return [self._shaped(conn.dialect, row) for row in rows]

    def run(self, conn: sa.Connection, *values: Values.args, **named: Values.kwargs) -> None:
        """Run it, where it returns no rows."""
        self._prepared.fetch(conn, self._bound(values, named))

    def _bound(self, values: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
        return {**dict(zip(self._names, values, strict=False)), **{f"{name}_": value for name, value in named.items()}}

    def _shaped(self, dialect: sa.Dialect, row: Sequence[Any]) -> Any:
        shape, processes = self._shapes.get(dialect.name) or self._shape(dialect)
        cells = list(row)
        for at, process in processes:
            cells[at] = process(cells[at])
        return shape(cells)

    def _shape(self, dialect: sa.Dialect) -> tuple[Callable[..., Any], tuple[tuple[int, Process], ...]]:
        """Return what makes a row of its values, and what makes our values of the driver's, by the column's place."""
        columns = tuple(self._made.exported_columns)
        named = namedtuple("Row", [column.name for column in columns])  # type: ignore[misc]
        found = (
            (
                at,
                c.type.dialect_impl(dialect).result_processor(dialect, FLOAT if isinstance(c.type, sa.Float) else None),
            )
            for at, c in enumerate(columns)
        )
        shape = self._shapes[dialect.name] = named._make, tuple((at, process) for at, process in found if process)
        return shape


class _Several(sa.types.UserDefinedType[Any]):
    """Several values in the place of one: a JSON list on SQLite, an array on PostgreSQL."""

    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Process:
        return (lambda values: json.dumps(list(values))) if dialect.name == "sqlite" else list


class one_of(FunctionElement[Any]):  # noqa: N801, it is used as a function
    """Whether a column has one of the values that stand in the place of one: however many, it is one statement."""

    inherit_cache, type = True, sa.types.NULLTYPE  # a Boolean would be compared with 1 on SQLite

    def __init__(self, column: Any, mark: Any) -> None:
        super().__init__(column, sa.type_coerce(mark, _Several()))


@compiles(one_of, "sqlite")
def _in_json(found: Any, compiler: Any, **more: Any) -> str:
    column, mark = (compiler.process(part, **more) for part in found.clauses)
    return f"{column} IN (SELECT value FROM json_each({mark}))"


@compiles(one_of, "postgresql")
def _in_array(found: Any, compiler: Any, **more: Any) -> str:
    column, mark = (compiler.process(part, **more) for part in found.clauses)
    return f"{column} = ANY({mark})"


def insert(into: sa.Table, *columns: str, returning: str | None = None, ignore: bool = False) -> Prepared:
    """Return a prepared statement that inserts one row into a table.

    Args:
        returning: the column whose value comes back.
        ignore: a row that is there already stays as it is, and nothing comes back.
    """

    def make(dialect: Any) -> Any:
        statement = dialect.insert(into)
        statement = statement.on_conflict_do_nothing() if ignore else statement
        return statement.returning(into.c[returning]) if returning else statement

    return Prepared(make, {name: into.c[name].type for name in columns})
