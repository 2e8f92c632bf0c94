"""What a colleague says while they work: a question, that they can't do it, who could, and until when they are busy."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.codec import ask_json
from storage.ledger.colleagues.submitting import live_attempt, workable
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows import get_task
from storage.ledger.shelf import owed
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.owing import check_worker, tell
from storage.ledger.work.passing_on import ask_assigner
from storage.ledger.work.state import change_state, close_items
from storage.ledger.work.stopping import stop_work
from storage.rules.authority import Action, Claim
from storage.rules.effort import asked_words
from storage.rules.happenings import Happening
from storage.rules.lifecycle import Event
from storage.rules.offers import Offer, check
from storage.rules.refusal import Refused
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.attempt import AttemptState
from storage.rules.values.item import Remedy
from storage.rules.values.profile import Profile
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.rules.words import clean, visible
from storage.tables import attempt, item, person, task

LONGEST, CHOICES, CHOICE = 1500, 3, 75  # characters, answers to tap, characters of one
ASKED = "colleague"  # the key of a colleague's question


def ask(tx: Tx, claim: Claim, key: str, text: str, choices: tuple[str, ...] = (), dedup: str | None = None) -> Task:
    """Put a colleague's question on the shelf of who decides, and return the task; the answer comes back to them.

    Raises:
        Refused: the task is not theirs, nothing was asked, or they asked already.
        Duplicate: Slack sent this before.
    """
    target = workable(tx, claim, key).task
    check(Offer.ASK, target)
    if not visible(text):
        raise Refused("Write your question.")
    tx.once(claim.team, dedup, key)
    row = live_attempt(tx, target)
    mine = attempt.c.team == target.team, attempt.c.id == row.id
    tx.conn.execute(sa.update(attempt).where(*mine).values(state=AttemptState.ASKING))
    question = clean(text).strip()[:LONGEST]
    change_state(tx, target, Event.ASK, claim.user, question[:300])
    tx.note(target.team, claim.user, Happening.QUESTION, target.name, why=question[:300])
    taps = tuple(dict.fromkeys(choice[:CHOICE] for choice in choices))[:CHOICES]
    asked = Ask(key=ASKED, kind=Kind.QUESTION, text=question, choices=taps)
    entry = Shelved(kind=Kind.QUESTION, words=asked_words(question, taps), attempt=row.id, ask=ask_json(asked))
    shelve(tx, get_task(tx, target.team, target.id), entry)
    owed.redraw(tx, target.team, claim.user, [target.id])
    return get_task(tx, target.team, target.id)


def decline(tx: Tx, claim: Claim, key: str, why: str, other: str = "", dedup: str | None = None) -> Task:
    """Give a task back to who assigned it, and return it.

    Args:
        other: a colleague who could do it.

    Raises:
        Refused: it is not theirs, or they don't say why.
        Duplicate: Slack sent this before.
    """
    target = workable(tx, claim, key).task
    if not visible(why):
        raise Refused("Say why: who asked reads it.")
    tx.once(claim.team, dedup, key)
    said = clean(why).strip()[:LONGEST]
    stop_work(tx, target, AttemptState.DECLINED)
    change_state(tx, target, Event.DECLINE, claim.user, said[:300])
    close_items(tx, target, f"<@{claim.user}> gave it back.", claim.user)
    now = get_task(tx, target.team, target.id)
    ask_assigner(tx, now, said, other if other != claim.user else "")
    owed.redraw(tx, target.team, claim.user, [target.id])
    return now


def hand_to(
    tx: Tx, claim: Claim, key: str, other: str, why: str = "", dedup: str | None = None, profile: Profile | None = None
) -> Task:
    """Ask who assigned a task whether somebody else may do it; until then it stays where it is.

    Raises:
        Refused: it is not theirs, or the other one can't take it.
        Duplicate: Slack sent this before.
    """
    target = workable(tx, claim, key).task
    if other == claim.user:
        raise Refused(f"You have {target.name} already: name somebody else.")
    check_worker(tx, claim.team, other, by=claim.user, reviewer=target.reviewer, profile=profile)
    tx.once(claim.team, dedup, key)
    said = f" {clean(why).strip()[:LONGEST]}" if visible(why) else ""
    ask_assigner(tx, target, f"<@{claim.user}> asks you to give it to <@{other}>.{said}", other)
    return target


def be_busy(tx: Tx, claim: Claim, key: str, until: datetime) -> Task:
    """Keep until when a person is busy, and tell who assigned them this task.

    Raises:
        Refused: the task is not theirs, or the time has passed.
    """
    target = access.task(tx, claim, Action.WORK, key=key)
    if until <= tx.now:
        raise Refused("That time has passed. For example: Monday 9:00")
    mine = person.c.team == claim.team, person.c.user == claim.user
    tx.conn.execute(sa.update(person).where(*mine).values(busy_until=until))
    tx.note(claim.team, claim.user, Happening.BUSY, target.name, became=until.isoformat())
    _redraw_asked(tx, claim)
    if target.assigner != claim.user:
        asker = people.ensure(tx, claim.team, target.assigner)
        zone = asker.zone or tx.terms.zone
        tell(tx, claim.team, target.assigner, _busy(target, claim.user, until, zone))
    return target


def _redraw_asked(tx: Tx, claim: Claim) -> None:
    """Redraw the cards that ask what becomes of a colleague's tasks: they tell until when the colleague is busy."""
    theirs = task.c.team == claim.team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == claim.user
    asked = item.c.team == claim.team, item.c.closed_at.is_(None), item.c.remedy == str(Remedy.WORKER)
    of_task = sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team)
    for item_id in tx.conn.execute(
        sa.select(item.c.id).join_from(task, item, of_task).where(*theirs, *asked)
    ).scalars():
        redraw(tx, claim.team, item_id)


def _busy(target: Task, user: str, until: datetime, zone: str) -> str:
    due = f", and it is due {_day(target.brief.due, zone)}" if target.brief.due else ""
    return f"<@{user}> is busy until {_day(until, zone)}. They have {target.name} from you{due}."


def _day(when: datetime, zone: str) -> str:
    local = when.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b} {local.hour}:{local.minute:02}"
