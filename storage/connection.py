"""A connection that only reads, as types see it: what writes is refused by mypy, before anything runs."""

from typing import Any, Protocol, TypeVarTuple, overload

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import _CoreAnyExecuteParams as Parameters

Columns = TypeVarTuple("Columns")


class Selecting(Protocol):
    """What a query uses of a connection."""

    @property
    def dialect(self) -> sa.Dialect: ...

    @overload
    def execute(
        self, statement: sa.Select[*Columns] | sa.CompoundSelect[*Columns], parameters: Parameters | None = None, /
    ) -> sa.CursorResult[*Columns]: ...

    @overload
    def execute(
        self, statement: sa.TextualSelect, parameters: Parameters | None = None, /
    ) -> sa.CursorResult[*tuple[Any, ...]]: ...
