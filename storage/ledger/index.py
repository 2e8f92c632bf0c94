"""The words that a task is found by: kept as it is made, and renewed as it changes."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.approved_versions import approved_version
from storage.prepared import Statement, insert
from storage.rules.search import person_word, words_of
from storage.rules.values.task import State, Task
from storage.rules.values.worker import Worker, WorkerKind
from storage.tables import draft, person, task, task_words

RENAMED = 200  # tasks that are found by a new name of their colleague: all are written in one verb
_ADD = insert(task_words, "team", "task_id", "words")


def words_of_task(team: str, title: str, goal: str, users: Sequence[str], approved: str = "", worker: str = "") -> str:
    """Return all words that a task is found by, as one text for the index.

    Args:
        approved: the draft that was approved.
        worker: the name of the colleague who works on it.
    """
    people = dict.fromkeys(person_word(team, user) for user in users)
    own = dict.fromkeys([*words_of(f"{title} {goal}"), *words_of(approved), *words_of(worker)])
    return " ".join([*people, *own])


def add_words(tx: Tx, task: Task) -> None:
    """Add the words of a new task, so that the task can be found."""
    users, worker = _people(task.assigner, task.reviewer, task.brief.worker), _name_of(tx, task.team, task.brief.worker)
    words = words_of_task(task.team, task.brief.title, task.brief.goal, users, worker=worker)
    _ADD(tx.conn, {"team": task.team, "task_id": task.id, "words": words})


@Statement
def _present(team: str, task_id: int) -> sa.Select[Any]:
    columns = task.c.title, task.c.goal, task.c.assigner, task.c.reviewer, task.c.state, task.c.draft_version
    query = sa.select(*columns, task.c.worker, task.c.worker_kind)
    return query.where(task.c.team == team, task.c.id == task_id)


@Statement
def _renew(team: str, task_id: int, words: str) -> sa.Executable:
    mine = task_words.c.team == team, task_words.c.task_id == task_id
    return sa.update(task_words).where(*mine).values(words=words)


@Statement
def _text(team: str, task_id: int, version: int) -> sa.Select[Any]:
    mine = draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version
    return sa.select(draft.c.title, draft.c.body).where(*mine)


def renew_words(tx: Tx, team: str, task_id: int) -> None:
    """Replace the words of a task by those of its present text and people, and of the draft that was approved."""
    row = _present.first(tx.conn, team, task_id)
    approved = _approved(tx, team, task_id, row.draft_version) if row.state == State.APPROVED else ""
    worker = Worker(row.worker, WorkerKind(row.worker_kind))
    users, name = _people(row.assigner, row.reviewer, worker), _name_of(tx, team, worker)
    words = words_of_task(team, row.title, row.goal, users, approved=approved, worker=name)
    _renew.run(tx.conn, team, task_id, words)


def _people(assigner: str, reviewer: str, worker: Worker) -> tuple[str, ...]:
    """Return who finds a task: who assigned it, decides on it, or works on it."""
    return (assigner, reviewer, *((worker.name,) if worker.is_person else ()))


def renew_name(tx: Tx, team: str, user: str) -> None:
    """Let the newest tasks that a colleague has or had be found by the name that they have now."""
    theirs = task.c.team == team, task.c.worker == user, task.c.worker_kind == str(WorkerKind.PERSON)
    newest = sa.select(task.c.id).where(*theirs).order_by(task.c.id.desc()).limit(RENAMED)
    for task_id in tx.conn.execute(newest).scalars().all():
        renew_words(tx, team, task_id)


def _name_of(read: Read, team: str, worker: Worker) -> str:
    """Return the name of the colleague who works on a task, as far as it is known; empty for agents."""
    if not worker.is_person:
        return ""
    theirs = person.c.team == team, person.c.user == worker.name
    return str(read.conn.execute(sa.select(person.c.name).where(*theirs)).scalar() or "")


def _approved(read: Read, team: str, task_id: int, newest: int) -> str:
    """Return the text of the draft that was approved."""
    row = _text.first(read.conn, team, task_id, approved_version(read, team, task_id, newest))
    return f"{row.title} {row.body}" if row is not None else ""
