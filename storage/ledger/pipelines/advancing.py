"""What comes after a task goes on when it is approved, and is held when it is not."""

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.redraws import redraw_open
from storage.ledger.pipelines.asking import ask_owner, is_asked
from storage.ledger.pipelines.freeing import free_tasks, states_before
from storage.ledger.pipelines.holding import hold
from storage.ledger.rows.finding_tasks import find_task, get_task
from storage.ledger.work.behind import steps_waiting_for
from storage.ledger.work.gate import release
from storage.ledger.work.steps import behind, redraw_behind
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import CLOSED
from storage.rules.values.task import State, Task

AT_ONCE = 100  # tasks that are freed in one transaction


def advance(tx: Tx, team: str, task_id: int) -> None:
    """Look at what comes after a task: start it, hold it again, or ask its owner what is to become of it."""
    done = find_task(tx, team, id=task_id)
    if done is None:
        return
    if done.state in CLOSED:
        _settle(tx, done)
    else:
        hold(tx, done, waiters := behind(tx, team, [done.id]))
        if waiters:
            redraw_open(tx, team, [done.id])
    redraw_behind(tx, done)


def _settle(tx: Tx, done: Task) -> None:
    """Free the tasks that wait for nothing any more, many at once, and tell of those that can't start. Of very many,
    the rest is promised: others wait while this is written."""
    waiters = steps_waiting_for(tx, done)
    states = states_before(tx, done, waiters)
    over = [waiter for waiter in waiters if all(state in CLOSED for state in states[waiter.id])]
    ready = [waiter for waiter in over if State.APPROVED in states[waiter.id]]
    free = ready[:AT_ONCE]
    free_tasks(tx, done, free)
    stuck = [waiter.id for waiter in over if State.APPROVED not in states[waiter.id]]
    if len(ready) > AT_ONCE:
        tx.promise(done.team, JobKind.ADVANCE, done.id)
    elif stuck and not is_asked(tx, done, stuck):
        ask_owner(tx, done, get_task(tx, done.team, min(stuck)))
    for reviewer in sorted({waiter.reviewer for waiter in free}):
        release(tx, done.team, reviewer)
