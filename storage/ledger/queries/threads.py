"""The tasks that came from a thread."""

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.authority import Action, Claim
from storage.rules.lifecycle import RUNNING
from storage.rules.values.place import Place
from storage.rules.values.task import Task
from storage.tables import task


def tasks_in_thread(read: Read, team: str, channel: str, thread: str) -> tuple[Task, ...]:
    """Return the tasks that came from a thread."""
    return tuple(
        task_of(r)
        for r in read.conn.execute(
            tasks().where(task.c.team == team, task.c.channel == channel, task.c.thread == thread)
        )
    )


def stoppable(read: Read, claim: Claim, place: Place) -> tuple[Task, ...]:
    """Return the tasks of a thread that are under way and that a person may stop; of others they learn nothing.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    under_way = (t for t in tasks_in_thread(read, claim.team, place.channel, place.ts or "") if t.state in RUNNING)
    return tuple(t for t in under_way if access.may(read, claim, Action.STOP, t))
