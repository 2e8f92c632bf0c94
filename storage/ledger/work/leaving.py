"""Who left the workspace: what waited for their decision goes to who assigned it, then to an administrator; what they
had assigned, to who decides on it."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.index import renew_words
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.finding_tasks import get_task, tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf import standing_in
from storage.ledger.shelf.fresh import FRESH
from storage.ledger.work.gate import release
from storage.ledger.work.inheriting import inherit, inherit_series
from storage.ledger.work.owing import tell
from storage.ledger.work.returning import see_who_is_back
from storage.ledger.work.series_reviewers import pass_series_on, people_of_series
from storage.ledger.work.standing_down import stand_down
from storage.ledger.work.stuck import stuck_series, stuck_task, tell_stuck
from storage.rules.authority import Subject
from storage.rules.gone import LEFT
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.rules.values.worker import colleague
from storage.rules.words import listed
from storage.tables import item, person, task

MAY_NOT_DECIDE = "is no full member of this workspace, so they can't decide"
NOT_NAMED = "is not named in the list `people`, so they can't decide here"


def hand_over(tx: Tx, team: str, user: str, *, said: str = "", left: bool = True) -> None:
    """Give the tasks of a reviewer that are open, or not delivered, to the next person who may decide; a task stays
    where there is nobody.

    Args:
        said: what is said of them, without their name where they are to be forgotten.
        left: whether they left the workspace; else they are no full member of it.
    """
    stand_down(tx, team, user, "Who stood in for you can't decide here any more")
    mine = task.c.team == team, task.c.reviewer == user, _is_live(team)
    given, stuck = dict[str, list[str]](), list[int]()
    for target in map(task_of, tx.conn.execute(tasks().where(*mine).order_by(task.c.id)).all()):
        heir = _heir(tx, target)
        if heir is None:
            stuck.append(target.id)
            continue
        _give(tx, target, heir, left)
        given.setdefault(heir, []).append(target.name)
    for heir, names in pass_series_on(tx, team, user, f"{user} {'left' if left else 'may not decide'}").items():
        given.setdefault(heir, []).extend(names)
    _pass_questions_on(tx, team, user)
    why = said or f"<@{user}> {LEFT if left else MAY_NOT_DECIDE}."
    for heir, names in sorted(given.items()):
        tell(tx, team, heir, f"{why} You decide in their place: {listed(names)}. /sluice shows what waits.")
    owners = _inherit(tx, team, user, why)
    tell_stuck(tx, team, user, [stuck_task(get_task(tx, team, task_id)) for task_id in stuck], why)
    tell_stuck(tx, team, user, stuck_series(tx, team, user), why, way_out="Edit")
    for reviewer in sorted({*given, *owners}):
        release(tx, team, reviewer)


def _inherit(tx: Tx, team: str, user: str, why: str) -> list[str]:
    """Pass on what somebody assigned, tell who has it now, and return who decides on it."""
    inherited, goes_on = inherit(tx, team, user), inherit_series(tx, team, user)
    for heir in sorted({*inherited, *goes_on}):
        names = [one.name for one in inherited.get(heir, ())]
        names += [f"{name} with all its tasks" for name in goes_on.get(heir, ())]
        tell(tx, team, heir, f"{why} What they assigned is yours now: {listed(names)}.")
    return [one.reviewer for theirs in inherited.values() for one in theirs]


def hand_over_outsiders(tx: Tx, team: str) -> None:
    """Hand over what people had whom the installation does not name any more since its last start, and what nobody
    could take then: an administrator may be named now."""
    see_who_is_back(tx, team)
    live = task.c.team == team, _is_live(team)
    reviewers, assigners = (sa.select(column).where(*live) for column in (task.c.reviewer, task.c.assigner))
    deciders = sa.select(item.c.reviewer).where(item.c.team == team, item.c.closed_at.is_(None))
    stand_ins = sa.select(person.c.stand_in).where(person.c.team == team, person.c.stand_in != "")
    named = sa.union(reviewers, assigners, deciders, stand_ins)
    for user in sorted(set(tx.conn.execute(named).scalars()) | people_of_series(tx, team)):
        hand_over_outsider(tx, team, user)


def hand_over_outsider(tx: Tx, team: str, user: str) -> None:
    """Hand over what somebody has who can't decide here any more; of anybody else nothing changes."""
    the_person = people.find(tx, team, user)
    if tx.terms.policy.leaves_out(user):
        hand_over(tx, team, user, said=f"<@{user}> {NOT_NAMED}.", left=False)
    elif the_person is not None and not the_person.actor.may_be_member:
        hand_over(tx, team, user, left=the_person.actor.outside is Subject.DEACTIVATED)


def _is_live(team: str) -> sa.ColumnElement[bool]:
    """Return the condition of a task that is open, or of which something is still to be delivered."""
    missing = item.c.team == team, item.c.remedy == str(Remedy.DELIVERY), item.c.closed_at.is_(None)
    return sa.or_(task.c.state.not_in(CLOSED), task.c.id.in_(sa.select(item.c.task_id).where(*missing)))


def _heir(tx: Tx, task: Task) -> str | None:
    for user in (task.assigner, *sorted(tx.terms.policy.admins)):
        if user == task.reviewer or (tx.terms.policy.four_eyes and user == task.assigner):
            continue
        if task.brief.worker == colleague(user):
            continue  # nobody decides on their own work
        if people.may_be_member(tx, task.team, user):
            people.ensure(tx, task.team, user)
            return user
    return None


def _give(tx: Tx, target: Task, heir: str, left: bool) -> None:
    of_task = task.c.team == target.team, task.c.id == target.id
    tx.conn.execute(sa.update(task).where(*of_task).values(reviewer=heir, version=task.c.version + 1))
    renew_words(tx, target.team, target.id)
    waiting = item.c.team == target.team, item.c.task_id == target.id, item.c.closed_at.is_(None)
    _move(tx, target, heir, *waiting, sa.or_(item.c.reviewer == target.reviewer, item.c.stands_for == target.reviewer))
    tx.note(
        target.team,
        heir,
        Happening.TAKE_OVER,
        target.name,
        why=f"{target.reviewer} {'left' if left else 'may not decide'}",
    )


def _move(tx: Tx, target: Task, heir: str, *which: sa.ColumnElement[bool]) -> None:
    """Put items of a task on the shelf of who decides now, or of who stands in for them: they are new to them."""
    shelf, stands_for = standing_in.shelf_of(tx, target, heir)
    moved = sa.update(item).where(*which).values(reviewer=shelf, stands_for=stands_for, **FRESH)
    for item_id in tx.conn.execute(moved.returning(item.c.id)).scalars().all():
        redraw(tx, target.team, item_id)


def _pass_questions_on(tx: Tx, team: str, user: str) -> None:
    """Give what asked somebody about others' tasks to who decides on those, else to who may; it stays where nobody
    may."""
    asked = item.c.team == team, item.c.closed_at.is_(None), sa.or_(item.c.reviewer == user, item.c.stands_for == user)
    for row in tx.conn.execute(sa.select(item.c.id, item.c.task_id).where(*asked)).all():
        target = get_task(tx, team, row.task_id)
        may_decide = target.reviewer != user and people.may_be_member(tx, team, target.reviewer)
        heir = target.reviewer if may_decide else _heir(tx, target)
        if heir is not None:
            _move(tx, target, heir, item.c.team == team, item.c.id == row.id)
