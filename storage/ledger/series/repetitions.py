"""A repetition that its person may still change."""

from storage.ledger.core.ledger import Read
from storage.ledger.series.finding import theirs
from storage.rules.authority import Action, Claim
from storage.rules.refusal import Refused
from storage.rules.values.series import Series, SeriesKind

ENDED = "{} was stopped. Assign it anew."


def open_repetition(read: Read, claim: Claim, action: Action, key: str) -> Series:
    """Return a repetition that a person may change.

    Raises:
        Refused: it is not theirs, no repetition, or has ended.
    """
    series = theirs(read, claim, action, key=key)
    if not series.is_open or series.kind is not SeriesKind.REPETITION:
        raise Refused(ENDED.format(series.name))
    return series
