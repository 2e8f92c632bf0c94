"""A list of rows is canceled: what is not decided of it, and the step that was to come after all of them."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.series.changing import change
from storage.ledger.series.fanning import open_list
from storage.ledger.series.series_rows import reread
from storage.ledger.work.behind import steps_waiting_for
from storage.ledger.work.closing import close_items
from storage.ledger.work.ending import end_blocked
from storage.ledger.work.gate import release
from storage.ledger.work.owing import tell
from storage.ledger.work.series_rows import row_tasks
from storage.ledger.work.state import change_state
from storage.ledger.work.stopping import finish_task, has_heard_of, stop_work
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED, Event
from storage.rules.values.series import Series, SeriesState
from storage.rules.values.step import Step
from storage.rules.values.task import Origin
from storage.tables import task


def cancel(tx: Tx, claim: Claim, key: str) -> Series:
    """Start no more rows, and cancel those that are not decided, with the step that was to come after all of them.

    Raises:
        Refused: it is not theirs, or canceled already.
    """
    target = open_list(tx, claim, Action.CANCEL, key)
    change(tx, target, state=SeriesState.STOPPED)
    tx.note(claim.team, claim.user, Happening.CANCEL_ROWS, target.name)
    end_blocked(tx, _step_after(tx, target), claim.user)
    reviewers, at_work = {target.reviewer}, set[str]()  # a row may have been given to somebody else
    mine = task.c.team == target.team, task.c.series_id == target.id, task.c.state.not_in(CLOSED)
    for row in tx.conn.execute(tasks().where(*mine).order_by(task.c.run)).all():
        open_task = task_of(row)
        at_work |= {open_task.brief.worker.name} if has_heard_of(open_task) else set()
        stop_work(tx, open_task)
        change_state(tx, open_task, Event.CANCEL, claim.user)
        close_items(tx, open_task, f"<@{claim.user}> canceled all of {target.name} meanwhile.", claim.user)
        finish_task(tx, open_task)
        reviewers.add(open_task.reviewer)
    for reviewer in sorted(reviewers):
        release(tx, target.team, reviewer)
    told = f"<@{claim.user}> canceled all of {target.name} · {target.brief.title}."
    for user in sorted(at_work - {claim.user}):
        tell(tx, target.team, user, f"{told} Nothing of it is left for you to do.")
    if target.assigner not in (claim.user, *at_work):
        tell(tx, target.team, target.assigner, told)
    return reread(tx, target)


def _step_after(read: Read, target: Series) -> list[Step]:
    """Return the step that a list's own brief has after all its rows, while it waits for those."""
    rows = row_tasks(read, target.team, target.number)
    waiting = steps_waiting_for(read, rows[0]) if rows else ()
    own = task.c.team == target.team, task.c.id.in_([step.id for step in waiting]), task.c.origin == Origin.CHAIN
    of_list = set(read.conn.execute(sa.select(task.c.id).where(*own)).scalars())
    return [step for step in waiting if step.id in of_list]
