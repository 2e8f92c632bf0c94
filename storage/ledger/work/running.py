"""While an agent works: how far it is, what it asks, what people say to it, and the word to stop."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.codec import ask_json
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.rows import get_task
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.closing import close_items
from storage.ledger.work.gate import release
from storage.ledger.work.state import change_state
from storage.ledger.work.stopping import stop_work
from storage.ledger.work.working import end
from storage.rules.authority import Action, Claim
from storage.rules.effort import asked_words
from storage.rules.happenings import Happening
from storage.rules.lifecycle import RUNNING, Event
from storage.rules.offers import Offer, check
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.attempt import AttemptState
from storage.rules.values.task import Progress, State, Task
from storage.rules.words import clean, count, visible
from storage.tables import steer, task

LONGEST = 4000  # characters of a word to an agent


def report(tx: Tx, assignment: Assignment, progress: Progress) -> None:
    """Keep the progress of an attempt, for lists, Home, and one message in the thread that the task came from."""
    target = assignment.task
    content = {"done": progress.done, "total": progress.total, "now": progress.now[:200]}
    running = task.c.team == target.team, task.c.id == target.id, task.c.state.in_(RUNNING)
    if tx.conn.execute(sa.update(task).where(*running).values(progress=content)).rowcount != 1 or not target.source.ts:
        return
    if not redraw_progress(tx, target, soon=False):
        channel, thread = target.source.channel, target.source.ts
        put_post(tx, target.team, PostKind.PROGRESS, target.id, channel=channel, thread=thread, owner=target.assigner)


def at_work(read: Read, team: str) -> int:
    """Return how many tasks of a workspace are being worked on."""
    query = sa.select(sa.func.count()).where(task.c.team == team, task.c.state == State.WORKING)
    return int(read.conn.execute(query).scalar_one())


def ask(tx: Tx, assignment: Assignment, asks: tuple[Ask, ...]) -> tuple[str, ...]:
    """Put an agent's questions on its reviewer's shelf, and return the items' keys; the agent goes on when all are
    answered, however late.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    target = end(tx, assignment, AttemptState.ASKING)
    if target.state is State.WORKING:
        change_state(tx, target, Event.ASK, target.brief.worker.name, asks[0].text[:300])
    for one in asks:
        tx.note(target.team, target.brief.worker.name, Happening(one.kind), target.name, why=one.text[:300])
    asking = get_task(tx, target.team, target.id)
    lines = [
        shelve(tx, asking, Shelved(kind=one.kind, words=_words_of(one), attempt=assignment.attempt, ask=ask_json(one)))
        for one in asks
    ]
    redraw_progress(tx, target)
    return tuple(lines)


def _words_of(ask: Ask) -> int:
    """Return how much there is to read, and to write, for the answer."""
    if ask.kind is Kind.QUESTION:
        return asked_words(ask.text, ask.choices)
    return count(f"{ask.text} {ask.args}")


def say(tx: Tx, claim: Claim, key: str, text: str, dedup: str | None = None) -> Task:
    """Keep a person's words for the agent that works on a task; the agent hears them before its next call of the model.

    Raises:
        Refused: not theirs, nothing was said, or nobody works on it.
        Duplicate: Slack sent this before.
    """
    target = access.task(tx, claim, Action.STEER, key=key)
    tx.once(claim.team, dedup, key)
    if not visible(text) and not target.brief.worker.is_person:
        raise Refused("Say what should be different.")
    check(Offer.STEER, target)
    row = {"team": target.team, "task_id": target.id, "who": claim.user, "text": clean(text)[:LONGEST], "at": tx.now}
    tx.conn.execute(sa.insert(steer), row)
    tx.note(target.team, claim.user, Happening.STEER, target.name, why=clean(text)[:300])
    return target


def stop(
    tx: Tx, claim: Claim, *, key: str | None = None, number: int | None = None, run: int = 0, dedup: str | None = None
) -> Task:
    """Stop the agents that work on a task, within a second; what was done is kept, and Retry goes on from there.

    Raises:
        Refused: not theirs, or nothing works on it.
        Duplicate: Slack sent this before.
    """
    target = access.task(tx, claim, Action.STOP, key=key, number=number, run=run)
    tx.once(claim.team, dedup, target.key)
    check(Offer.STOP, target)
    stop_work(tx, target, AttemptState.STOPPED)
    close_items(tx, target, f"<@{claim.user}> stopped it meanwhile.", claim.user)
    change_state(tx, target, Event.STOP, claim.user)
    now = get_task(tx, target.team, target.id)
    why = f"Stopped by <@{claim.user}>. What was done is kept: Retry goes on from there."
    shelve(tx, now, Shelved(kind=Kind.PROBLEM, words=10, problem=why))
    release(tx, target.team, target.reviewer)
    redraw_progress(tx, now)
    return now
