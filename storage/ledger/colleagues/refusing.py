"""A person takes no tasks of others, or takes them again."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.values.task import State
from storage.rules.values.worker import WorkerKind
from storage.tables import person, task


def refuse(tx: Tx, claim: Claim, refuses: bool) -> int:
    """Keep whether a person takes tasks of others; return how many they have.

    Raises:
        Refused: they are no full member.
    """
    access.person(tx, claim, Action.SETTINGS)
    mine = person.c.team == claim.team, person.c.user == claim.user
    tx.conn.execute(sa.update(person).where(*mine).values(refuses=refuses))
    tx.note(claim.team, claim.user, Happening.REFUSES if refuses else Happening.TAKES_TASKS, claim.user)
    states = [str(State.WORKING), str(State.ASKING)]
    conditions = task.c.team == claim.team, task.c.worker == claim.user, task.c.worker_kind == str(WorkerKind.PERSON)
    query = sa.select(sa.func.count()).select_from(task).where(*conditions, task.c.state.in_(states))
    return int(tx.conn.execute(query).scalar_one())
