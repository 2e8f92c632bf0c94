"""The tasks that go over the rows of one list: what comes after a series comes after all of them."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.authority import Action, Claim, Roles
from storage.rules.lifecycle import CLOSED
from storage.rules.refusal import Refused
from storage.rules.values.series import SeriesKind, SeriesState
from storage.rules.values.task import State, Task
from storage.tables import series, task

NO_END = "T-{0} comes again without an end: name one of its runs, for example: after T-{0}.{1}"
NO_RUN = "T-{0} comes again, and has not run yet: press Run one now (`/sluice T-{0}`), and name that run: after T-{0}.1"
NOT_ALL = (
    "{made} of {of} rows of T-{number} have started. Start all of them (`/sluice T-{number}`), then assign this again."
)
NONE_APPROVED = "No row of T-{} was approved: nothing can come after it. Leave out “after”."


def row_tasks(read: Read, team: str, number: int) -> tuple[Task, ...]:
    """Return the tasks that a series has made, in the order of its rows.

    Args:
        number: of the series, as in “T-50”.
    """
    of_series = sa.select(series.c.id).where(series.c.team == team, series.c.number == number)
    mine = task.c.team == team, task.c.series_id.in_(of_series)
    return tuple(task_of(row) for row in read.conn.execute(tasks().where(*mine).order_by(task.c.run)))


def rows_before(read: Read, claim: Claim, number: int) -> tuple[Task, ...]:
    """Return the tasks of all rows of a list, for a task that is to come after it; nothing where no
    series has this number.

    Raises:
        Refused: it is not theirs, or comes again; its rows are not all made yet, or none can be approved any more.
    """
    mine = series.c.team == claim.team, series.c.number == number
    found = read.conn.execute(sa.select(series).where(*mine)).first()
    if found is None:
        return ()
    access.check(read, claim, Action.READ, Roles(claim.team, found.assigner, found.brief["reviewer"]))
    if found.kind != SeriesKind.ROWS:
        raise Refused((NO_END if found.runs else NO_RUN).format(number, found.runs))
    if found.state != SeriesState.STOPPED and found.runs < len(found.rows):
        raise Refused(NOT_ALL.format(made=found.runs, of=len(found.rows), number=number))
    made = row_tasks(read, claim.team, number)
    for roles in {access.roles_of_task(row) for row in made}:
        access.check(read, claim, Action.READ, roles)
    if all(row.state in CLOSED and row.state is not State.APPROVED for row in made):
        raise Refused(NONE_APPROVED.format(number))
    return made
