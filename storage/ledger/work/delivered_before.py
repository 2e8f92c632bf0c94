"""What a card says of a draft whose task was approved and delivered before."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.posts import DeliveryState
from storage.rules.values.task import Task
from storage.tables import decision, delivery

AGAIN = "It was delivered before, and that stays: Approve delivers it once more."
EARLIER = "An earlier version was delivered before, and that stays: Approve delivers this one, too."


def delivered_before(read: Read, opened: Task, version: int) -> str:
    """Return that a task was delivered before it was opened again; '' where Slack has no delivery of it.

    Args:
        version: of the draft that is to be decided.
    """
    of_delivery = sa.and_(decision.c.id == delivery.c.decision_id, decision.c.team == delivery.c.team)
    mine = delivery.c.team == opened.team, delivery.c.task_id == opened.id, delivery.c.state == DeliveryState.SENT
    query = sa.select(decision.c.draft_version).join_from(delivery, decision, of_delivery).where(*mine)
    versions = set(read.conn.execute(query).scalars())
    return "" if not versions else AGAIN if version in versions else EARLIER
