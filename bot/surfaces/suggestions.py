"""Waiting for what models add to new briefs: one look a second, for all receipts together."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from bot.desk import Desk
from storage.ledger.tasks import suggesting

WITHIN, LOOK = 25.0, 1.0  # seconds that a receipt waits, and between two looks


@dataclass(slots=True)
class Suggestions:
    """The tasks whose receipts wait for a model's suggestions."""

    desk: Desk
    _waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    _looking: bool = False

    async def came(self, key: str) -> bool:
        """Wait until a model has looked at a task's brief; return whether it did in time."""
        heard = self._waiting[key] = asyncio.get_running_loop().create_future()
        if not self._looking:
            self._looking = True
            self.desk.after(self._look())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(heard, WITHIN)
        self._waiting.pop(key, None)
        return heard.done() and not heard.cancelled()

    async def _look(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(LOOK)
                for key in await self.desk.ledger.see(suggesting.suggested, self.desk.team, tuple(self._waiting)):
                    self._tell(key)
        finally:
            self._looking = False

    def _tell(self, key: str) -> None:
        heard = self._waiting.pop(key, None)
        if heard is not None and not heard.done():
            heard.set_result(None)
