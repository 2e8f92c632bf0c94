"""A task passes to another worker, or to another reviewer; and what asks its assigner whether it shall."""

import re
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Tx
from storage.ledger.index import renew_words
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.finding_tasks import get_task, tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf import owed, standing_in
from storage.ledger.shelf.fresh import FRESH
from storage.ledger.work import newcomers
from storage.ledger.work.asking_assigner import ask_assigner, is_asked
from storage.ledger.work.closing import close_items
from storage.ledger.work.ending_series import end_series_of
from storage.ledger.work.gate import release
from storage.ledger.work.owing import check_worker, tell
from storage.ledger.work.starting import restart_attempt
from storage.ledger.work.state import change_state
from storage.ledger.work.steps import before
from storage.ledger.work.stopping import stop_work
from storage.ledger.work.voiding import void_all
from storage.rules import clarity
from storage.rules.gone import LEFT, NO_MEMBER
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED, TRANSITIONS, Event
from storage.rules.offers import Offer, check
from storage.rules.refusal import Refused
from storage.rules.values.attempt import AttemptState
from storage.rules.values.item import Remedy
from storage.rules.values.profile import Profile
from storage.rules.values.task import State, Task
from storage.rules.values.worker import Worker, WorkerKind, agent, colleague
from storage.tables import item, task

_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,20})>")


def named(note: str) -> Worker:
    """Return the worker that a decision names: a mention, or an agent's name."""
    mention = _MENTION.fullmatch(note.strip())
    return colleague(mention[1]) if mention else agent(note.strip())


def check_taker(tx: Tx, target: Task, worker: Worker, by: str, profile: Profile | None = None) -> None:
    """Check that a task can pass to a worker.

    Raises:
        Refused: it is closed, they have it already, or they can't take it.
    """
    check(Offer.GIVE, target)
    if worker == target.brief.worker and target.state is not State.DECLINED:
        raise Refused(f"{target.name} is with {worker} already.")
    if worker.is_person:
        check_worker(tx, target.team, worker.name, by=by, reviewer=target.reviewer, profile=profile)


def give(tx: Tx, target: Task, worker: Worker, by: str) -> Task:
    """Pass a task to another worker, who goes on from what was asked last and sees what was done; return it as it is
    then. An agent begins where there is room."""
    tx.note(target.team, by, Happening.REASSIGN, target.name, became=str(worker), why=f"was with {target.brief.worker}")
    if (target.state, Event.REASSIGN) in TRANSITIONS:
        stop_work(tx, target, AttemptState.REASSIGNED)
        change_state(tx, target, Event.REASSIGN, by)
        close_items(tx, target, f"{worker} works on it now.", by)
        _hold_again(tx, get_task(tx, target.team, target.id))
    mine = task.c.team == target.team, task.c.id == target.id
    values = {"worker": worker.name, "worker_kind": worker.kind, "version": task.c.version + 1, "changed_at": tx.now}
    unseen = {"told_at": None, "reminded_at": None, "late_at": None}
    tx.conn.execute(sa.update(task).where(*mine).values(values | unseen))
    renew_words(tx, target.team, target.id)
    _tell_before(tx, target, worker, by)
    given = get_task(tx, target.team, target.id)
    if given.state is State.UNCLEAR and not clarity.missing(given.brief):
        change_state(tx, given, Event.CLARIFY, by)
    release(tx, target.team, target.reviewer)
    return get_task(tx, target.team, target.id)


def _tell_before(tx: Tx, target: Task, worker: Worker, by: str) -> None:
    """Tell a colleague who worked on a task that somebody else does now, unless they gave it back themselves."""
    last = target.brief.worker
    if not last.is_person:
        return
    owed.redraw(tx, target.team, last.name, [target.id])
    if target.told_at is not None and target.state is not State.DECLINED and last.name != by:
        now = f"goes to {worker} if it is revised" if target.state is State.READY else f"is with {worker} now"
        text = f"{target.name} {now}: nothing is left for you to do. <@{by}> decided that."
        tell(tx, target.team, last.name, text)


def wait(tx: Tx, target: Task, by: str) -> None:
    """Leave a task with the colleague who has it; one who declined it is asked again."""
    if target.state is State.DECLINED and not _hold_again(tx, target):
        change_state(tx, target, Event.RETRY, by)
        restart_attempt(tx, get_task(tx, target.team, target.id))


def _hold_again(tx: Tx, target: Task) -> bool:
    """Hold a task that was declined, or given away, where one before it was opened again meanwhile; return whether."""
    opened = [done.name for done in before(tx, target.team, [target.id]) if done.state not in CLOSED]
    if opened:
        change_state(tx, target, Event.HOLD, "", f"{opened[0]} was opened again meanwhile.")
    return bool(opened)


def give_review(tx: Tx, target: Task, reviewer: str, by: str, note: str = "") -> Task:
    """Let somebody else decide on a task from now on, and return it as it is then; what waits moves to them, or to who
    stands in for them. A decision that can still be undone is taken back: somebody else's is wanted.

    Args:
        note: a word to them.
    """
    mine = task.c.team == target.team, task.c.id == target.id
    first = newcomers.count_first(tx, people.ensure(tx, target.team, reviewer))
    values: dict[str, Any] = {"reviewer": reviewer, "first": first, "version": task.c.version + 1, "changed_at": tx.now}
    if target.brief.invited:  # who was asked to decide does not any more
        values["brief"] = brief_json(replace(target.brief, invited=""))
    tx.conn.execute(sa.update(task).where(*mine).values(values))
    renew_words(tx, target.team, target.id)
    shelf, stands_for = standing_in.shelf_of(tx, target, reviewer)
    waiting = item.c.team == target.team, item.c.task_id == target.id, item.c.closed_at.is_(None)
    own = sa.or_(item.c.reviewer == target.reviewer, item.c.stands_for == target.reviewer)
    if target.reviewer == target.assigner:  # who works on it is asked of who assigned it, whoever decides
        own = sa.and_(own, item.c.remedy != str(Remedy.WORKER))
    given = {"given_by": by if by != reviewer else "", "given_note": note, **FRESH}
    moved = sa.update(item).where(*waiting, own).values(reviewer=shelf, stands_for=stands_for, **given)
    items = tx.conn.execute(moved.returning(item.c.id)).scalars().all()
    void_all(tx, target, items, f"<@{by}> let <@{reviewer}> decide.", by)
    for item_id in items:
        redraw(tx, target.team, item_id)
    tx.note(
        target.team,
        by,
        Happening.REVIEWER,
        target.name,
        became=f"<@{reviewer}>",
        why=note or f"was <@{target.reviewer}>",
    )
    for user in (target.reviewer, reviewer):
        release(tx, target.team, user)
    return get_task(tx, target.team, target.id)


def worker_left(tx: Tx, team: str, user: str, left: bool = True, said: str = "") -> None:
    """Ask who assigned them what becomes of the tasks of a colleague who left the workspace, or is no full member.

    Args:
        said: what is said of them, without their name where they are to be forgotten.
    """
    states = task.c.state.in_([state for state in State if state not in CLOSED])
    mine = task.c.team == team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == user, states
    why = said or f"<@{user}> {LEFT if left else NO_MEMBER}."
    for target in map(task_of, tx.conn.execute(tasks().where(*mine).order_by(task.c.id)).all()):
        if target.state in (State.WORKING, State.ASKING) and not is_asked(tx, target, why):
            ask_assigner(tx, target, why)
    end_series_of(tx, team, user, why)


def left_out(tx: Tx, team: str) -> None:
    """Ask what becomes of the tasks of colleagues whom the installation does not name any more since its last start."""
    theirs = task.c.team == team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.state.not_in(list(CLOSED))
    for user in tx.conn.execute(sa.select(task.c.worker).where(*theirs).distinct()).scalars().all():
        if tx.terms.policy.leaves_out(user):
            worker_left(tx, team, user, left=False)
