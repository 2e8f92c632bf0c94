"""Promises on PostgreSQL: procrastinate's rows, put and withdrawn on the verb's own connection."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from procrastinate import SyncPsycopgConnector
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from procrastinate.tasks import configure_task

from storage.jobs.port import Promise

_THESE = "task_name = :kind AND args->>'team' = :team AND args->>'key' = :key"
_FIND = sa.text(f"SELECT id FROM procrastinate_jobs WHERE {_THESE} AND status IN ('todo', 'doing')")
_PROMISED = sa.text(
    "SELECT args->>'team' AS team, task_name, args->>'key' AS key, queue_name, lock, priority, "
    "coalesce(scheduled_at, now()) AS due FROM procrastinate_jobs WHERE status IN ('todo', 'doing') ORDER BY id"
)
_MOVE = {  # by whether it is pushed to the later time
    push: sa.text(
        f"UPDATE procrastinate_jobs SET scheduled_at = {which}(coalesce(scheduled_at, now()), :due) "
        f"WHERE {_THESE} AND status = 'todo'"
    )
    for push, which in ((True, "GREATEST"), (False, "LEAST"))
}
_INDEX = (
    "CREATE INDEX IF NOT EXISTS ix_sluice_jobs_key ON procrastinate_jobs (task_name, (args->>'team'), (args->>'key')) "
    "WHERE status IN ('todo', 'doing')"
)


def install(connection: sa.Connection) -> None:
    """procrastinate's own tables, once, in the migration's transaction."""
    if not sa.inspect(connection).has_table("procrastinate_jobs"):
        driver: Any = connection.connection.driver_connection
        driver.execute(SchemaManager.get_schema())
    connection.exec_driver_sql(_INDEX)


class ProcrastinateJobs:
    """The promises' side: rows put and withdrawn on the verb's connection; the database tells the workers."""

    def __init__(self) -> None:
        self._manager = JobManager(SyncPsycopgConnector())

    def put(self, tx: sa.Connection, promise: Promise, *, once: bool = False, push: bool = False) -> None:
        named = {"team": promise.team, "kind": promise.kind, "key": promise.key}
        if once and tx.execute(_MOVE[push], {**named, "due": promise.due}).rowcount:
            return
        configure_task(
            name=promise.kind,
            job_manager=self._manager,
            queue=promise.queue,
            lock=promise.lock,
            priority=-promise.priority,
            schedule_at=promise.due if promise.due > datetime.now(UTC) else None,
            connection=tx.connection.driver_connection,
        ).defer(team=promise.team, key=promise.key)

    def cancel(self, tx: sa.Connection, team: str, kind: str, key: str) -> None:
        for row in tx.execute(_FIND, {"team": team, "kind": kind, "key": key}).all():
            self._manager.cancel_job_by_id(
                row.id, abort=True, delete_job=True, connection=tx.connection.driver_connection
            )

    def promised(self, tx: sa.Connection) -> list[Promise]:
        return [
            Promise(r.team, r.task_name, r.key, r.due, r.queue_name, r.lock, -r.priority) for r in tx.execute(_PROMISED)
        ]

    def settled(self, committed: bool) -> None:
        """The database itself tells the workers."""
