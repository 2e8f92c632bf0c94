"""The words that a task is found by: kept as it is made, and renewed as it changes."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.prepared import insert
from storage.rules.search import person_word, words_of
from storage.rules.values.task import Task
from storage.tables import task, task_words

_ADD = insert(task_words, "team", "task_id", "words")


def words_of_task(team: str, title: str, goal: str, users: Sequence[str]) -> str:
    """Return all words that a task is found by, as one text for the index."""
    people = dict.fromkeys(person_word(team, user) for user in users)
    return " ".join([*people, *words_of(f"{title} {goal}")])


def add_words(tx: Tx, task: Task) -> None:
    """Add the words of a new task, so that the task can be found."""
    words = words_of_task(task.team, task.brief.title, task.brief.goal, (task.assigner, task.reviewer))
    _ADD(tx.conn, {"team": task.team, "task_id": task.id, "words": words})


def renew_words(tx: Tx, team: str, task_id: int) -> None:
    """Replace the words of a task by those of its present text and people."""
    columns = task.c.title, task.c.goal, task.c.assigner, task.c.reviewer
    row = tx.conn.execute(sa.select(*columns).where(task.c.team == team, task.c.id == task_id)).one()
    words = words_of_task(team, row.title, row.goal, (row.assigner, row.reviewer))
    mine = task_words.c.team == team, task_words.c.task_id == task_id
    tx.conn.execute(sa.update(task_words).where(*mine).values(words=words))
