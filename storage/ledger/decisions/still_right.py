"""A share of what was approved comes back a week later: still right? It counts nowhere, and is quietly dropped."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Duplicate, Tx
from storage.ledger.rows.decision_rows import decision_of
from storage.ledger.rows.item_rows import item_of
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.rules.jobs import JobKind
from storage.rules.still_right import AFTER, comes_back
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item
from storage.rules.values.task import State
from storage.tables import change, decision, item

WORDS = 60  # that are read to say whether something is still right


def promise(tx: Tx, approved: Item, the_decision: Decision) -> None:
    """Promise to ask a week later about an approval, where it is one of the share that comes back."""
    if comes_back(approved.key, tx.terms.still_right_share):
        tx.promise(approved.task.team, JobKind.STILL_RIGHT, the_decision.id, after=AFTER)


def ask(tx: Tx, team: str, decision_id: int) -> bool:
    """Put the question on the shelf of who approved, once they are there; return False where the task was reopened or
    deleted meanwhile, its reviewer is away or has left, or it was asked already."""
    mine = decision.c.team == team, decision.c.id == decision_id, decision.c.undone_at.is_(None)
    row = tx.conn.execute(sa.select(decision).where(*mine)).first()
    if row is None:
        return False
    the_decision = decision_of(row)
    own = item.c.team == team, item.c.id == row.item_id
    approved = item_of(tx, tx.conn.execute(sa.select(item).where(*own)).one())
    person = people.find(tx, team, the_decision.who)
    if person is None or person.actor.outside is not None or approved.task.reviewer != the_decision.who:
        return False
    if approved.task.state is not State.APPROVED or _reopened(tx, approved, the_decision):
        return False
    if person.away_until is not None and person.is_away(tx.now):  # whoever stands in for them has not approved it
        tx.promise(team, JobKind.STILL_RIGHT, decision_id, after=person.away_until - tx.now)
        return False
    try:
        tx.once(team, f"still right:{decision_id}")
    except Duplicate:
        return False
    shelve(tx, approved.task, Shelved(kind=Kind.STILL_RIGHT, words=WORDS, quiet=True, rest=True))
    return True


def _reopened(tx: Tx, approved: Item, the_decision: Decision) -> bool:
    again = change.c.team == approved.task.team, change.c.subject == approved.task.name, change.c.at >= the_decision.at
    query = sa.select(change.c.id).where(*again, change.c.what == sa.literal_column("'reopen'")).limit(1)
    return the_decision.verdict is not Verdict.APPROVE or tx.conn.execute(query).first() is not None
