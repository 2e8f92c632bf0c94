"""A portable copy of the ledger: a line of JSON for each row and promise, the same from SQLite and PostgreSQL, so that
it moves an installation from one to the other.

The first line names the form, the last counts the lines and has their checksum, so that a copy that was cut off or
changed is noticed.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext

from storage.columns import Instant, instant, micros
from storage.jobs.port import Jobs, Promise
from storage.rules.posts import PostState
from storage.tables import job, metadata, post, workspace

FORM = 1
IN_PARTS = {"stream_results": True, "max_row_buffer": 50}  # so that no table has to be held whole
TABLES = [table for table in metadata.sorted_tables if table is not job]


class Unusable(Exception):
    """The error that a copy is incomplete or of another version, or that the target of a copy is not empty."""


def write(conn: sa.Connection, jobs: Jobs, file: Path) -> int:
    """Write a complete copy or none at all, and return how many rows and promises it has."""
    half = file.with_name(f"{file.name}.half")
    count = 0
    try:
        with half.open("w", encoding="utf-8") as out:
            for line in dump(conn, jobs):
                out.write(line + "\n")
                count += 1
    except BaseException:  # nothing of people's words stays behind
        half.unlink(missing_ok=True)
        raise
    half.replace(file)
    return count - 2  # the first line and the last


def dump(conn: sa.Connection, jobs: Jobs) -> Iterator[str]:
    """Yield the lines of a copy, read in one transaction; the tables may have this form or an older one."""
    digest, count = hashlib.sha256(), -1
    for line in map(json.dumps, _entries(conn, jobs)):
        digest.update(_bytes(line))
        count += 1
        yield line
    yield json.dumps({"end": count, "sha256": digest.hexdigest()})


def _entries(conn: sa.Connection, jobs: Jobs) -> Iterator[dict[str, Any]]:
    """Yield what the lines hold, but for the last."""
    revision = MigrationContext.configure(conn).get_current_revision()
    yield {"sluice": FORM, "revision": revision, "made_at": datetime.now(UTC).isoformat()}
    for table, columns in _there(conn):
        for row in conn.execute(sa.select(*columns).order_by(*table.primary_key), execution_options=IN_PARTS):
            yield {"table": table.name, "row": {c.name: _out(c, row._mapping[c.name]) for c in columns}}
    for promise in jobs.promised(conn):
        yield {"promise": asdict(promise) | {"due": micros(promise.due)}}


def _bytes(line: str) -> bytes:
    return line.rstrip("\r\n").encode() + b"\n"


def _added_up(lines: Iterable[str], add: Callable[[bytes], None]) -> Iterator[str]:
    """Yield lines, each after all that came before it were added to a checksum."""
    before = b""
    for line in lines:
        add(before)
        before = _bytes(line)
        yield line


def _there(conn: sa.Connection) -> Iterator[tuple[sa.Table, list[sa.Column[Any]]]]:
    """The tables and columns that an older form has already."""
    found = sa.inspect(conn)
    for table in (t for t in TABLES if found.has_table(t.name)):
        names = {column["name"] for column in found.get_columns(table.name)}
        yield table, [column for column in table.c if column.name in names]


def restore(conn: sa.Connection, jobs: Jobs, lines: Iterable[str]) -> int:
    """Fill an empty ledger from the lines of a copy, and return how many rows and promises there were. What the copy
    has as not sent yet may be in Slack by now: it is looked for there before it is sent.

    Raises:
        Unusable: and nothing is to be kept of the transaction.
    """
    if not is_empty(conn):
        raise Unusable("There is a ledger here already. Restore into an empty one.")
    digest, source = hashlib.sha256(), iter(lines)
    read = (_line(number, line) for number, line in enumerate(_added_up(source, digest.update), 1))
    _check_form(next(read, {}), MigrationContext.configure(conn).get_current_revision())
    tables = {table.name: table for table in TABLES}
    for count, entry in enumerate(read):
        if "end" in entry:
            if entry["end"] != count:
                raise Unusable(f"It should hold {entry['end']} rows, and holds {count}.")
            if entry.get("sha256", digest.hexdigest()) != digest.hexdigest():  # an older release kept none
                raise Unusable("It is not as it was written: something in it was changed or damaged.")
            if any(line.strip() for line in source):
                raise Unusable("Something stands behind its last line: it is no copy as it was written.")
            _set_sequences(conn)
            conn.execute(sa.update(post).where(post.c.state == PostState.PENDING).values(state=PostState.SENDING))
            return count
        try:
            _keep(conn, jobs, tables, entry)
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as odd:
            raise Unusable(f"Line {count + 2} is no row of this version: {odd}") from None
        except sa.exc.DBAPIError as no:
            raise Unusable(f"Line {count + 2} can't be kept: {str(no.orig).splitlines()[0]}") from None
    raise Unusable("It is cut off: the last line is missing.")


def is_empty(conn: sa.Connection) -> bool:
    """Tell whether a ledger has no workspace yet."""
    return conn.execute(sa.select(workspace.c.team).limit(1)).first() is None


def _keep(conn: sa.Connection, jobs: Jobs, tables: Mapping[str, sa.Table], entry: dict[str, Any]) -> None:
    if "promise" in entry:
        promise = entry["promise"]
        jobs.put(conn, Promise(**{**promise, "due": instant(promise["due"])}))
    else:
        table = tables[entry["table"]]
        conn.execute(sa.insert(table), {name: _in(table.c[name], value) for name, value in entry["row"].items()})


def _line(number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unusable(f"Line {number} is no JSON object.")
    return found


def check_head(line: str, here: str) -> None:
    """Check the first line of a copy, before anything is made for it.

    Args:
        here: the form of the tables that this version makes.

    Raises:
        Unusable: it is no copy, or another version made it.
    """
    _check_form(_line(1, line), here)


def _check_form(head: Mapping[str, Any], here: str | None) -> None:
    if head.get("sluice") != FORM:
        raise Unusable("This is no copy of a Sluice ledger.")
    if head.get("revision") != here:
        raise Unusable(f"It was made by another version (form {head.get('revision')}, here {here}). Use that version.")


def _out(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Instant):
        return micros(value)
    return base64.b64encode(value).decode() if isinstance(column.type, sa.LargeBinary) else value


def _in(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return sa.null() if isinstance(column.type, sa.JSON) else None
    if isinstance(column.type, Instant):
        return instant(value)
    return base64.b64decode(value) if isinstance(column.type, sa.LargeBinary) else value


def _set_sequences(conn: sa.Connection) -> None:
    """PostgreSQL counts on by itself: after the numbers that came along."""
    if conn.dialect.name == "postgresql":
        for table in (t for t in TABLES if "id" in t.c):
            last = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1).scalar_subquery()
            conn.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), last, False)))
