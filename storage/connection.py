"""A connection that only reads, as types see it: what writes is refused by mypy, before anything runs."""

from typing import Any, Protocol, TypeVarTuple, overload

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import _CoreAnyExecuteParams as Parameters

Columns = TypeVarTuple("Columns")


class Selecting(Protocol):
    """The part of a connection that a query uses."""

    @property
    def dialect(self) -> sa.Dialect:
        """The dialect of the database."""
        ...

    @overload
    def execute(
        self, statement: sa.Select[*Columns] | sa.CompoundSelect[*Columns], parameters: Parameters | None = None, /
    ) -> sa.CursorResult[*Columns]:
        """Run a statement that only reads, and return its rows."""
        ...

    @overload
    def execute(
        self, statement: sa.TextualSelect, parameters: Parameters | None = None, /
    ) -> sa.CursorResult[*tuple[Any, ...]]:
        """Run a statement that only reads, and return its rows."""
        ...
