"""What a decision in a sitting is measured by."""

from dataclasses import dataclass
from datetime import timedelta

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.seat import live
from storage.rules.refusal import Stale

LOOKED = timedelta(minutes=20)  # who took longer was away
MEANT = timedelta(seconds=0.3)  # a press that comes sooner was meant for the item before
TOO_SOON = "That press came as the next item appeared. Nothing was decided."


@dataclass(frozen=True, slots=True)
class Measured:
    """In which sitting a decision is taken, and the seconds since its item was shown; None where that is not known."""

    sitting: int | None = None
    seconds: float | None = None


def measure(read: Read, team: str, user: str, item_id: int) -> Measured:
    """Return what a decision on an item is measured by, where it is the present one of a person's sitting.

    Raises:
        Stale: the item has only just appeared under the finger.
    """
    course = live(read, team, user)
    if course is None or course.present is None or course.present.item != item_id or course.shown_at is None:
        return Measured()
    looked = read.now - course.shown_at
    if course.past and timedelta(0) <= looked < MEANT:
        raise Stale(TOO_SOON)
    return Measured(course.id, looked.total_seconds() if timedelta(0) < looked < LOOKED else None)
