"""What each verdict does with its item and its task."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import undelivered
from storage.ledger.decisions.answered import answered
from storage.ledger.decisions.delivering import deliver
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.work.behind import steps_behind
from storage.ledger.work.closing import close_items
from storage.ledger.work.ending import end_blocked
from storage.ledger.work.gate import release
from storage.ledger.work.passing_on import check_taker, give, named, wait
from storage.ledger.work.starting import next_version, retry, start
from storage.ledger.work.state import change_state
from storage.ledger.work.steps import before, decided_by_hand, promise_rest, take_material, waive
from storage.ledger.work.stopping import finish_task, stop_work, tell_canceled
from storage.rules.lifecycle import CLOSED, GONE, Event
from storage.rules.posts import PostKind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Remedy
from storage.rules.values.task import State, Task
from storage.rules.verdicts import ANSWERS, RULES
from storage.tables import item


def apply_verdict(tx: Tx, item: Item, decision: Decision) -> str:
    """Do what a verdict asks for; return what came of a delivery so far, in words that follow “It was”."""
    if decision.verdict in ANSWERS:
        answered(tx, item, decision)
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
        tell_canceled(tx, item.task, decision.who)
    if decision.verdict is Verdict.APPROVE:
        decided_by_hand(tx, item.task)  # before its words are renewed, by which it is found
    event = RULES[decision.verdict].causes if decision.who else Event.BY_HABIT
    assert event is not None  # what causes none was done above
    change_state(tx, item.task, event, decision.who, decision.note)
    close_items(tx, item.task, "another decision came first.", decision.who)
    if decision.verdict is Verdict.CANCEL and item.remedy in (Remedy.REOPEN, Remedy.WITHOUT):
        _cancel_rest(tx, item.task, decision.who)
    current = get_task(tx, item.task.team, item.task.id)
    if current.state in CLOSED:
        finish_task(tx, current)
    if decision.verdict is Verdict.WITHOUT:
        promise_rest(tx, current.team, [current.id])
        release(tx, current.team, current.reviewer)
        return ""
    if decision.verdict is Verdict.APPROVE:
        return deliver(tx, current, decision.id, decision.who)
    if decision.verdict is Verdict.REVISE:
        current = _with_material(tx, current)
        version, base = next_version(tx, current), decision.draft_version
        start(tx, current, event=None, version=version, base=base, points=decision.points, note=decision.note)
    elif decision.verdict is Verdict.RETRY:
        retry(tx, _with_material(tx, current))
    _tell_assigner(tx, current, decision)
    return ""


def _with_material(tx: Tx, current: Task) -> Task:
    """Return a step with the drafts that are approved now; with those that it has while one before it is undecided."""
    waited = before(tx, current.team, [current.id])
    return take_material(tx, current) if all(done.state in CLOSED for done in waited) else current


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


def _tell_assigner(tx: Tx, current: Task, decision: Decision) -> None:
    if current.assigner != decision.who and decision.verdict in (Verdict.REVISE, Verdict.REJECT):
        put_post(tx, current.team, PostKind.DECIDED, decision.id, owner=current.assigner)
