"""Attempts: taken by a worker, handed in as a draft, or failed with a reason."""

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.assigning import comes_at_once
from storage.ledger.collecting import bring_one
from storage.ledger.core import Tx, new_key
from storage.ledger.rows import get_task, load_draft
from storage.ledger.starting import change_state, release
from storage.rules import effort
from storage.rules.lifecycle import Event
from storage.rules.refusal import Stale
from storage.rules.task import Draft, Finding, Kind, State, Task
from storage.tables import attachment, attempt, blob, check, draft, item, person, task


@dataclass(frozen=True, slots=True)
class Assignment:
    """What an attempt works on. `generation` fences: a result of an older one is refused."""

    attempt: int
    generation: int
    task: Task
    version: int
    previous: Draft | None
    points: tuple[str, ...]
    note: str

    @property
    def team(self) -> str:
        return self.task.team


def begin(tx: Tx, team: str, attempt_id: int) -> Assignment | None:
    """Take an attempt; None when its task has moved on meanwhile."""
    row = tx.conn.execute(
        sa.update(attempt)
        .where(attempt.c.team == team, attempt.c.id == attempt_id, attempt.c.state.in_(("due", "running")))
        .values(state="running", generation=attempt.c.generation + 1, began_at=tx.now)
        .returning(attempt.c.task_id, attempt.c.generation, attempt.c.draft_version, attempt.c.points, attempt.c.note)
    ).first()
    if row is None:
        return None
    found = get_task(tx, team, row.task_id)
    if found.state is not State.WORKING:
        return None
    if row.generation == 1:
        tx.note(team, found.brief.worker, "begin", found.name, became=f"v{row.draft_version}")
    previous = load_draft(tx, team, found.id, found.draft_version) if found.draft_version else None
    return Assignment(attempt_id, row.generation, found, row.draft_version, previous, tuple(row.points), row.note)


def hand_in(tx: Tx, given: Assignment, made: Draft) -> str:
    """Put a checked draft on its reviewer's shelf; the key of the new item.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    found = _end(tx, given, "done")
    previous = given.previous
    saved = tx.conn.execute(
        sa.insert(draft).returning(draft.c.id),
        {
            "team": found.team,
            "task_id": found.id,
            "version": given.version,
            "title": made.title,
            "summary": made.summary,
            "answer": made.answer,
            "look_first": made.look_first,
            "body": made.body,
            "made_by": made.made_by,
            "made_at": tx.now,
        },
    ).scalar_one()
    _save_parts(tx, found.team, saved, made)
    tx.conn.execute(
        sa.update(task).where(task.c.team == found.team, task.c.id == found.id).values(draft_version=given.version)
    )
    change_state(tx, found, Event.HAND_IN, found.brief.worker, f"v{given.version}")
    words = effort.changed_words(previous.body, made.body) if previous else len(made.body.split())
    doubts = len(made.found(Finding.NOT_MET, Finding.IN_DOUBT))
    key = _shelve(tx, found, Kind.DRAFT, given.version, words, doubts)
    release(tx, found.team, found.reviewer)
    return key


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


def fail(tx: Tx, team: str, attempt_id: int, why: str, generation: int | None = None) -> None:
    """Give up an attempt: a problem item tells its reviewer why, in plain words, with Retry.

    Raises:
        Stale: it ended otherwise meanwhile.
    """
    row = tx.conn.execute(sa.select(attempt).where(attempt.c.team == team, attempt.c.id == attempt_id)).one()
    given = Assignment(
        attempt_id,
        row.generation if generation is None else generation,
        get_task(tx, team, row.task_id),
        row.draft_version,
        None,
        (),
        "",
    )
    found = _end(tx, given, "failed", why)
    change_state(tx, found, Event.FAIL, found.brief.worker, why)
    _shelve(tx, found, Kind.PROBLEM, found.draft_version, 20, 0, why)
    release(tx, found.team, found.reviewer)


def _end(tx: Tx, given: Assignment, state: str, error: str = "") -> Task:
    won = tx.conn.execute(
        sa.update(attempt)
        .where(
            attempt.c.team == given.task.team,
            attempt.c.id == given.attempt,
            attempt.c.generation == given.generation,
            attempt.c.state.in_(("due", "running")),
        )
        .values(state=state, ended_at=tx.now, error=error)
    ).rowcount
    if won != 1:
        raise Stale("This attempt was ended meanwhile; its result is not kept.")
    return get_task(tx, given.task.team, given.task.id)


def _shelve(tx: Tx, found: Task, kind: Kind, version: int, words: int, doubts: int, problem: str = "") -> str:
    key = new_key()
    made = tx.conn.execute(
        sa.insert(item).returning(item.c.id),
        {
            "team": found.team,
            "key": key,
            "task_id": found.id,
            "kind": kind,
            "reviewer": found.reviewer,
            "draft_version": version,
            "words": words,
            "doubts": doubts,
            "problem": problem,
            "made_at": tx.now,
        },
    ).scalar_one()
    reviewer = people.ensure(tx, found.team, found.reviewer)
    if comes_at_once(tx, reviewer, found):
        bring_one(tx, reviewer, made)
        tx.conn.execute(
            sa.update(person)
            .where(person.c.team == found.team, person.c.user == found.reviewer)
            .values(brought=person.c.brought + 1)
        )
    return key
