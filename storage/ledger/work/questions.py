"""What an agent asks while it works."""

from storage.ledger.codec.items import ask_json
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.state import change_state
from storage.ledger.work.working import end
from storage.rules.effort import asked_words
from storage.rules.happenings import Happening
from storage.rules.lifecycle import Event
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.attempt import AttemptState
from storage.rules.values.task import State
from storage.rules.words import count


def ask(tx: Tx, assignment: Assignment, asks: tuple[Ask, ...]) -> tuple[str, ...]:
    """Put an agent's questions on its reviewer's shelf, and return the items' keys; the agent goes on when all are
    answered, however late.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    target = end(tx, assignment, AttemptState.ASKING)
    if target.state is State.WORKING:
        change_state(tx, target, Event.ASK, target.brief.worker.name, asks[0].text[:300])
    for one in asks:
        tx.note(target.team, target.brief.worker.name, Happening(one.kind), target.name, why=one.text[:300])
    asking = get_task(tx, target.team, target.id)
    lines = [
        shelve(tx, asking, Shelved(kind=one.kind, words=_words_of(one), attempt=assignment.attempt, ask=ask_json(one)))
        for one in asks
    ]
    redraw_progress(tx, target)
    return tuple(lines)


def _words_of(ask: Ask) -> int:
    """Return how much there is to read, and to write, for the answer."""
    if ask.kind is Kind.QUESTION:
        return asked_words(ask.text, ask.choices)
    return count(f"{ask.text} {ask.args}")
