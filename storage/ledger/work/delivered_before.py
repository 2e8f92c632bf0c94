"""What a card says of a draft whose task was approved and delivered before."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.posts import DeliveryState
from storage.rules.values.task import Task
from storage.tables import delivery

AGAIN = "It was delivered before, and that stays: Approve delivers it once more."
EARLIER = "An earlier version was delivered before, and that stays: Approve delivers this one, too."


def delivered_before(read: Read, opened: Task, version: int) -> str:
    """Return that a task was delivered before it was opened again; '' where Slack has no delivery of it.

    Args:
        version: of the draft that is to be decided.
    """
    mine = delivery.c.team == opened.team, delivery.c.task_id == opened.id, delivery.c.state == DeliveryState.SENT
    if read.conn.execute(sa.select(delivery.c.id).where(*mine).limit(1)).first() is None:
        return ""
    return EARLIER if version > opened.draft_version else AGAIN
