"""Work on the agents' queue that waits while everything is stopped, or while its provider is away."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from agents.models.away import passing
from storage.jobs.port import Again
from storage.ledger.core.ledger import Ledger
from storage.ledger.work.stopped import stopped_by

T = TypeVar("T")
AWAY, STOPPED = 60.0, 5.0  # seconds until a provider, and until everything that was stopped, is looked at again


async def unless_stopped(ledger: Ledger, team: str, work: Callable[[], Awaitable[T]]) -> T:
    """Do the work, and return what comes of it.

    Raises:
        Again: everything is stopped, or the provider is away.
    """
    if await ledger.see(stopped_by, team):
        raise Again(STOPPED, "everything is stopped")
    try:
        return await work()
    except Exception as error:
        if not passing(error):
            raise
        raise Again(AWAY, str(error)) from error
