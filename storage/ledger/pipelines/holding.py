"""What had started after a task that was opened again is held."""

from collections.abc import Sequence

from storage.ledger.core.ledger import Tx
from storage.ledger.pipelines.asking import close_items_of
from storage.ledger.shelf import owed
from storage.ledger.work.closing import close_items
from storage.ledger.work.gate import release
from storage.ledger.work.owing import tell
from storage.ledger.work.state import change_state
from storage.ledger.work.stopping import is_with_colleague, stop_work
from storage.rules.lifecycle import Event
from storage.rules.values.attempt import AttemptState
from storage.rules.values.task import State, Task

WAITS = "{} waits, since {} was opened again. Put it aside: it comes back to you when that is approved."
LAPSED = "{} waits, since {} was opened again. Your question about it is withdrawn: ask again when you can work on it."
HELD = frozenset({State.WAITING, State.WORKING, State.ASKING, State.FAILED})


def hold(tx: Tx, opened: Task, waiters: Sequence[Task]) -> None:
    """Hold what had started after a task that was opened again, and take back the questions about what had not."""
    why = f"{opened.name} was opened again meanwhile."
    close_items_of(tx, opened.team, [waiter.id for waiter in waiters if waiter.state is State.BLOCKED], why)
    for waiter in waiters:
        if waiter.state in HELD:
            stop_work(tx, waiter, AttemptState.HELD_BACK)
            close_items(tx, waiter, why, "")
            change_state(tx, waiter, Event.HOLD, "", why)
            if waiter.brief.worker.is_person:
                _take_back(tx, waiter, opened)
                owed.redraw(tx, waiter.team, waiter.brief.worker.name, [waiter.id])
    for reviewer in sorted({waiter.reviewer for waiter in waiters if waiter.state in HELD}):
        release(tx, opened.team, reviewer)


def _take_back(tx: Tx, waiter: Task, opened: Task) -> None:
    """Tell a colleague who works on a task that it waits, and that nobody will answer what they had asked."""
    if waiter.state is State.ASKING or is_with_colleague(waiter):
        text = LAPSED if waiter.state is State.ASKING else WAITS
        tell(tx, waiter.team, waiter.brief.worker.name, text.format(waiter.name, opened.name))
