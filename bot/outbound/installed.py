"""Keeping what the app has to say while it is uninstalled."""

from storage.jobs.port import Again
from storage.ledger.core.ledger import Ledger
from storage.ledger.privacy import uninstalled

UNTIL_BACK = 30.0  # seconds between two looks whether the app is installed again


async def check_installed(ledger: Ledger, team: str) -> None:
    """Check that a workspace has the app.

    Raises:
        Again: the app was uninstalled; what it has to say is kept until it is back.
    """
    if await ledger.see(uninstalled.is_uninstalled, team):
        raise Again(UNTIL_BACK, "the app was uninstalled")
