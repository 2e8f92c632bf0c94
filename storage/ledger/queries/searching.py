"""Finding tasks by their words: full-text search of SQLite (FTS5) and of PostgreSQL (tsvector), asked in one way."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.authority import Action, Claim
from storage.rules.pages.portfolios import FOUND
from storage.rules.search import person_word, words_of
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.tables import task

_NEWEST: Mapping[str, str] = {
    "sqlite": "SELECT rowid FROM task_found WHERE task_found MATCH :asked ORDER BY rowid DESC LIMIT :most",
    # Sorted after it is found: else a rare word is looked for through all the tasks there are.
    "postgresql": "WITH found AS MATERIALIZED (SELECT task_id FROM task_words WHERE team = :team "
    "AND array_to_tsvector(string_to_array(words, ' ')) @@ CAST(:asked AS tsquery)) "
    "SELECT task_id FROM found ORDER BY task_id DESC LIMIT :most",
}


def search(read: Read, team: str, user: str, text: str) -> tuple[Task, ...]:
    """Return the tasks that a person assigned, decides or works on and that have words which begin with each of these,
    newest first, at most a hundred.

    Raises:
        Refused: they are no full member.
    """
    tasks = _found(read, team, user, text)
    if not tasks:  # for who is no member there is nothing: they are told so
        access.check(read, Claim(user, team), Action.LOOK)
    return tasks


def _found(read: Read, team: str, user: str, text: str) -> tuple[Task, ...]:
    wanted = words_of(text)[:8]
    if not wanted:
        return ()
    dialect = read.conn.dialect.name
    asked = {"asked": _asked(dialect, person_word(team, user), wanted), "most": FOUND, "team": team}
    named = {name: asked[name] for name in ("asked", "most", *(("team",) if dialect == "postgresql" else ()))}
    ids = read.conn.execute(sa.text(_NEWEST[dialect]).columns(sa.column("id")), named).scalars().all()
    works = sa.and_(task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == user)
    mine = task.c.team == team, sa.or_(task.c.assigner == user, task.c.reviewer == user, works)
    member = sa.literal(user).in_(people.members(read, team))
    rows = read.conn.execute(tasks().where(task.c.id.in_(ids), *mine, member).order_by(task.c.number.desc()))
    return tuple(task_of(row) for row in rows)


def _asked(dialect: str, person: str, wanted: Sequence[str]) -> Any:
    """Return the question in a database's own words. None of ours has a sign that would mean something in it."""
    if dialect == "sqlite":
        return " AND ".join([f'"{person}"', *(f'"{word}" *' for word in wanted)])
    return " & ".join([f"'{person}'", *(f"'{word}':*" for word in wanted)])
