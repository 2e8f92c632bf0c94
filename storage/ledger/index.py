"""The words that a task is found by: kept as it is made, and renewed as it changes."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.prepared import insert
from storage.rules.search import person_word, words_of
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State, Task
from storage.tables import decision, draft, item, task, task_words

_ADD = insert(task_words, "team", "task_id", "words")


def words_of_task(team: str, title: str, goal: str, users: Sequence[str], approved: str = "") -> str:
    """Return all words that a task is found by, as one text for the index.

    Args:
        approved: the draft that was approved.
    """
    people = dict.fromkeys(person_word(team, user) for user in users)
    return " ".join([*people, *dict.fromkeys([*words_of(f"{title} {goal}"), *words_of(approved)])])


def add_words(tx: Tx, task: Task) -> None:
    """Add the words of a new task, so that the task can be found."""
    words = words_of_task(task.team, task.brief.title, task.brief.goal, (task.assigner, task.reviewer))
    _ADD(tx.conn, {"team": task.team, "task_id": task.id, "words": words})


def renew_words(tx: Tx, team: str, task_id: int) -> None:
    """Replace the words of a task by those of its present text and people, and of the draft that was approved."""
    columns = task.c.title, task.c.goal, task.c.assigner, task.c.reviewer, task.c.state, task.c.draft_version
    row = tx.conn.execute(sa.select(*columns).where(task.c.team == team, task.c.id == task_id)).one()
    approved = _approved(tx, team, task_id, row.draft_version) if row.state == State.APPROVED else ""
    words = words_of_task(team, row.title, row.goal, (row.assigner, row.reviewer), approved)
    mine = task_words.c.team == team, task_words.c.task_id == task_id
    tx.conn.execute(sa.update(task_words).where(*mine).values(words=words))


def _approved(read: Read, team: str, task_id: int, newest: int) -> str:
    """Return the text of the draft that was approved: the chosen one of several, else the newest."""
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    chosen = sa.select(decision.c.draft_version).join_from(decision, item, of_item)
    approves = decision.c.team == team, item.c.task_id == task_id, decision.c.verdict == Verdict.APPROVE
    live = chosen.where(*approves, decision.c.undone_at.is_(None)).order_by(decision.c.id.desc()).limit(1)
    version = read.conn.execute(live).scalar() or newest
    mine = draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version
    row = read.conn.execute(sa.select(draft.c.title, draft.c.body).where(*mine)).first()
    return f"{row.title} {row.body}" if row is not None else ""
