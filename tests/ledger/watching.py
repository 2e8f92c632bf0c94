"""What a request asks of the database: its statements, their plans, and how much work they are."""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import sqlalchemy as sa

from storage import engine
from storage.ledger.core.ledger import Ledger

STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
STEPS = 100  # of SQLite's machine, between two counts


@dataclass(slots=True)
class Watch:
    """The statements of a request as the driver got them, and the hundreds of steps that SQLite took.

    Attributes:
        same: rows that are still to come of a statement that was handed over once, with all its rows.
    """

    statements: list[tuple[str, Any]] = field(default_factory=list)
    steps: int = 0
    same: int = 0

    def add(self, text: str, values: Any = None) -> None:
        if self.same:
            self.same -= 1
        elif text.split(None, 1)[:1] and text.split(None, 1)[0].upper() in STATEMENTS:
            self.statements.append((text, values))

    def step(self) -> int:
        self.steps += 1
        return 0


@contextlib.contextmanager
def watched(ledger: Ledger) -> Iterator[Watch]:
    """Watch all that a ledger asks of its database, whatever hands it to the driver."""
    watch = Watch()
    lite = engine.is_sqlite(ledger.url)

    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            watch.add(str(query), params)
            return super().execute(query, params, **more)

    def begin(driver: Any, *_: Any) -> None:
        if lite:
            driver.set_trace_callback(watch.add)
            driver.set_progress_handler(watch.step, STEPS)
        else:
            driver.cursor_factory = Cursor

    def end(driver: Any, *_: Any) -> None:
        if lite:
            driver.set_trace_callback(None)
            driver.set_progress_handler(None, STEPS)
        else:
            driver.cursor_factory = psycopg.Cursor

    def many(_conn: Any, _cursor: Any, text: str, rows: Any, _context: Any, several: bool) -> None:
        if lite and several:  # SQLite tells of each row
            watch.add(text)
            watch.same = len(rows)

    engines = (ledger._writer, ledger._reader)
    for made in engines:
        sa.event.listen(made, "before_cursor_execute", many)
        sa.event.listen(made, "checkout", begin)
        sa.event.listen(made, "checkin", end)
    yield watch
    for made in engines:
        sa.event.remove(made, "before_cursor_execute", many)
        sa.event.remove(made, "checkout", begin)
        sa.event.remove(made, "checkin", end)


def walks(conn: sa.Connection, statement: str, values: Any, tables: frozenset[str], small: frozenset[str]) -> list[str]:
    """Return each step of a statement's plan that walks through one of these tables, or through all of a workspace.

    Args:
        small: indices that hold only few of a table's rows.
    """
    if statement.startswith("INSERT"):  # SQLite names there what it would look through for a deferred key
        return []
    driver: Any = conn.connection.driver_connection
    if conn.dialect.name == "sqlite":
        plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]
        return [line for line in plan if _walks(line, tables, small)]
    made = driver.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchone()[0]
    return [_words(node) for node in nodes(made[0]["Plan"]) if _long(node, tables, small)]


def _walks(line: str, tables: frozenset[str], small: frozenset[str]) -> bool:
    found = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
    if found is None or re.sub(r"_\d+$", "", found[2]) not in tables or found[3] in small:
        return False
    return found[1] == "SCAN" or line.endswith("(team=?)")


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each step of PostgreSQL's plan."""
    yield node
    for below in node.get("Plans", ()):
        yield from nodes(below)


def _long(node: dict[str, Any], tables: frozenset[str], small: frozenset[str]) -> bool:
    if node["Node Type"] == "Seq Scan":
        return node["Relation Name"] in tables
    index = node.get("Index Name", "")
    if not index or index in small or not any(index.startswith((f"ix_{t}_", f"pk_{t}", f"uq_{t}_")) for t in tables):
        return False
    cond = node.get("Index Cond", "")
    return not cond or re.fullmatch(r"\(+\w*\.?team\)?(::text)? = [^()]+(::text)?\)+", cond) is not None


def _words(node: dict[str, Any]) -> str:
    kept = ("Node Type", "Relation Name", "Index Name", "Index Cond", "Filter")
    return json.dumps({name: node[name] for name in kept if name in node})
