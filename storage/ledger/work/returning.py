"""Somebody was gone and is a full member again: nothing says any more that they are gone."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.work.asking_assigner import take_back_all
from storage.ledger.work.gate import release
from storage.rules.gone import LEFT, NO_MEMBER
from storage.rules.told import STUCK
from storage.rules.values.item import Remedy
from storage.tables import inbox, item, task


def come_back(tx: Tx, team: str, user: str) -> None:
    """Take back what was asked, and may be told again, since somebody was gone who is a full member again."""
    tx.conn.execute(sa.delete(inbox).where(inbox.c.team == team, inbox.c.key.startswith(f"{STUCK}{user}:")))
    room = set[str]()
    for why in (f"<@{user}> {LEFT}.", f"<@{user}> {NO_MEMBER}."):
        room |= take_back_all(tx, team, why)
    for reviewer in sorted(room):
        release(tx, team, reviewer)


def see_who_is_back(tx: Tx, team: str) -> None:
    """Take back what was asked and told of people whom the installation names again since its last start."""
    asked = item.c.team == team, item.c.closed_at.is_(None), item.c.remedy == str(Remedy.WORKER)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    workers = sa.select(task.c.worker).join_from(item, task, of_task).where(*asked).distinct()
    keys = sa.select(inbox.c.key).where(inbox.c.team == team, inbox.c.key.startswith(STUCK))
    told = [key.removeprefix(STUCK).partition(":")[0] for key in tx.conn.execute(keys).scalars()]
    for user in sorted({*tx.conn.execute(workers).scalars(), *told}):
        the_person = people.find(tx, team, user)
        if the_person is not None and the_person.actor.outside is None:
            come_back(tx, team, user)
