"""Who can't stand in any more: what they decided in others' places goes back, and the others are told."""

from storage.ledger.core.ledger import Tx
from storage.ledger.shelf import standing_in
from storage.ledger.work.owing import tell

THEN = (
    "What waits for you waits until you are back, or until somebody else decides: "
    "/collect away until Monday, @bob decides"
)


def stand_down(tx: Tx, team: str, user: str, why: str) -> None:
    """Give back all that somebody decides in the place of others, and tell these once.

    Args:
        why: the beginning of a sentence that says why.
    """
    for other in standing_in.give_back_all(tx, team, user):
        tell(tx, team, other, f"{why}, so nobody stands in for you any more. {THEN}")
