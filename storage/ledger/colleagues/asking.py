"""A colleague's question on the shelf of who decides."""

import sqlalchemy as sa

from storage.ledger.codec.items import ask_json
from storage.ledger.colleagues.workable import live_attempt, workable
from storage.ledger.core.ledger import Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import owed
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.state import change_state
from storage.rules.authority import Claim
from storage.rules.effort import asked_words
from storage.rules.happenings import Happening
from storage.rules.lifecycle import Event
from storage.rules.offers import Offer, check
from storage.rules.refusal import Refused
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.attempt import AttemptState
from storage.rules.values.task import Task
from storage.rules.words import clean, visible
from storage.tables import attempt

LONGEST, CHOICES, CHOICE = 1500, 3, 75  # characters, answers to tap, characters of one
ASKED = "colleague"  # the key of a colleague's question


def ask(tx: Tx, claim: Claim, key: str, text: str, choices: tuple[str, ...] = (), dedup: str | None = None) -> Task:
    """Put a colleague's question on the shelf of who decides, and return the task; the answer comes back to them.

    Raises:
        Refused: the task is not theirs, nothing was asked, or they asked already.
        Duplicate: Slack sent this before.
    """
    target = workable(tx, claim, key).task
    check(Offer.ASK, target)
    if not visible(text):
        raise Refused("Write your question.")
    tx.once(claim.team, dedup, key)
    row = live_attempt(tx, target)
    mine = attempt.c.team == target.team, attempt.c.id == row.id
    tx.conn.execute(sa.update(attempt).where(*mine).values(state=AttemptState.ASKING))
    question = clean(text).strip()[:LONGEST]
    change_state(tx, target, Event.ASK, claim.user, question[:300])
    tx.note(target.team, claim.user, Happening.QUESTION, target.name, why=question[:300])
    taps = tuple(dict.fromkeys(choice[:CHOICE] for choice in choices))[:CHOICES]
    asked = Ask(key=ASKED, kind=Kind.QUESTION, text=question, choices=taps)
    entry = Shelved(kind=Kind.QUESTION, words=asked_words(question, taps), attempt=row.id, ask=ask_json(asked))
    shelve(tx, get_task(tx, target.team, target.id), entry)
    owed.redraw(tx, target.team, claim.user, [target.id])
    return get_task(tx, target.team, target.id)
