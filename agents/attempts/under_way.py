"""Work on the agents' queues, which ends within a second when it is stopped."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog

from agents.models.away import passing
from storage.jobs.port import Again
from storage.ledger.core.ledger import Ledger
from storage.ledger.work import still_running
from storage.ledger.work.stopped import stopped_by

log = structlog.get_logger()
T = TypeVar("T")
AWAY, STOPPED = 60.0, 5.0  # seconds until a provider, and until everything that was stopped, is looked at again
LOOK = 0.4  # seconds between two looks whether what runs here was stopped
NOT_AN_ATTEMPT = 0  # in the place of an attempt's id: only what stops everything stops it


class Stopped(Exception):
    """The end of work that was stopped, canceled or taken over elsewhere."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The work that runs in this process: of each, its team, its attempt and the generation of that."""

    _runs: dict["asyncio.Task[Any]", tuple[str, int, int]] = field(default_factory=dict)

    async def until_stopped(self, work: Coroutine[Any, Any, T], run: tuple[str, int, int]) -> T:
        """Return what comes of work.

        Raises:
            Stopped: it was stopped before its end.
        """
        making = asyncio.create_task(work)
        self._runs[making] = run
        try:
            return await making
        except asyncio.CancelledError:
            if not making.cancelled() or (asking := asyncio.current_task()) is None or asking.cancelling():
                making.cancel()
                raise
            raise Stopped from None
        finally:
            del self._runs[making]

    async def beside(self, ledger: Ledger, team: str, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what comes of work that is no attempt.

        Raises:
            Again: everything is stopped, or was meanwhile, or the provider is away.
        """
        try:
            if await ledger.see(stopped_by, team):
                raise Stopped
            return await self.until_stopped(work(), (team, NOT_AN_ATTEMPT, 0))
        except Stopped:
            raise Again(STOPPED, "everything is stopped") from None
        except Exception as error:
            if not passing(error):
                raise
            raise Again(AWAY, str(error)) from error

    async def watch(self, ledger: Ledger) -> None:
        """Cancel work that was stopped, canceled or taken over elsewhere, within `LOOK`, until this process ends."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self._look(ledger)
            except Exception as error:  # a database that is away for a moment must not end the looking
                log.warning("attempts.unwatched", error=str(error))

    async def _look(self, ledger: Ledger) -> None:
        for team in {team for team, _, _ in self._runs.values()}:
            mine = {making: (a, g) for making, (t, a, g) in self._runs.items() if t == team}
            live = await ledger.see(still_running.running, team, list(mine.values()))
            stopped = await ledger.see(stopped_by, team)
            for making, (attempt, _) in mine.items():
                ended = stopped if attempt == NOT_AN_ATTEMPT else attempt not in live
                if ended and not making.cancelling():  # a second time would end its cleaning up
                    making.cancel()
