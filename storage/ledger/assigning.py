"""Work comes in: assign, edit, bring when ready, cancel."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx, new_key
from storage.ledger.receipts import Receipt, receipt, receipt_of
from storage.ledger.rows import brief_json, find_task, get_task
from storage.ledger.searching import add_words, renew_words
from storage.ledger.starting import LIVE, admit, again, change_state, close_items, redraw_progress, release, start
from storage.ledger.streams import stream_id
from storage.prepared import Prepared, insert
from storage.rules import authority, clarity, lifecycle
from storage.rules.authority import UNKNOWN, Action, Actor, Roles
from storage.rules.brief import title_of, without_due
from storage.rules.clauses import When
from storage.rules.lifecycle import CLOSED, RUNNING, Event
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.task import Brief, Place, Source, State, Task
from storage.rules.words import split_long
from storage.tables import attempt, task, workspace

FORGET = timedelta(seconds=30)  # what runs has ended by then
_NEXT_NUMBER = Prepared(
    lambda _: (
        sa.update(workspace)
        .where(workspace.c.team == sa.bindparam("team_"))
        .values(last_task=workspace.c.last_task + 1)
        .returning(workspace.c.last_task)
    ),
    {"team_": workspace.c.team.type},
)
# fmt: off
_NEW_TASK = insert(
    task, "team", "number", "key", "state", "version", "title", "goal", "worker", "assigner", "reviewer", "stream_id",
    "due_at", "urgent", "channel", "thread", "why_waiting", "brief", "shown_in", "made_at", "changed_at",
    returning="id",
)
# fmt: on


def assign(tx: Tx, actor: Actor, brief: Brief, place: Place, key: str | None = None) -> Receipt:
    """Make a task and start it, or let it wait for room or for a word on what should come back.

    Raises:
        Refused: the actor or the reviewer may not.
        Duplicate: Slack sent this before; its subject is the task's key.
    """
    authority.check_member(actor, actor.team)
    owner = people.ensure(tx, actor.team, actor.user)
    authority.check_member(owner.actor, actor.team)
    reviewer = _reviewer(tx, actor.team, owner, brief.reviewer)
    tx.once(actor.team, key, task_key := new_key())
    stream, named = stream_id(tx, actor.team, brief.stream, brief.stream_channel)
    unclear = clarity.missing(brief)
    held = None if unclear else admit(tx, reviewer, actor.user, brief.urgent)
    state = State.UNCLEAR if unclear else State.WAITING if held else lifecycle.after(State.WAITING, Event.START)
    whole = replace(brief, reviewer=reviewer.user, stream=named)
    made = _insert(tx, actor, whole, place, stream, task_key, state, unclear or (held.why if held else ""))
    if state is State.WORKING:
        start(tx, made, event=None)
    if tx.terms.suggests and not unclear:
        tx.promise(actor.team, "suggest", made.id, queue="attempts", priority=-15)
    return receipt_of(tx, made, owner, reviewer, held)


def _reviewer(tx: Tx, team: str, owner: Person, named: str | None) -> Person:
    if named is None or named == owner.user:
        if tx.terms.policy.four_eyes:
            raise Refused("Four eyes are asked for here: name who decides, for example: reviewer @bob.")
        return owner
    reviewer = people.ensure(tx, team, named)
    if reviewer.actor.bot or reviewer.actor.deleted or reviewer.actor.guest or reviewer.actor.stranger:
        raise Refused("They can't be a reviewer here: it must be a full member of this workspace.")
    return reviewer


def _insert(
    tx: Tx, actor: Actor, brief: Brief, place: Place, stream: int | None, key: str, state: State, why: str
) -> Task:
    """The row of a new task in its first state, with its history."""
    (number,) = _NEXT_NUMBER(tx.conn, {"team_": actor.team})
    assert brief.reviewer is not None
    row = {
        "team": actor.team,
        "number": number,
        "key": key,
        "state": state,
        "version": 1,
        "title": brief.title,
        "goal": brief.goal,
        "worker": brief.worker,
        "assigner": actor.user,
        "reviewer": brief.reviewer,
        "stream_id": stream,
        "due_at": brief.due,
        "urgent": brief.urgent,
        "channel": place.channel,
        "thread": place.ts or "",
        "why_waiting": why,
        "brief": brief_json(brief),
        "shown_in": (shown := _shown_in(tx, actor.team, brief, place)),
        "made_at": tx.now,
        "changed_at": tx.now,
    }
    (made,) = _NEW_TASK(tx.conn, row)
    tx.note(actor.team, actor.user, "assign", f"T-{number}", became=state, why=brief.title)
    who = actor.user, brief.reviewer
    task_made = Task(
        made, actor.team, number, state, 1, brief, *who, stream, place, False, tx.now, 0, key, shown_in=shown
    )
    add_words(tx, task_made)
    return task_made


def _shown_in(tx: Tx, team: str, brief: Brief, place: Place) -> str:
    """Return the channel whose collections bring a task: the one that its brief names, else the one that it is assigned
    in, if that has collections by then. What others set up later never reaches back to it."""
    if brief.stream_channel:
        return brief.stream_channel
    return place.channel if people.collects_in(tx, team, place.channel) else ""


def only_me(tx: Tx, actor: Actor, key: str) -> Receipt:
    """Keep a task out of channels from now on.

    Raises:
        Refused: it does not exist, or somebody else assigned it.
    """
    found = own_task(tx, actor, key, Action.EDIT)
    if found.shown_in:
        tx.conn.execute(sa.update(task).where(task.c.team == actor.team, task.c.id == found.id).values(shown_in=""))
        tx.note(actor.team, actor.user, "only me", found.name, was=found.shown_in)
    return receipt(tx, actor.team, key)


def own_task(tx: Tx, actor: Actor, key: str, action: Action) -> Task:
    """
    Raises:
        Refused: it does not exist or the actor may not, in the same words.
    """
    found = find_task(tx, actor.team, key=key)
    if found is None:
        raise Refused(UNKNOWN)
    authority.check_task(action, actor, Roles(found.team, found.assigner, found.reviewer), tx.terms.policy)
    return found


def bring(tx: Tx, actor: Actor, key: str) -> Receipt:
    """Let a task come back as soon as it is ready."""
    found = own_task(tx, actor, key, Action.BRING)
    if found.state in CLOSED:
        raise Refused(f"{found.name} is closed already.")
    if found.state is State.READY:
        raise Refused(f"{found.name} is ready: /collect now brings it.")
    tx.conn.execute(sa.update(task).where(task.c.team == actor.team, task.c.id == found.id).values(bring=True))
    tx.note(actor.team, actor.user, "bring when ready", found.name)
    return receipt(tx, actor.team, key)


def cancel(tx: Tx, actor: Actor, key: str) -> Task:
    """End a task whatever it is doing; what was made is kept."""
    found = own_task(tx, actor, key, Action.CANCEL)
    stop_work(tx, found)
    change_state(tx, found, Event.CANCEL, actor.user)
    close_items(tx, found, f"<@{actor.user}> canceled it meanwhile.", actor.user)
    closed(tx, found)
    release(tx, found.team, found.reviewer)
    return get_task(tx, found.team, found.id)


def closed(tx: Tx, found: Task) -> None:
    """Have what agents kept of a task forgotten, and its thread told how it ended."""
    tx.promise(found.team, "forget", found.id, queue="attempts", after=FORGET)
    redraw_progress(tx, found)


def stop_work(tx: Tx, found: Task, became: str = "canceled") -> None:
    """Withdraw the attempts of a task, whatever they do; who runs one notices within a second."""
    states = attempt.c.state.in_(LIVE)
    live = attempt.c.team == found.team, attempt.c.task_id == found.id, states
    for row in tx.conn.execute(sa.select(attempt.c.id).where(*live)).all():
        tx.jobs.cancel(tx.conn, found.team, "attempt", str(row.id))
    tx.conn.execute(sa.update(attempt).where(*live).values(state=became, ended_at=tx.now))
    tx.conn.execute(sa.update(task).where(task.c.team == found.team, task.c.id == found.id).values(progress=None))


def editable(tx: Tx, actor: Actor, key: str) -> Task:
    """Return a task that its brief can still be changed of.

    Raises:
        Refused: it is ready or closed, or not theirs.
    """
    found = own_task(tx, actor, key, Action.EDIT)
    if found.state in CLOSED:
        raise Refused(f"{found.name} is {found.state}: it can't be edited any more.")
    if found.state not in RUNNING | {State.UNCLEAR, State.WAITING, State.FAILED}:
        raise Refused(f"{found.name} has moved on meanwhile: revise the draft instead.")
    return found


def edit(tx: Tx, actor: Actor, key: str, brief: Brief, dedup: str | None = None) -> Receipt:
    """Change what is asked. Work in hand starts again on the new brief; a ready draft is left to be revised.

    Raises:
        Refused: the task is ready or closed.
    """
    tx.once(actor.team, dedup, key)
    found = editable(tx, actor, key)
    stream, named = stream_id(tx, actor.team, brief.stream, brief.stream_channel)
    pasted = split_long(found.brief.goal)[1]  # what the form could not show is kept as material
    before = [s for s in found.brief.sources if not (s.unread and brief.sources)]  # another file takes its place
    sources = (*before, *([Source("the brief", pasted)] if pasted else []), *brief.sources)
    to = brief.to or found.brief.to
    new = replace(brief, reviewer=found.reviewer, stream=named, sources=sources, to=to)
    new = replace(new, versions=found.brief.versions, edits=found.brief.edits + 1)
    tx.conn.execute(
        sa.update(task)
        .where(task.c.team == actor.team, task.c.id == found.id)
        .values(
            title=new.title,
            goal=new.goal,
            worker=new.worker,
            due_at=new.due,
            urgent=new.urgent,
            stream_id=stream,
            shown_in=brief.stream_channel or found.shown_in,
            brief=brief_json(new),
            version=task.c.version + 1,
            changed_at=tx.now,
        )
    )
    renew_words(tx, actor.team, found.id)
    tx.note(actor.team, actor.user, "edit", found.name, why=new.title)
    _go_on(tx, actor, get_task(tx, found.team, found.id))
    return receipt(tx, actor.team, key)


def _go_on(tx: Tx, actor: Actor, changed: Task) -> None:
    """What a changed brief sets going."""
    if changed.state in RUNNING:
        _restart(tx, changed, actor.user)
    elif changed.state is State.FAILED:
        close_items(tx, changed, f"<@{actor.user}> changed the brief meanwhile.", actor.user)
        again(tx, changed, Event.RETRY)
    elif changed.state is State.UNCLEAR and not clarity.missing(changed.brief):
        change_state(tx, changed, Event.CLARIFY, actor.user)
    release(tx, changed.team, changed.reviewer)  # what is urgent now, or clear, may start


def _restart(tx: Tx, changed: Task, who: str) -> None:
    """The same version again, with the points of the attempt that is given up."""
    stop_work(tx, changed)
    close_items(tx, changed, f"<@{who}> changed the brief meanwhile.", who)
    if changed.state is State.ASKING:
        change_state(tx, changed, Event.ANSWER, who)
    again(tx, changed)


def set_due(tx: Tx, actor: Actor, key: str, due: datetime, when: When) -> Receipt:
    """Take a due time that was read as text by mistake, and its words out of the text.

    Args:
        when: reads a date as it was read before.

    Raises:
        Refused: the time has passed, or the task is closed.
    """
    found = own_task(tx, actor, key, Action.EDIT)
    if due <= tx.now:
        raise Refused("That time has passed meanwhile. Use Edit to give another.")
    if found.state in CLOSED:
        raise Refused(f"{found.name} is closed already.")
    goal = without_due(found.brief.goal, when, tx.now)
    changed = {"due_at": due, "goal": goal, "title": title_of(goal), "version": task.c.version + 1}
    tx.conn.execute(sa.update(task).where(task.c.team == actor.team, task.c.id == found.id).values(changed))
    renew_words(tx, actor.team, found.id)
    tx.note(actor.team, actor.user, "due", found.name, became=due.isoformat())
    return receipt(tx, actor.team, key)
