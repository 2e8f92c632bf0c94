"""Attempts: taken by a worker, handed in as a draft, or failed with a reason."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from storage.ledger.core import Tx
from storage.ledger.posting import tell_admins
from storage.ledger.rows import ask_of, get_task, load_draft
from storage.ledger.shelving import Shelved, shelve
from storage.ledger.spending import Payer, spent_on, took_before
from storage.ledger.starting import LIVE, TAKEABLE, change_state, redraw_progress, release
from storage.rules import effort
from storage.rules.lifecycle import RUNNING, Event
from storage.rules.refusal import Stale
from storage.rules.task import Draft, Finding, Kind, Spent, Task, Verdict
from storage.tables import attachment, attempt, blob, check, decision, draft, item, task


@dataclass(frozen=True, slots=True)
class Assignment:
    """What an attempt works on.

    Attributes:
        generation: fences: a result of an older one is refused.
        previous: the version that is to be changed.
        candidate: which of several side by side, from 0.
        answers: what people answered, by the key that it was asked under.
        grants: tools that the person allowed for the rest of the task.
        spent: what its calls of models took before it was taken up again; `calls` is how many they were.
    """

    attempt: int
    generation: int
    task: Task
    version: int
    previous: Draft | None
    points: tuple[str, ...]
    note: str
    candidate: int = 0
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    grants: frozenset[str] = frozenset()
    spent: Spent = field(default_factory=Spent)
    calls: int = 0

    @property
    def team(self) -> str:
        return self.task.team

    @property
    def asked(self) -> tuple[str, ...]:
        """What the reviewer asks to be changed, in the order of its numbers."""
        return (*self.points, *([self.note] if self.note else []))

    @property
    def payer(self) -> Payer:
        return Payer(self.team, self.task.id, self.attempt, self.task.assigner)


def begin(tx: Tx, team: str, attempt_id: int) -> Assignment | None:
    """Take an attempt; None when its task has moved on meanwhile."""
    row = tx.conn.execute(
        sa.update(attempt)
        .where(attempt.c.team == team, attempt.c.id == attempt_id, attempt.c.state.in_(TAKEABLE))
        .values(state="running", generation=attempt.c.generation + 1, began_at=tx.now)
        .returning(attempt)
    ).first()
    if row is None:
        return None
    found = get_task(tx, team, row.task_id)
    if found.state not in RUNNING:
        return None
    if row.generation == 1:
        tx.note(team, found.brief.worker, "begin", found.name, became=f"v{row.draft_version}")
    previous = load_draft(tx, team, found.id, row.base) if row.base else None
    said = tuple(row.points), row.note, row.candidate
    took = took_before(tx, team, attempt_id) if row.generation > 1 else (Spent(), 0)
    return Assignment(
        attempt_id, row.generation, found, row.draft_version, previous, *said, *_answered(tx, found), *took
    )


def _answered(tx: Tx, found: Task) -> tuple[Mapping[str, str], frozenset[str]]:
    """What people said to the task's questions, and what they allowed for all of it."""
    rows = tx.conn.execute(
        sa.select(item.c.ask, decision.c.verdict, decision.c.note)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(
            item.c.team == found.team,
            item.c.task_id == found.id,
            item.c.kind.in_((Kind.QUESTION, Kind.PERMISSION)),
            decision.c.effected_at.is_not(None),
            decision.c.undone_at.is_(None),
        )
    ).all()
    asked = [(ask_of(r.ask), r) for r in rows]
    answers = {a.key: r.note if r.verdict == Verdict.ANSWER else r.verdict for a, r in asked if a}
    grants = frozenset(a.tool for a, r in asked if a and r.verdict == Verdict.ALLOW_ALL)
    return MappingProxyType(answers), grants


def current(tx: Tx, given: Assignment) -> Assignment:
    """The same with its task as it is now."""
    return replace(given, task=get_task(tx, given.team, given.task.id))


def running(tx: Tx, team: str, taken: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Which of these (attempt, generation) still run; the others were stopped, canceled, or taken up elsewhere."""
    rows = tx.conn.execute(
        sa.select(attempt.c.id, attempt.c.generation).where(
            attempt.c.team == team, attempt.c.id.in_([a for a, _ in taken]), attempt.c.state == "running"
        )
    )
    return frozenset(r.id for r in rows if (r.id, r.generation) in taken)


def hand_in(tx: Tx, given: Assignment, made: Draft) -> str:
    """Put a checked draft on its reviewer's shelf; the key of the new item, empty while others of several side by side
    are still made.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    found = end(tx, given, "done")
    spent = spent_on(tx, found.team, found.id, given.version)
    made = replace(made, version=given.version, base=given.previous.version if given.previous else 0)
    saved = tx.conn.execute(
        sa.insert(draft).returning(draft.c.id),
        {
            "team": found.team,
            "task_id": found.id,
            "version": made.version,
            "title": made.title,
            "summary": made.summary,
            "answer": made.answer,
            "look_first": made.look_first,
            "body": made.body,
            "made_by": made.made_by,
            "made_at": tx.now,
            "base": made.base,
            "remarks": list(made.remarks),
            "spent": asdict(spent) if spent else None,
        },
    ).scalar_one()
    _save_parts(tx, found.team, saved, made)
    return _finish(tx, found, _batch(tx, given), made) or ""


def _save_parts(tx: Tx, team: str, draft_id: int, made: Draft) -> None:
    if made.checks:
        tx.conn.execute(
            sa.insert(check),
            [
                {
                    "team": team,
                    "draft_id": draft_id,
                    "criterion": c.criterion,
                    "finding": c.finding,
                    "evidence": c.evidence,
                    "must": c.must,
                }
                for c in made.checks
            ],
        )
    for file in made.files:
        digest = hashlib.sha256(file.data).hexdigest()
        known = tx.conn.execute(sa.select(blob.c.sha256).where(blob.c.team == team, blob.c.sha256 == digest)).first()
        if known is None:
            tx.conn.execute(sa.insert(blob), {"team": team, "sha256": digest, "data": file.data})
        tx.conn.execute(
            sa.insert(attachment),
            {"team": team, "draft_id": draft_id, "name": file.name, "media_type": file.media_type, "sha256": digest},
        )


def _batch(tx: Tx, given: Assignment) -> int:
    """The first version of those that were begun together."""
    of_attempt = attempt.c.team == given.team, attempt.c.id == given.attempt
    return int(tx.conn.execute(sa.select(attempt.c.batch).where(*of_attempt)).scalar_one())


def _finish(tx: Tx, found: Task, batch: int, last: Draft | None, why: str = "") -> str | None:
    """Once the last of an attempt's batch has ended: what was made goes to the shelf, or, where nothing was, why."""
    together = attempt.c.team == found.team, attempt.c.task_id == found.id, attempt.c.batch == batch
    columns = attempt.c.candidate, attempt.c.draft_version, attempt.c.state, attempt.c.error
    newest = {r.candidate: r for r in tx.conn.execute(sa.select(*columns).where(*together).order_by(attempt.c.id))}
    rows = newest.values()  # without those that a Retry took the place of
    if any(r.state in LIVE for r in rows):
        return None
    versions = tuple(sorted(r.draft_version for r in rows if r.state == "done"))
    lost = [r.error for r in rows if r.state == "failed"]
    key = _ready(tx, found, versions, last, lost) if versions else _failed(tx, found, why)
    release(tx, found.team, found.reviewer)
    redraw_progress(tx, found)
    return key


def _ready(tx: Tx, found: Task, versions: tuple[int, ...], last: Draft | None, lost: Sequence[str]) -> str:
    tx.conn.execute(
        sa.update(task)
        .where(task.c.team == found.team, task.c.id == found.id)
        .values(draft_version=versions[-1], progress=None)
    )
    change_state(tx, found, Event.HAND_IN, found.brief.worker, " ".join(f"v{v}" for v in versions))
    others = (load_draft(tx, found.team, found.id, v) for v in versions if last is None or v != last.version)
    made = [d for d in (last, *others) if d is not None]
    words = sum(_words(tx, found, d) for d in made)
    doubts = sum(len(d.found(Finding.NOT_MET, Finding.IN_DOUBT)) for d in made)
    several = versions if len(versions) > 1 else ()
    less = f"{len(lost)} of {len(lost) + len(versions)} versions did not work: {lost[0]}" if lost else ""
    return shelve(tx, get_task(tx, found.team, found.id), Shelved(Kind.DRAFT, words, doubts, less, several))


def _words(tx: Tx, found: Task, made: Draft) -> int:
    base = load_draft(tx, found.team, found.id, made.base) if made.base else None
    return effort.changed_words(base.body, made.body) if base else len(made.body.split())


def _failed(tx: Tx, found: Task, why: str) -> str:
    change_state(tx, found, Event.FAIL, found.brief.worker, why)
    return shelve(tx, found, Shelved(Kind.PROBLEM, 20, problem=why))


def fail(tx: Tx, team: str, attempt_id: int, why: str, generation: int | None = None, broken: str = "") -> None:
    """Give up an attempt: a problem item tells its reviewer why, in plain words, with Retry.

    Args:
        broken: what it is that only who runs the installation can mend, who hears of it.

    Raises:
        Stale: it ended otherwise meanwhile.
    """
    row = tx.conn.execute(sa.select(attempt).where(attempt.c.team == team, attempt.c.id == attempt_id)).one()
    fence = row.generation if generation is None else generation
    given = Assignment(attempt_id, fence, get_task(tx, team, row.task_id), row.draft_version, None, (), "")
    if broken:
        why = f"{why.rstrip('. ')}."
        said = f"{given.task.brief.worker} can't work on {given.task.name}: {why} What waits for it goes on with Retry."
        told = tell_admins(tx, team, said, broken)
        why = f"{why} {'An administrator was told.' if told else 'Who runs Sluice can mend it.'}"
    found = end(tx, given, "failed", why)
    _finish(tx, found, row.batch, None, why)


def end(tx: Tx, given: Assignment, state: str, error: str = "") -> Task:
    """Let an attempt go on to `state`; its task.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    values: dict[str, Any] = {"state": state, "error": error}
    won = tx.conn.execute(
        sa.update(attempt)
        .where(
            attempt.c.team == given.task.team,
            attempt.c.id == given.attempt,
            attempt.c.generation == given.generation,
            attempt.c.state.in_(TAKEABLE),
        )
        .values(values if state == "asking" else values | {"ended_at": tx.now})
    ).rowcount
    if won != 1:
        raise Stale("This attempt was ended meanwhile; its result is not kept.")
    return get_task(tx, given.task.team, given.task.id)
