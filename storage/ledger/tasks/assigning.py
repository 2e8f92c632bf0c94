"""Work comes in: assign, edit, bring when ready, cancel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.index import renew_words
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf.bringing_given import bring_waiting
from storage.ledger.tasks.chaining import make_next
from storage.ledger.tasks.receipts import receipt_of, renewed
from storage.ledger.tasks.telling_worker import tell_changed
from storage.ledger.work.closing import close_items
from storage.ledger.work.filing import stream_id
from storage.ledger.work.freeing import free_budget
from storage.ledger.work.gate import release
from storage.ledger.work.making import Order, make, reviewer_of
from storage.ledger.work.owing import check_colleague, go_on, goes_on, look_when_due, tell
from storage.ledger.work.passing_on import check_taker, give
from storage.ledger.work.starting import restart_attempt
from storage.ledger.work.state import change_state
from storage.ledger.work.steps import open_before, promise_rest, redraw_before
from storage.ledger.work.stopping import finish_task, stop_work, tell_canceled
from storage.rules import clarity
from storage.rules.authority import Action, Claim
from storage.rules.brief import title_of, without_due
from storage.rules.gate import Cause
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import RUNNING, Event
from storage.rules.noted import When
from storage.rules.offers import Offer, check
from storage.rules.pages.receipts import Receipt
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.source import Source
from storage.rules.values.task import State, Task
from storage.rules.words import split_long
from storage.tables import task


def assign(
    tx: Tx,
    claim: Claim,
    brief: Brief,
    place: Place,
    key: str | None = None,
    profiles: Mapping[str, Profile] = MappingProxyType({}),
) -> Receipt:
    """Make a task, and start it or let it wait: for room, for a word on what should come back, or until Slack has said
    who its people are.

    Args:
        profiles: what Slack said just now of people whom the brief names and who were not known, by their ids.

    Raises:
        Refused: the assigner, the reviewer or the worker may not.
        Duplicate: Slack sent this before; its subject is the task's key.
    """
    owner = access.person(tx, claim, Action.ASSIGN)
    reviewer = reviewer_of(tx, claim.team, owner, brief.reviewer, profiles)
    check_colleague(tx, owner, brief, reviewer, profiles)
    after = open_before(tx, claim, brief.after)
    tx.once(claim.team, key, task_key := new_key())
    first = Order(owner=owner, reviewer=reviewer, brief=brief, place=place, key=task_key, after=after)
    new_task, hold = make(tx, replace(first, flows=brief.flows))
    steps = make_next(tx, first, new_task, profiles)
    suggests = tx.terms.suggests and not brief.worker.is_person
    if suggests and new_task.state is not State.UNCLEAR and not (hold and hold.cause is Cause.NOT_KNOWN):
        tx.promise(claim.team, JobKind.SUGGEST, new_task.id, priority=-15)
    decider = owner if new_task.reviewer == owner.user else reviewer
    return receipt_of(tx, new_task, owner, decider, hold, steps=steps, new=True)


def only_me(tx: Tx, claim: Claim, key: str) -> Receipt:
    """Keep a task out of channels from now on.

    Raises:
        Refused: it does not exist, or somebody else assigned it.
    """
    target = access.task(tx, claim, Action.EDIT, key=key)
    if target.shown_in:
        tx.conn.execute(sa.update(task).where(task.c.team == claim.team, task.c.id == target.id).values(shown_in=""))
        tx.note(claim.team, claim.user, Happening.ONLY_ME, target.name, was=target.shown_in)
    return renewed(tx, get_task(tx, target.team, target.id))


def bring(tx: Tx, claim: Claim, key: str) -> Receipt:
    """Have a task brought as soon as it is ready, at once where it is, and return its new receipt.

    Raises:
        Refused: it is closed, or brought already.
    """
    target = access.task(tx, claim, Action.BRING, key=key)
    check(Offer.BRING, target)
    if target.state is State.READY:
        bring_waiting(tx, target, claim.user)
    tx.conn.execute(sa.update(task).where(task.c.team == claim.team, task.c.id == target.id).values(bring=True))
    tx.note(claim.team, claim.user, Happening.BRING_WHEN_READY, target.name)
    return renewed(tx, get_task(tx, target.team, target.id))


def cancel(tx: Tx, claim: Claim, key: str) -> Task:
    """End a task, whatever its state is; what was made is kept."""
    target = access.task(tx, claim, Action.CANCEL, key=key)
    check(Offer.CANCEL, target)
    stop_work(tx, target)
    told = tell_canceled(tx, target, claim.user)
    change_state(tx, target, Event.CANCEL, claim.user)
    close_items(tx, target, f"<@{claim.user}> canceled it meanwhile.", claim.user)
    finish_task(tx, target)
    redraw_before(tx, target)
    if target.state is State.BLOCKED:
        promise_rest(tx, target.team, [target.id])
    release(tx, target.team, target.reviewer)
    if target.assigner not in (claim.user, told):
        tell(tx, target.team, target.assigner, f"<@{claim.user}> canceled {target.name} · {target.brief.title}.")
    return get_task(tx, target.team, target.id)


def editable(read: Read, claim: Claim, key: str) -> Task:
    """Return a task whose brief can still be changed.

    Raises:
        Refused: it is ready or closed, or not theirs.
    """
    target = access.task(read, claim, Action.EDIT, key=key)
    check(Offer.EDIT, target)
    return target


def edit(tx: Tx, claim: Claim, key: str, brief: Brief, dedup: str | None = None) -> Receipt:
    """Change what is asked. Work in hand starts again on the new brief; a ready draft is left to be revised.

    Raises:
        Refused: the task is ready or closed.
    """
    tx.once(claim.team, dedup, key)
    target = editable(tx, claim, key)
    if brief.then or brief.after:
        raise Refused(f"Edit changes {target.name} alone. For a next step assign a new task with: after {target.name}")
    passes = brief.worker != target.brief.worker and (brief.worker.is_person or target.brief.worker.is_person)
    if passes:
        check_taker(tx, target, brief.worker, claim.user)
    stream, named = stream_id(tx, claim.team, brief.stream, brief.stream_channel, claim.user)
    pasted = split_long(target.brief.goal)[1]  # what the form could not show is kept as material
    before = [s for s in target.brief.sources if not (s.unread and brief.sources)]  # another file takes its place
    sources = (*before, *([Source("the brief", pasted)] if pasted else []), *brief.sources)
    new = replace(brief.edited(target.brief), reviewer=target.reviewer, stream=named, sources=sources)
    tx.conn.execute(
        sa.update(task)
        .where(task.c.team == claim.team, task.c.id == target.id)
        .values(
            title=new.title,
            goal=new.goal,
            worker=(worker := target.brief.worker if passes else new.worker).name,
            worker_kind=worker.kind,
            due_at=new.due,
            urgent=new.urgent,
            stream_id=stream,
            shown_in=brief.stream_channel or target.shown_in,
            brief=brief_json(new),
            version=task.c.version + 1,
            changed_at=tx.now,
        )
    )
    renew_words(tx, claim.team, target.id)
    if stream != target.stream_id:
        free_budget(tx, claim.team, target.stream_id)
    tx.note(claim.team, claim.user, Happening.EDIT, target.name, why=new.title)
    if passes:
        give(tx, get_task(tx, target.team, target.id), brief.worker, claim.user)
    else:
        changed = get_task(tx, target.team, target.id)
        tell_changed(tx, target, changed, claim.user)
        _go_on(tx, claim, target, changed)
    return renewed(tx, get_task(tx, target.team, target.id))


def _go_on(tx: Tx, claim: Claim, was: Task, changed: Task) -> None:
    """What a changed brief sets going."""
    if goes_on(tx, changed):
        close_items(tx, changed, f"<@{claim.user}> changed the brief meanwhile.", claim.user)
        go_on(tx, was, changed)
    elif changed.state in RUNNING:
        _restart(tx, changed, claim.user)
    elif changed.state is State.FAILED:
        close_items(tx, changed, f"<@{claim.user}> changed the brief meanwhile.", claim.user)
        restart_attempt(tx, changed, Event.RETRY)
    elif changed.state is State.UNCLEAR and not clarity.missing(changed.brief):
        change_state(tx, changed, Event.CLARIFY, claim.user)
    release(tx, changed.team, changed.reviewer)  # what is urgent now, or clear, may start


def _restart(tx: Tx, changed: Task, user: str) -> None:
    """The same version again, with the points of the attempt that is given up."""
    stop_work(tx, changed)
    close_items(tx, changed, f"<@{user}> changed the brief meanwhile.", user)
    if changed.state is State.ASKING:
        change_state(tx, changed, Event.ANSWER, user)
    restart_attempt(tx, changed)


def set_due(tx: Tx, claim: Claim, key: str, due: datetime, when: When) -> Receipt:
    """Set a due time that was read as text by mistake, and remove its words from the text.

    Args:
        when: reads a date as it was read before.

    Raises:
        Refused: the time has passed, or the task is closed.
    """
    target = access.task(tx, claim, Action.EDIT, key=key)
    if due <= tx.now:
        raise Refused("That time has passed meanwhile. Use Edit to give another.")
    check(Offer.SET_DUE, target)
    goal = without_due(target.brief.goal, when, tx.now)
    changed = {"due_at": due, "goal": goal, "title": title_of(goal), "version": task.c.version + 1}
    tx.conn.execute(sa.update(task).where(task.c.team == claim.team, task.c.id == target.id).values(changed))
    renew_words(tx, claim.team, target.id)
    dated = get_task(tx, target.team, target.id)
    if goes_on(tx, dated):
        tell_changed(tx, target, dated, claim.user, words=False)
        go_on(tx, target, dated)
    else:
        look_when_due(tx, dated)
    tx.note(claim.team, claim.user, Happening.DUE, target.name, became=due.isoformat())
    return renewed(tx, get_task(tx, target.team, target.id))
