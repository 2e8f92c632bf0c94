"""An approved draft for somebody who left meanwhile goes to who decided."""

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions.deliveries import delivered
from storage.ledger.decisions.delivery_posts import delivery_of, send_again
from storage.rules.pages.messages import Post


def pass_on(tx: Tx, part: Post) -> bool:
    """Promise a part of a delivery to who decided; return False where that is its reader, or they can't get it."""
    brought = delivered(tx, part.team, delivery_of(part) or 0)
    if brought is None or brought.who in ("", part.owner) or not people.may_be_member(tx, part.team, brought.who):
        return False
    send_again(tx, part, brought.who)
    return True
