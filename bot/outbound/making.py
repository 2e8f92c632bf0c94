"""What came of words: a task, or a series of tasks, found again by its key."""

from storage.ledger.core.ledger import Ledger
from storage.ledger.series import series_status
from storage.ledger.tasks import receipts
from storage.rules.authority import Claim
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.series import Standing
from storage.rules.refusal import Refused


async def find_made(ledger: Ledger, claim: Claim, key: str) -> Receipt | Standing:
    """Return the receipt of the task with a key, or how the series with that key stands.

    Raises:
        Refused: there is neither, or it is not theirs.
    """
    try:
        return await ledger.see(receipts.receipt, claim, key)
    except Refused as no:
        try:
            return await ledger.see(series_status.standing, claim, key=key)
        except Refused:
            raise no from None
