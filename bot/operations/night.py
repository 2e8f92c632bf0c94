"""What is kept too long is removed at night, a little at a time; what happened is sealed within five minutes."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.operations import heads
from bot.operations.upkeep import seal, tidy
from storage.ledger.core.ledger import Ledger
from storage.ledger.privacy.keeping import Keep

log = structlog.get_logger()

HOURS = range(2, 5)  # of the workspace's default zone
LOOK = 120.0  # seconds between two looks at the clock


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
