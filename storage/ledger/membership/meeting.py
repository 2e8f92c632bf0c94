"""What follows when Slack says who somebody is: what waited for that begins, or is closed."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work.asking_newcomers import ask_first
from storage.ledger.work.gate import release
from storage.ledger.work.state import change_state
from storage.ledger.work.stopping import finish_task
from storage.rules.authority import MEMBERS_ONLY
from storage.rules.lifecycle import NOT_BEGUN, Event
from storage.rules.posts import PostKind
from storage.rules.values.task import State
from storage.rules.words import listed
from storage.tables import task


def let_begin(tx: Tx, team: str, user: str) -> None:
    """Start what a new member assigned or decides, as far as there is room."""
    now_decide = ask_first(tx, team, user)
    waiting = task.c.team == team, task.c.state == State.WAITING
    theirs = sa.or_(task.c.assigner == user, task.c.reviewer == user)
    found = tx.conn.execute(sa.select(task.c.reviewer).where(*waiting, theirs).distinct()).scalars().all()
    for reviewer in sorted({*found, *now_decide}):
        release(tx, team, reviewer)


def is_awaited(read: Read, team: str, user: str) -> bool:
    """Tell whether something that a person assigned or is to decide on has not begun: another command may have kept
    their profile meanwhile, and started nothing of it."""
    theirs = sa.or_(task.c.assigner == user, task.c.reviewer == user)
    query = sa.select(task.c.id).where(task.c.team == team, theirs, task.c.state.in_(NOT_BEGUN))
    return read.conn.execute(query.limit(1)).first() is not None


def turn_away(tx: Tx, team: str, user: str) -> None:
    """Close the tasks of somebody who turns out to be no full member, and tell them: nothing of it has begun."""
    theirs = task.c.team == team, task.c.assigner == user, task.c.state.in_(NOT_BEGUN)
    found = [task_of(row) for row in tx.conn.execute(tasks().where(*theirs).order_by(task.c.id)).all()]
    for target in reversed(found):  # the last step first, so that nobody is asked what becomes of it
        change_state(tx, target, Event.CANCEL, "", MEMBERS_ONLY)
        finish_task(tx, target)
    if found:
        names, are = listed([target.name for target in found]), "are" if found[1:] else "is"
        key = new_key()
        tx.once(team, key, kept={"text": f"{MEMBERS_ONLY} Nothing was started: {names} {are} closed.", "plain": True})
        put_post(tx, team, PostKind.LINE, key, owner=user)
