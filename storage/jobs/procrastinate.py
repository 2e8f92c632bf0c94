"""Promises on PostgreSQL: procrastinate's rows, put and withdrawn on the verb's own connection."""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
import sqlalchemy as sa
from procrastinate import SyncPsycopgConnector
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager

from storage.connection import Selecting
from storage.errors import as_sqlalchemy
from storage.jobs.port import Promise
from storage.prepared import Prepared

_Row = Mapping[str, Any]  # a promise, as the statement that puts it has it
_THESE = "task_name = :kind AND args->>'team' = :team AND args->>'key' = :key"
_FIND = sa.text(f"SELECT id FROM procrastinate_jobs WHERE {_THESE} AND status IN ('todo', 'doing')")
_PROMISED = sa.text(
    "SELECT args->>'team' AS team, task_name, args->>'key' AS key, queue_name, lock, priority, "
    "coalesce(scheduled_at, (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id), now()) AS due "
    "FROM procrastinate_jobs j WHERE status IN ('todo', 'doing') ORDER BY id"
).columns(*map(sa.column, ("team", "task_name", "key", "queue_name", "lock", "priority", "due")))
_AT = "clock_timestamp() + wait * interval '1 second'"  # by the database's own clock
_TODO = "status IN ('todo', 'doing') AND status::text = 'todo'"  # the cast keeps it from an index without the key
_TYPES = {
    "team": "text",
    "kind": "varchar",
    "key": "text",
    "queue": "varchar",
    "lock": "text",
    "priority": "integer",
    "wait": "double precision",
    "how": "text",
}
_ONE = f"SELECT {', '.join(f'CAST(:{name} AS {kind}) AS {name}' for name, kind in _TYPES.items())}, 1 AS place"
_MANY = (
    f"SELECT * FROM unnest({', '.join(f'CAST(:{name} AS {kind}[])' for name, kind in _TYPES.items())}) "
    f"WITH ORDINALITY AS wanted ({', '.join(_TYPES)}, place)"
)


def _put_of(wanted: str) -> Prepared:
    """Return the statement that puts the rows of a query. (By its LIMIT the planner takes them for few, and finds what
    waits by our index, even with a plan that it keeps from a time when nothing waited.)"""
    text = sa.text(f"""
        WITH wanted AS ({wanted}), moved AS (
            UPDATE procrastinate_jobs SET scheduled_at = CASE how
                WHEN 'push' THEN GREATEST(coalesce(scheduled_at, clock_timestamp()), {_AT})
                ELSE LEAST(coalesce(scheduled_at, clock_timestamp()), {_AT}) END
            FROM (SELECT * FROM wanted WHERE how <> 'plain' LIMIT (SELECT count(*) FROM wanted)) AS named
            WHERE {_TODO} AND task_name = kind AND args->>'team' = team AND args->>'key' = key
            RETURNING kind, team, key
        )
        SELECT procrastinate_defer_jobs_v1(array_agg(
            ROW(queue, kind, priority, wanted.lock, NULL, jsonb_build_object('team', team, 'key', key),
                CASE WHEN wait > 0 THEN {_AT} END)::procrastinate_job_to_defer_v1 ORDER BY place
        )) FROM wanted WHERE how = 'plain' OR (kind, team, key) NOT IN (SELECT kind, team, key FROM moved)
    """)
    return Prepared(lambda _: text, dict.fromkeys(_TYPES, sa.types.NULLTYPE))


_PUT_ONE, _PUT_MANY = _put_of(_ONE), _put_of(_MANY)
_INDEX = (
    "CREATE INDEX IF NOT EXISTS ix_sluice_jobs_key ON procrastinate_jobs (task_name, (args->>'team'), (args->>'key')) "
    "WHERE status IN ('todo', 'doing')"
)


def install(connection: sa.Connection) -> None:
    """Create procrastinate's own tables once, in the migration's transaction, and our index."""
    if not sa.inspect(connection).has_table("procrastinate_jobs"):
        driver: Any = connection.connection.driver_connection
        driver.execute(SchemaManager.get_schema())
    connection.exec_driver_sql(_INDEX)


class ProcrastinateJobs:
    """The jobs of procrastinate as verbs see them: what is promised is put on the verb's connection together with the
    commit, in one journey to the database, which then tells the workers."""

    def __init__(self) -> None:
        self._manager = JobManager(SyncPsycopgConnector())
        self._pending = threading.local()

    @property
    def _rows(self) -> list[_Row]:
        """What this thread's transaction has promised and not put yet."""
        rows: list[_Row] = self._pending.__dict__.setdefault("rows", [])
        return rows

    def put(
        self,
        tx: sa.Connection,
        promise: Promise,
        *,
        now: datetime | None = None,
        once: bool = False,
        push: bool = False,
    ) -> None:
        """Promise a run in this transaction; without `now` the wait starts by this machine's clock."""
        how = ("push" if push else "once") if once else "plain"
        self._keep(tx, [_row(promise, now or datetime.now(UTC), how)])

    def put_all(
        self,
        tx: sa.Connection,
        now: datetime,
        plain: Sequence[Promise],
        once: Sequence[Promise] = (),
        push: Sequence[Promise] = (),
    ) -> None:
        """Promise several runs in this transaction: of `once` and `push` one of each kind and key."""
        named = {"plain": plain, "once": once, "push": push}
        self._keep(tx, [_row(promise, now, how) for how, promises in named.items() for promise in promises])

    def _keep(self, tx: sa.Connection, rows: Sequence[_Row]) -> None:
        """Keep rows until the commit. Where one moves what this transaction promised itself, that is put first."""
        promised = {_name(row) for row in self._rows}
        if any(row["how"] != "plain" and _name(row) in promised for row in rows):
            self.write(tx)
        self._rows.extend(rows)

    def write(self, tx: Selecting) -> None:
        """Put what was promised, by one statement; of what is not “plain” one waits, at the earlier time, or “push”ed
        to the later."""
        conn: Any = tx  # who has promised something may write
        rows = list(self._rows)
        self._rows.clear()
        if len(rows) == 1:
            _PUT_ONE(conn, rows[0])
        elif rows:
            _PUT_MANY(conn, {name: [row[name] for row in rows] for name in _TYPES})

    def commit(self, tx: sa.Connection) -> None:
        """Put what was promised and commit, in one journey to the database.

        Raises:
            sqlalchemy.exc.DBAPIError: as from any other statement.
        """
        if not self._rows:
            return  # the caller commits
        driver: Any = tx.connection.driver_connection
        try:
            with driver.pipeline():
                self.write(tx)
                driver.execute("COMMIT")
        except psycopg.Error as error:
            if lost := bool(driver.closed):
                tx.invalidate(error)
            raise as_sqlalchemy("COMMIT", error, tx.dialect, lost) from error

    def cancel(self, tx: sa.Connection, team: str, kind: str, key: str) -> None:
        """Delete the jobs of this kind and key in this transaction; runs of them are aborted."""
        self.write(tx)
        for row in tx.execute(_FIND, {"team": team, "kind": kind, "key": key}).all():
            self._manager.cancel_job_by_id(
                row.id, abort=True, delete_job=True, connection=tx.connection.driver_connection
            )

    def promised(self, tx: Selecting) -> list[Promise]:
        """Return the promises that the database keeps, in order."""
        self.write(tx)
        return [
            Promise(
                team=r.team,
                kind=r.task_name,
                key=r.key,
                due=r.due,
                queue=r.queue_name,
                lock=r.lock,
                priority=-r.priority,
            )
            for r in tx.execute(_PROMISED)
        ]

    def mark(self, tx: sa.Connection) -> int:
        """Put what was promised so far, so that it stays when a part that follows is rolled back."""
        self.write(tx)
        return 0

    def undo(self, mark: int) -> None:
        """Forget what was promised since a mark: it was rolled back, and the transaction goes on."""
        del self._rows[mark:]

    def settled(self, committed: bool) -> None:
        """Forget what a transaction that failed has promised. The database itself tells the workers."""
        self._rows.clear()


def _row(promise: Promise, now: datetime, how: str) -> _Row:
    return {
        "team": promise.team,
        "kind": promise.kind,
        "key": promise.key,
        "queue": promise.queue,
        "lock": promise.lock,
        "priority": -promise.priority,
        "wait": (promise.due - now).total_seconds(),
        "how": how,
    }


def _name(row: _Row) -> tuple[str, str, str]:
    return row["team"], row["kind"], row["key"]
