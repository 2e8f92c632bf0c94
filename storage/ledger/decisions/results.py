"""What Slack has of a decision's deliveries, kept with the decision."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.delivery_posts import posts_of
from storage.ledger.decisions.result_words import result
from storage.ledger.messages import canvases
from storage.ledger.messages.posting import dm_of
from storage.ledger.rows.finding_tasks import get_task
from storage.prepared import Statement
from storage.rules.delivery import is_person
from storage.rules.pages.messages import Post
from storage.rules.posts import DeliveryState
from storage.rules.values.form import Form
from storage.rules.values.task import Task
from storage.tables import decision, delivery


@Statement
def _deliveries(team: str, decision_id: int) -> sa.Select[Any]:
    columns = delivery.c.id, delivery.c.task_id, delivery.c.state, delivery.c.channel
    mine = delivery.c.team == team, delivery.c.decision_id == decision_id
    return sa.select(*columns).where(*mine).order_by(delivery.c.id)


@Statement
def save(team: str, decision_id: int, result: str) -> sa.Executable:
    """Return the statement that keeps what came of a decision; its row names the item."""
    mine = sa.update(decision).where(decision.c.team == team, decision.c.id == decision_id)
    return mine.values(result=result).returning(decision.c.item_id)


def save_result(tx: Tx, team: str, decision_id: int) -> int:
    """Keep with a decision what Slack has of its deliveries, in words that follow “It was”; return the item's id."""
    rows = _deliveries.all(tx.conn, team, decision_id)
    task = get_task(tx, team, rows[0].task_id)
    parts = list[str]()
    for row in rows:
        if row.state != DeliveryState.PROMISED:
            posts = posts_of(tx, team, row.id)
            where_to = result(posts, row.state, task, _reader(tx, posts[0], row.channel))
            parts.append(where_to + _form(tx, task, posts[0]))
    return int(save.first(tx.conn, team, decision_id, ", ".join(parts)).item_id)


def _form(read: Read, task: Task, row: Post) -> str:
    """Return whether what was asked for as a canvas is one; empty while it is not there, and for anything else."""
    if task.brief.form is not Form.CANVAS or row.state != "sent":
        return ""
    return " as a canvas" if canvases.find(read, row.team, row.id) else " as a file: no canvas could be made"


def _reader(read: Read, row: Post, place: str) -> str:
    """Return whose direct messages a delivery is for: of the person whom its brief names, or of who had it brought."""
    theirs = is_person(place) and row.channel in (place, dm_of(read, row.team, place))
    return place if theirs else row.owner
