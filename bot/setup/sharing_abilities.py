"""Publishes what the agents of a worker's process can do, and reads it in the processes that speak with people."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import structlog

from agents.attempts.attempt import Attempts
from storage.ledger.core.ledger import Ledger
from storage.ledger.work import abilities
from storage.ledger.work.abilities import Ability

log = structlog.get_logger()

PUBLISH, REFRESH = 30.0, 5.0  # seconds between two times


async def publish(ledger: Ledger, attempts: Attempts) -> None:
    """Save again and again what the agents of this process can do, until canceled."""
    told = [Ability(name, attempts.lacking.get(name, ""), attempts.heeding) for name in attempts.roster]
    process = secrets.token_hex(8)
    await _forever(lambda: ledger.do(lambda tx: abilities.save(tx, process, told)), PUBLISH)


async def watch(ledger: Ledger, suggest: bool) -> None:
    """Keep the ledger's terms up to date with what workers can do, until canceled.

    Args:
        suggest: whether a model may look at new briefs where there is one.
    """
    await _forever(lambda: refresh(ledger, suggest), REFRESH)


async def refresh(ledger: Ledger, suggest: bool) -> None:
    """Read what workers can do into the ledger's terms."""
    ledger.terms = abilities.with_abilities(ledger.terms, await ledger.see(abilities.recent), suggest)


async def _forever(act: Callable[[], Awaitable[None]], every: float) -> None:
    while True:
        try:
            await act()
        except Exception as error:  # a database that is away for a moment must not end it
            log.warning("abilities.unknown", error=str(error))
        await asyncio.sleep(every)
