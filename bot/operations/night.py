"""What is kept too long is removed at night, a little at a time; what happened is sealed within five minutes."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.operations import heads
from storage.ledger.core.ledger import Ledger
from storage.ledger.history import sealing
from storage.ledger.privacy import retaining, uninstalling, versions
from storage.ledger.privacy.keeping import Keep

log = structlog.get_logger()

HOURS = range(2, 5)  # of the workspace's default zone
LOOK, BETWEEN = 120.0, 0.2  # seconds between two looks at the clock, and between two steps


async def watch(ledger: Ledger, keep: Keep, home: Path) -> None:
    """Seal the history, and each night remove what is older than it may be, until canceled.

    What Slack sent is looked at after each start, too.

    Args:
        home: the folder that keeps the newest seal beside the ledger.
    """
    done = None
    await _careful(tidy(ledger, keep, whole=False))
    while True:
        now = ledger.clock().astimezone(ZoneInfo(ledger.terms.zone))
        await _careful(seal(ledger))
        await _careful(heads.note(ledger, home))
        if now.hour in HOURS and now.date() != done:
            await _careful(tidy(ledger, keep, whole=True))
            done = now.date()
        await asyncio.sleep(LOOK)


async def _careful(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # the next look sees to it
        log.warning("night.failed", error=str(error))


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
