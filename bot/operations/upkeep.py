"""Upkeep of the ledger, a step at a time: the history is sealed, and what is kept too long is removed."""

import asyncio
from collections.abc import Callable

from storage.ledger.core.ledger import Ledger
from storage.ledger.history import sealing
from storage.ledger.privacy import retaining, uninstalling, versions
from storage.ledger.privacy.keeping import Keep

BETWEEN = 0.2  # seconds between two steps


async def seal(ledger: Ledger, whole: bool = False, pause: float = BETWEEN) -> None:
    """Seal the history as far as it fills a step or is a few minutes old.

    Args:
        whole: seal all of it.
        pause: seconds between two steps.
    """
    for team in await ledger.see(retaining.teams):
        await _each(ledger, pause, sealing.seal_new, team, whole)


async def tidy(ledger: Ledger, keep: Keep, whole: bool = True, pause: float = BETWEEN) -> None:
    """Remove everything that is older than it may be; without `whole` only requests that Slack sent.

    Args:
        pause: seconds between two steps.
    """
    for team in await ledger.see(retaining.teams):
        if whole:
            await _each(ledger, pause, uninstalling.erase_step, team, keep)
        await _each(ledger, pause, retaining.drop_requests, team, keep)
        if not whole:
            continue
        await _each(ledger, pause, sealing.seal_new, team)
        await _each(ledger, pause, retaining.drop_changes, team, keep)
        await _each(ledger, pause, retaining.drop_deliveries, team, keep)
        last: int | None = 0
        while last is not None:
            last = await ledger.do(versions.drop_versions, team, keep, last)
            await asyncio.sleep(pause)


async def _each(ledger: Ledger, pause: float, verb: Callable[..., int], *given: object) -> None:
    while await ledger.do(verb, *given):
        await asyncio.sleep(pause)
