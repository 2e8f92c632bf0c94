"""What decisions set going, once the time to undo is over: each effect is one transaction and happens once."""

import contextlib

import sqlalchemy as sa

from storage.jobs.port import Again
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.decisions import undelivered
from storage.ledger.decisions.delivering import deliver
from storage.ledger.decisions.learning import learn
from storage.ledger.messages.posting import put_post, tell_admins
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows import decision_of, get_task, item_of
from storage.ledger.shelf import owed
from storage.ledger.work.behind import steps_behind
from storage.ledger.work.ending import end_blocked
from storage.ledger.work.gate import release
from storage.ledger.work.owing import owe
from storage.ledger.work.passing_on import check_taker, give, named, wait
from storage.ledger.work.starting import next_version, retry, start
from storage.ledger.work.state import change_state, close_items
from storage.ledger.work.steps import GONE, before, decided_by_hand, promise_rest, waive
from storage.ledger.work.stopping import closed, stop_work
from storage.ledger.work.turns import promise_attempt
from storage.ledger.work.voiding import void
from storage.rules.authority import Claim, Subject
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED, Event
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.values.attempt import AttemptState
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Remedy
from storage.rules.values.task import State, Task
from storage.rules.verdicts import ANSWERS, RULES
from storage.tables import attempt, decision, item

HOUR = 3600.0  # seconds
UNKNOWN_AGAIN = 15.0  # seconds until it is looked again whether who decided is known
IMPOSSIBLE = "it can't be done as it was asked."


def decider(read: Read, team: str, decision_id: int) -> str | None:
    """Return who took a decision that has not taken effect, or whose rule did; None when it has, was undone, or is not
    there."""
    of_item = sa.and_(item.c.team == decision.c.team, item.c.id == decision.c.item_id)
    row = read.conn.execute(
        sa.select(decision.c.who, item.c.reviewer)
        .join_from(decision, item, of_item)
        .where(
            decision.c.team == team,
            decision.c.id == decision_id,
            decision.c.effected_at.is_(None),
            decision.c.undone_at.is_(None),
        )
    ).first()
    return None if row is None else row.who or row.reviewer


def effect(tx: Tx, team: str, decision_id: int) -> bool:
    """Do what a decision sets going, all in one transaction and once.

    Returns:
        False when it was undone or done before, or is impossible: then it is taken back, and who decided is told.

    Raises:
        Again: Slack has not said who decided.
    """
    row = tx.conn.execute(
        sa.update(decision)
        .where(
            decision.c.team == team,
            decision.c.id == decision_id,
            decision.c.effected_at.is_(None),
            decision.c.undone_at.is_(None),
        )
        .values(effected_at=tx.now)
        .returning(decision)
    ).first()
    if row is None:
        return False
    the_decision = decision_of(row)
    target = item_of(tx, tx.conn.execute(sa.select(item).where(item.c.team == team, item.c.id == row.item_id)).one())
    decided_by = Claim(the_decision.who or target.reviewer, team)  # a rule may what its owner may
    if access.actor_of(tx, decided_by).outside is Subject.NOT_KNOWN:
        raise Again(UNKNOWN_AGAIN, "nobody knows who decided")  # it waits, and is not taken back
    try:
        access.check(tx, decided_by, RULES[the_decision.verdict].needs, access.roles(target))
        with tx.conn.begin_nested():
            result = _apply(tx, target, the_decision)
    except (Refused, sa.exc.IntegrityError) as no:
        void(tx, target.task, the_decision.id, no.why if isinstance(no, Refused) else IMPOSSIBLE)
        redraw(tx, team, target.id)
        return False
    tx.conn.execute(
        sa.update(decision).where(decision.c.team == team, decision.c.id == decision_id).values(result=result)
    )
    learn(tx, target, the_decision)
    redraw(tx, team, target.id)
    release(tx, team, target.stands_for or target.reviewer)
    return True


def tell_waiting(tx: Tx, team: str, decision_id: int, why: str) -> float:
    """Tell a decider once that what they decided waits, since Slack does not say whether they are a member; after an
    hour tell the administrators, once a day.

    Returns:
        The seconds that it has waited.
    """
    row = tx.conn.execute(sa.select(decision).where(decision.c.team == team, decision.c.id == decision_id)).first()
    if row is None:
        return 0.0
    waited: float = (tx.now - row.effect_due).total_seconds()
    task = item_of(tx, tx.conn.execute(sa.select(item).where(item.c.team == team, item.c.id == row.item_id)).one()).task
    text = (
        f"What you decided on {task.name} waits: Slack does not say whether you are a member of this workspace "
        f"({why}). Nothing is lost; it takes effect as soon as Slack says so."
    )
    if waited > HOUR:
        about = f"Decisions of <@{row.who}> wait: Slack does not say whether they are a member ({why})."
        tell_admins(tx, team, about, f"membership {row.who}")
    key = f"waiting:{decision_id}"
    with contextlib.suppress(Duplicate):
        tx.once(team, key, kept={"text": text, "plain": True})
        put_post(tx, team, PostKind.LINE, key, owner=row.who or task.reviewer)
        mine = decision.c.team == team, decision.c.id == decision_id
        result = f"not done yet: a message to <@{row.who}> says why"  # words that follow “It was”
        tx.conn.execute(sa.update(decision).where(*mine).values(result=result))
        tx.note(team, "", Happening.EFFECT_WAITS, task.name, why=why[:300])
        redraw(tx, team, row.item_id)
    return waited


def _apply(tx: Tx, item: Item, decision: Decision) -> str:
    if decision.verdict in ANSWERS:
        _answered(tx, item, decision)
        return ""
    if item.remedy is Remedy.DELIVERY:
        undelivered.settle(tx, item, decision)
        return ""
    if decision.verdict is Verdict.WITHOUT:
        waive(tx, item.task)
    if decision.verdict in (Verdict.GIVE, Verdict.WAIT):
        _pass_on(tx, item, decision)
        return ""
    if decision.verdict is Verdict.CANCEL:
        stop_work(tx, item.task)  # a colleague may have it still
    event = RULES[decision.verdict].causes if decision.who else Event.BY_HABIT
    change_state(tx, item.task, event, decision.who, decision.note)
    close_items(tx, item.task, "another decision came first.", decision.who)
    if decision.verdict is Verdict.CANCEL and item.remedy in (Remedy.REOPEN, Remedy.WITHOUT):
        _cancel_rest(tx, item.task, decision.who)
    now = get_task(tx, item.task.team, item.task.id)
    if now.state in CLOSED:
        closed(tx, now)
    if decision.verdict is Verdict.WITHOUT:
        promise_rest(tx, now.team, [now.id])
        release(tx, now.team, now.reviewer)
        return ""
    if decision.verdict is Verdict.APPROVE:
        decided_by_hand(tx, now)
        return deliver(tx, now, decision.id, decision.who)
    if decision.verdict is Verdict.REVISE:
        version, base = next_version(tx, now), decision.draft_version
        start(tx, now, event=None, version=version, base=base, points=decision.points, note=decision.note)
    elif decision.verdict is Verdict.RETRY:
        retry(tx, now)
    _tell_assigner(tx, now, decision)
    return ""


def _cancel_rest(tx: Tx, first: Task, user: str) -> None:
    """Cancel what waits for the same as a task that is canceled, with all that comes after: what its problem names."""
    gone = [done for done in before(tx, first.team, [first.id]) if done.state in GONE]
    rest = {waiter.id: waiter for done in (first, *gone) for waiter in steps_behind(tx, done)}
    end_blocked(tx, [rest[id_] for id_ in sorted(rest) if rest[id_].state is State.BLOCKED], user)


def _pass_on(tx: Tx, target: Item, decision: Decision) -> None:
    """The task goes to who was named, or stays where it is; the problem leaves the shelf."""
    team = target.task.team
    own = item.c.team == team, item.c.id == target.id
    tx.conn.execute(sa.update(item).where(*own).values(closed_at=tx.now, version=item.c.version + 1))
    if decision.verdict is Verdict.WAIT:
        wait(tx, target.task, decision.who)
        return
    worker = named(decision.note)
    check_taker(tx, target.task, worker, decision.who)
    give(tx, target.task, worker, decision.who)


def _answered(tx: Tx, target: Item, decision: Decision) -> None:
    """The question leaves the shelf; its attempt goes on when it was the last one."""
    team = target.task.team
    row = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == team, item.c.id == target.id)
        .values(closed_at=tx.now, version=item.c.version + 1)
        .returning(item.c.attempt_id)
    ).one()
    tx.note(team, decision.who, Happening.ANSWERED, target.task.name, became=decision.verdict, why=decision.note)
    unanswered = sa.select(item.c.id).where(
        item.c.team == team, item.c.attempt_id == row.attempt_id, item.c.closed_at.is_(None)
    )
    if tx.conn.execute(unanswered).first() is not None:
        return
    if target.task.brief.worker.is_person:
        _tell_colleague(tx, target, decision, row.attempt_id)
        return
    asking = attempt.c.team == team, attempt.c.id == row.attempt_id, attempt.c.state == AttemptState.ASKING
    if tx.conn.execute(sa.update(attempt).where(*asking).values(state=AttemptState.DUE)).rowcount != 1:
        return
    others = attempt.c.team == team, attempt.c.task_id == target.task.id, attempt.c.state == AttemptState.ASKING
    if target.task.state is State.ASKING and tx.conn.execute(sa.select(attempt.c.id).where(*others)).first() is None:
        change_state(tx, target.task, Event.ANSWER, decision.who)
    promise_attempt(tx, get_task(tx, team, target.task.id), row.attempt_id, hurry=5)


def _tell_colleague(tx: Tx, target: Item, decision: Decision, attempt_id: int) -> None:
    """A colleague goes on: the answer comes with their next collection, or at once where it is due before that."""
    team = target.task.team
    asking = attempt.c.team == team, attempt.c.id == attempt_id, attempt.c.state == AttemptState.ASKING
    if tx.conn.execute(sa.update(attempt).where(*asking).values(state=AttemptState.THEIRS)).rowcount == 1:
        change_state(tx, target.task, Event.ANSWER, decision.who)
        owe(tx, get_task(tx, team, target.task.id))
        owed.redraw(tx, team, target.task.brief.worker.name, [target.task.id])


def _tell_assigner(tx: Tx, now: Task, decision: Decision) -> None:
    if now.assigner != decision.who and decision.verdict in (Verdict.REVISE, Verdict.REJECT):
        put_post(tx, now.team, PostKind.DECIDED, decision.id, owner=now.assigner)
