"""Who used Sluice before: nobody becomes a reviewer out of the blue."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.prepared import Statement
from storage.rules.people import Person
from storage.rules.values.worker import WorkerKind
from storage.tables import decision, inbox, person, task

ANSWERS = "asks:", "asked:", "offer:", "decides:"  # how the keys begin of who was asked whether they decide, and said
TAKEN, DECLINED = "taken", "declined"  # the answers of who was asked whether they decide


def has_used(read: Read, the_person: Person) -> bool:
    """Tell whether a person ever set times, assigned, decided, handed in, or took something that they were asked to."""
    if the_person.chose_times:
        return True
    own = task.c.team == the_person.team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == the_person.user
    ways = (
        sa.exists().where(task.c.team == the_person.team, task.c.assigner == the_person.user),
        sa.exists().where(decision.c.team == the_person.team, decision.c.who == the_person.user),
        sa.exists().where(*own, task.c.draft_version > 0),
        sa.exists().where(inbox.c.team == the_person.team, inbox.c.key == _key(the_person.user)),
    )
    return bool(read.conn.execute(sa.select(sa.or_(*ways))).scalar())


def took(tx: Tx, team: str, user: str) -> None:
    """Note that a person took what they were asked to decide: they are not asked again."""
    query = sa.select(inbox.c.key).where(inbox.c.team == team, inbox.c.key == _key(user))
    if tx.conn.execute(query).first() is None:
        tx.once(team, _key(user))


def _key(user: str) -> str:
    return f"decides:{user}"


def introduce(tx: Tx, team: str, user: str) -> None:
    """Mark a new person as welcomed: what comes to them next takes the place of the welcome."""
    new = person.c.team == team, person.c.user == user, person.c.welcomed_at.is_(None)
    tx.conn.execute(sa.update(person).where(*new).values(welcomed_at=tx.now))


def count_first(tx: Tx, reviewer: Person) -> bool:
    """Tell whether a task is one of the first that a new person decides on, and count it: its first draft is brought
    as soon as it is ready, as its receipt says, whatever comes between."""
    if reviewer.chose_times or reviewer.brought >= tx.terms.first:
        return False
    return _counted.first(tx.conn, reviewer.team, reviewer.user, tx.terms.first) is not None


@Statement
def _counted(team: str, user: str, most: int) -> sa.Executable:
    mine = person.c.team == team, person.c.user == user, person.c.brought < most
    return sa.update(person).where(*mine).values(brought=person.c.brought + 1).returning(person.c.user)
