"""Waiting for what models add to new briefs: one look a second, for all receipts together."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

import structlog

from bot.desk import Desk
from storage.ledger.tasks import suggesting

log = structlog.get_logger()

WITHIN, LOOK = 25.0, 1.0  # seconds that a receipt waits, and between two looks


@dataclass(slots=True)
class Suggestions:
    """The receipts that wait for a model's suggestions, by the keys of their tasks."""

    desk: Desk
    _waiting: defaultdict[str, set[asyncio.Event]] = field(default_factory=lambda: defaultdict(set))
    _looking: bool = False

    async def came(self, key: str) -> bool:
        """Wait until a model has looked at a task's brief; return whether it did in time."""
        heard = asyncio.Event()
        self._waiting[key].add(heard)
        if not self._looking:
            self._looking = True
            self.desk.after(self._look())
        try:
            await asyncio.wait_for(heard.wait(), WITHIN)
        except TimeoutError:
            return False
        finally:
            self._leave(key, heard)
        return True

    def _leave(self, key: str, heard: asyncio.Event) -> None:
        self._waiting[key].discard(heard)
        if not self._waiting[key]:
            del self._waiting[key]

    async def _look(self) -> None:
        """Look once a second, as long as anybody waits."""
        try:
            while self._waiting:
                await asyncio.sleep(LOOK)
                for key in await self._suggested():
                    for heard in self._waiting.get(key, ()):
                        heard.set()
        finally:
            self._looking = False

    async def _suggested(self) -> set[str]:
        try:
            return await self.desk.ledger.see(suggesting.suggested, self.desk.team, tuple(self._waiting))
        except Exception as error:  # the next look may do better: all receipts wait for it
            log.warning("suggestions.look", error=str(error))
            return set()
