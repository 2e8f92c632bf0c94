"""What people say to an agent while it works."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.offers import Offer, check
from storage.rules.refusal import Refused
from storage.rules.values.task import Task
from storage.rules.words import clean, visible
from storage.tables import steer

DEAF = "{} hears nothing while it works, since no language model is at work here. Change its brief with Edit."
LONGEST = 4000  # characters of a word to an agent


def say(tx: Tx, claim: Claim, key: str, text: str, dedup: str | None = None) -> Task:
    """Keep a person's words for the agent that works on a task; the agent hears them before its next call of the model.

    Raises:
        Refused: not theirs, nothing was said, nobody works on it, or nobody there hears anything.
        Duplicate: Slack sent this before.
    """
    target = access.task(tx, claim, Action.STEER, key=key)
    tx.once(claim.team, dedup, key)
    if not target.brief.worker.is_person:
        if not visible(text):
            raise Refused("Say what should be different.")
        if not tx.terms.heeds:
            raise Refused(DEAF.format(target.name))
    return tell_worker(tx, claim, key, text)


def tell_worker(tx: Tx, claim: Claim, key: str, text: str) -> Task:
    """Keep words for whoever works on a task, heard or not.

    Raises:
        Refused: not theirs, or nobody works on it.
    """
    target = access.task(tx, claim, Action.STEER, key=key)
    check(Offer.STEER, target)
    row = {"team": target.team, "task_id": target.id, "who": claim.user, "text": clean(text)[:LONGEST], "at": tx.now}
    tx.conn.execute(sa.insert(steer), row)
    tx.note(target.team, claim.user, Happening.STEER, target.name, why=clean(text)[:300])
    return target
