"""What a card says of a draft whose task was approved and delivered before."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.posts import DeliveryState
from storage.rules.values.item import LETTERS
from storage.rules.values.task import Task
from storage.tables import decision, delivery

AGAIN = "It was delivered before, and that stays: Approve delivers it once more."
EARLIER = "An earlier version was delivered before, and that stays: Approve delivers this one, too."
ONE_OF_MANY = "Version {0} was delivered before, and that stays: Take {0} delivers it once more."
BEFORE_MANY = "An earlier version was delivered before, and that stays: what you take is delivered, too."


def delivered_before(read: Read, opened: Task, versions: Sequence[int]) -> str:
    """Return that a task was delivered before it was opened again; '' where Slack has no delivery of it.

    Args:
        versions: of the draft that is to be decided, or of those to choose from.
    """
    of_delivery = sa.and_(decision.c.id == delivery.c.decision_id, decision.c.team == delivery.c.team)
    mine = delivery.c.team == opened.team, delivery.c.task_id == opened.id, delivery.c.state == DeliveryState.SENT
    query = sa.select(decision.c.draft_version).join_from(delivery, decision, of_delivery).where(*mine)
    delivered = set(read.conn.execute(query).scalars())
    if not delivered:
        return ""
    if len(versions) == 1:
        return AGAIN if versions[0] in delivered else EARLIER
    there = [letter for letter, version in zip(LETTERS, versions, strict=False) if version in delivered]
    return ONE_OF_MANY.format(there[-1]) if there else BEFORE_MANY
