"""Every prepared statement of the product can be prepared for both databases."""

import importlib
import pkgutil

import pytest
from sqlalchemy.dialects import postgresql, sqlite

import storage
from storage.prepared import Prepared, Statement


def all_prepared() -> list[Prepared]:
    names = [m.name for m in pkgutil.walk_packages(storage.__path__, "storage.") if "migrations" not in m.name]
    values = [value for name in names for value in vars(importlib.import_module(name)).values()]
    found = {id(value): value for value in values if isinstance(value, Statement | Prepared)}
    return [value._prepared if isinstance(value, Statement) else value for value in found.values()]


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.psycopg.dialect()], ids=["sqlite", "postgresql"])
def test_every_statement_can_be_prepared(dialect: object) -> None:
    found = all_prepared()
    assert len(found) > 100
    for one in found:
        text, constants, _ = one._prepare(dialect)
        assert text and "POSTCOMPILE" not in text
        assert not any(isinstance(value, str) and value != "null" for value in constants.values()), text
