"""Attempts: taken by a worker, handed in as a draft, or failed with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from storage.ledger.codec.items import ask_of
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import tell_admins
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.messages.redraws import redraw_decided
from storage.ledger.rows import get_task, load_draft
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.by_itself import goes_on
from storage.ledger.work.drafts import save_draft
from storage.ledger.work.gate import release
from storage.ledger.work.spending import give_back, spent_on, took_before
from storage.ledger.work.state import change_state
from storage.ledger.work.turns import let_next
from storage.ledger.work.versions import beside
from storage.rules import effort
from storage.rules.draft_needs import of_drafts
from storage.rules.happenings import Happening
from storage.rules.lifecycle import RUNNING, Event
from storage.rules.mixing import MIX
from storage.rules.own_words import count_words
from storage.rules.refusal import Stale
from storage.rules.values.ask import MATERIAL, Ask, Kind
from storage.rules.values.attempt import LIVE, TAKEABLE, AttemptState
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Remedy
from storage.rules.values.need import Need
from storage.rules.values.spent import Spent
from storage.rules.values.task import Task
from storage.tables import attempt, decision, draft, item, task

_GIVEN = Ask(key=MATERIAL, kind=Kind.QUESTION, text="")  # what nobody asked for once more


def begin(tx: Tx, team: str, attempt_id: int) -> Assignment | None:
    """Take an attempt, and return its work; None when its task has moved on meanwhile."""
    row = tx.conn.execute(
        sa.update(attempt)
        .where(attempt.c.team == team, attempt.c.id == attempt_id, attempt.c.state.in_(TAKEABLE))
        .values(state=AttemptState.RUNNING, generation=attempt.c.generation + 1, began_at=tx.now)
        .returning(attempt)
    ).first()
    if row is None:
        return None
    task = get_task(tx, team, row.task_id)
    if task.state not in RUNNING:
        return None
    if row.generation == 1:
        tx.note(team, task.brief.worker.name, Happening.BEGIN, task.name, became=f"v{row.draft_version}")
    previous = load_draft(tx, team, task.id, row.base) if row.base else None
    asked = _asked(tx, task)
    answers, grants = _answered(asked)
    spent, calls = Spent(), 0
    if row.generation > 1:
        give_back(tx, team, attempt_id)
        spent, calls = took_before(tx, team, attempt_id)
    return Assignment(
        attempt=attempt_id,
        generation=row.generation,
        task=task,
        version=row.draft_version,
        previous=previous,
        points=tuple(row.points),
        note=row.note,
        candidate=row.candidate,
        answers=answers,
        grants=grants,
        spent=spent,
        calls=calls,
        earlier=_earlier(tx, task, row.base),
        replies=_replies(asked),
        others=beside(tx, task, row.base) if MIX in row.points else (),
    )


def _earlier(read: Read, task: Task, base: int) -> tuple[str, ...]:
    """What was answered to the points of the versions before one, in their order."""
    query = sa.select(draft.c.answer).where(
        draft.c.team == task.team, draft.c.task_id == task.id, draft.c.version < base, draft.c.answer != ""
    )
    return tuple(read.conn.execute(query.order_by(draft.c.version)).scalars())


def _asked(read: Read, task: Task) -> list[tuple[Ask, str, str]]:
    """What was asked about a task and answered: the question, the verdict, and the answer in words. Words with which
    somebody had it tried again are its material."""
    answers = item.c.kind.in_((Kind.QUESTION, Kind.PERMISSION))
    material = sa.and_(item.c.kind == Kind.PROBLEM, decision.c.verdict == Verdict.RETRY, decision.c.note != "")
    rows = read.conn.execute(
        sa.select(item.c.ask, item.c.kind, decision.c.verdict, decision.c.note)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(
            item.c.team == task.team,
            item.c.task_id == task.id,
            sa.or_(answers, material),
            decision.c.effected_at.is_not(None),
            decision.c.undone_at.is_(None),
        )
        .order_by(decision.c.id)
    ).all()
    asked = ((_GIVEN if r.kind == Kind.PROBLEM else ask_of(r.ask), r) for r in rows)
    in_words = Verdict.ANSWER, Verdict.RETRY
    return [(a, r.verdict, r.note if r.verdict in in_words else r.verdict) for a, r in asked if a]


def _answered(asked: Sequence[tuple[Ask, str, str]]) -> tuple[Mapping[str, str], frozenset[str]]:
    """What people said, and the tools that they allowed for all of the task."""
    answers = {a.key: answer for a, _, answer in asked}
    if material := [answer for a, _, answer in asked if a.key == MATERIAL]:
        answers[MATERIAL] = "\n".join(material)  # each adds to what was given before
    grants = frozenset(a.tool for a, verdict, _ in asked if verdict == Verdict.ALLOW_ALL)
    return MappingProxyType(answers), grants


def _replies(asked: Sequence[tuple[Ask, str, str]]) -> tuple[tuple[str, str], ...]:
    """The questions about the work itself, with their answers."""
    own = (a for a in asked if a[0].kind is Kind.QUESTION and a[0].key != MATERIAL and not a[0].tool)
    return tuple((a.text, answer) for a, _, answer in own)


def current(read: Read, assignment: Assignment) -> Assignment:
    """Return an assignment with its task as it is now."""
    return replace(assignment, task=get_task(read, assignment.team, assignment.task.id))


def running(read: Read, team: str, taken: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the ids of the attempts that still run, of these (attempt, generation); the others were stopped, canceled,
    or taken up elsewhere."""
    rows = read.conn.execute(
        sa.select(attempt.c.id, attempt.c.generation).where(
            attempt.c.team == team, attempt.c.id.in_([a for a, _ in taken]), attempt.c.state == AttemptState.RUNNING
        )
    )
    return frozenset(r.id for r in rows if (r.id, r.generation) in taken)


def hand_in(tx: Tx, assignment: Assignment, draft: Draft) -> str:
    """Keep a checked draft, put it on its reviewer's shelf, and return the new item's key; '' while others of several
    side by side are still made.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    task = end(tx, assignment, AttemptState.DONE)
    spent = spent_on(tx, task.team, task.id, assignment.version)
    draft = replace(draft, version=assignment.version, base=assignment.previous.version if assignment.previous else 0)
    save_draft(tx, task, draft, spent)
    return _finish(tx, task, _batch(tx, assignment), draft) or ""


def _batch(read: Read, assignment: Assignment) -> int:
    """The first version of those that were begun together."""
    of_attempt = attempt.c.team == assignment.team, attempt.c.id == assignment.attempt
    return int(read.conn.execute(sa.select(attempt.c.batch).where(*of_attempt)).scalar_one())


def _finish(
    tx: Tx, task: Task, batch: int, last: Draft | None, why: str = "", remedy: Remedy = Remedy.BRIEF
) -> str | None:
    """Once the last of an attempt's batch has ended: what was made goes to the shelf, or, where nothing was, why."""
    together = attempt.c.team == task.team, attempt.c.task_id == task.id, attempt.c.batch == batch
    columns = attempt.c.candidate, attempt.c.draft_version, attempt.c.state, attempt.c.error
    newest = {r.candidate: r for r in tx.conn.execute(sa.select(*columns).where(*together).order_by(attempt.c.id))}
    rows = newest.values()  # without those that a Retry took the place of
    if any(r.state in LIVE for r in rows):
        return None
    versions = tuple(sorted(r.draft_version for r in rows if r.state == AttemptState.DONE))
    lost = [r.error for r in rows if r.state == AttemptState.FAILED]
    key = ready(tx, task, versions, last, lost) if versions else _failed(tx, task, why, remedy)
    release(tx, task.team, task.reviewer)
    redraw_progress(tx, task)
    return key


def ready(
    tx: Tx,
    target: Task,
    versions: tuple[int, ...],
    last: Draft | None,
    lost: Sequence[str],
    event: Event = Event.HAND_IN,
) -> str:
    """Put drafts that are kept on their reviewer's shelf, and return the new item's key.

    Args:
        last: the last of them, where it is at hand.
        lost: why others did not work that were made beside them.
    """
    tx.conn.execute(
        sa.update(task)
        .where(task.c.team == target.team, task.c.id == target.id)
        .values(draft_version=versions[-1], progress=None)
    )
    change_state(tx, target, event, target.brief.worker.name, " ".join(f"v{v}" for v in versions))
    unread = [v for v in versions if last is None or v != last.version]
    others = (load_draft(tx, target.team, target.id, v, files=True) for v in unread)
    drafts = [d for d in (last, *others) if d is not None]
    redraw_decided(tx, target)
    if not lost and (key := goes_on(tx, target, drafts)) is not None:
        return key
    less = f"{len(lost)} of {len(lost) + len(versions)} versions did not work: {lost[0]}" if lost else ""
    complete = of_drafts(drafts, less).need is Need.OPEN_FIRST
    words = sum(count_words(d.body) if complete else _changed(tx, target, d) for d in drafts)
    words += sum(_patch(d) for d in drafts)
    doubts = sum(len(d.found(Finding.NOT_MET, Finding.IN_DOUBT)) for d in drafts)
    several = versions if len(versions) > 1 else ()
    return shelve(
        tx,
        get_task(tx, target.team, target.id),
        Shelved(kind=Kind.DRAFT, words=words, doubts=doubts, problem=less, versions=several),
    )


def _changed(read: Read, task: Task, draft: Draft) -> int:
    """Return how many words of a draft its reviewer has not read before."""
    base = load_draft(read, task.team, task.id, draft.base) if draft.base else None
    return effort.changed_words(base.body, draft.body) if base else count_words(draft.body)


def _patch(draft: Draft) -> int:
    """Return how many words of text would take as long to read as a draft's patch; 0 where it has none."""
    patches = [file.data for file in draft.files if file.media_type == "text/x-diff"] if draft.change else []
    return sum(effort.patch_words(data.decode("utf-8", "replace")) for data in patches)


def _failed(tx: Tx, task: Task, why: str, remedy: Remedy) -> str:
    change_state(tx, task, Event.FAIL, task.brief.worker.name, why)
    return shelve(tx, task, Shelved(kind=Kind.PROBLEM, words=20, problem=why, remedy=remedy))


def fail(
    tx: Tx,
    team: str,
    attempt_id: int,
    why: str,
    generation: int | None = None,
    broken: str = "",
    remedy: Remedy = Remedy.BRIEF,
) -> None:
    """Give up an attempt; a problem item tells its reviewer why, in plain words, with Retry.

    Args:
        broken: what it is that only who runs the installation can mend, who hears of it.
        remedy: what may help, beside trying again.

    Raises:
        Stale: it ended otherwise meanwhile.
    """
    row = tx.conn.execute(sa.select(attempt).where(attempt.c.team == team, attempt.c.id == attempt_id)).one()
    fence = row.generation if generation is None else generation
    assignment = Assignment(
        attempt=attempt_id,
        generation=fence,
        task=get_task(tx, team, row.task_id),
        version=row.draft_version,
        previous=None,
        points=(),
        note="",
    )
    if broken:
        why = f"{why.rstrip('. ')}."
        lead = f"{assignment.task.brief.worker} can't work on {assignment.task.name}: {why}"
        text = f"{lead} When it is fixed, press Retry on the waiting cards."
        told = tell_admins(tx, team, text, broken)
        why = f"{why} {'An administrator was told.' if told else 'Who runs Sluice can mend it.'}"
    task = end(tx, assignment, AttemptState.FAILED, why)
    _finish(tx, task, row.batch, last=None, why=why, remedy=remedy)


def end(tx: Tx, assignment: Assignment, state: AttemptState, error: str = "") -> Task:
    """Change the state of a running attempt to `state`, and return its task.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    values: dict[str, Any] = {"state": state, "error": error}
    won = tx.conn.execute(
        sa.update(attempt)
        .where(
            attempt.c.team == assignment.task.team,
            attempt.c.id == assignment.attempt,
            attempt.c.generation == assignment.generation,
            attempt.c.state.in_(TAKEABLE),
        )
        .values(values if state == AttemptState.ASKING else values | {"ended_at": tx.now})
    ).rowcount
    if won != 1:
        raise Stale("This attempt was ended meanwhile; its result is not kept.")
    let_next(tx, assignment.task.team, assignment.task.assigner)
    return get_task(tx, assignment.task.team, assignment.task.id)
