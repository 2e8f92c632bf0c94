"""APScheduler as the alarm clock: it wakes when a collection may be due; the calendar's rules decide."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from storage.ledger import collecting
from storage.ledger.core import Ledger, utc_now

log = structlog.get_logger()

LOOK = 20  # seconds between looks whatever the alarm says: clocks jump, machines sleep


class Alarm:
    """Wakes at the next slot of anyone.

    Args:
        pace: how many times faster the wall clock runs than this machine's (a demonstration only).
    """

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime] = utc_now, pace: float = 1.0) -> None:
        self._ledger, self._clock, self._pace = ledger, clock, pace
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})

    async def start(self) -> None:
        """Catch up on what was slept through, then keep watch."""
        self._scheduler.start()
        self._scheduler.add_job(self.ring, IntervalTrigger(seconds=LOOK, timezone="UTC"), id="look", max_instances=1)
        await self.ring()

    async def set(self) -> None:
        """Set the alarm to the earliest slot there is."""
        due = await self._ledger.see(collecting.next_alarm)
        if due is None:
            return
        wait = max(0.0, (due - self._ledger.wall()).total_seconds()) / self._pace
        self._scheduler.add_job(
            self.ring,
            DateTrigger(self._clock() + timedelta(seconds=wait + 0.01), "UTC"),
            id="next",
            replace_existing=True,
            max_instances=1,
        )

    async def ring(self) -> None:
        """Claim every slot that is due, each in its own transaction."""
        for team, schedule in await self._ledger.see(collecting.due_schedules):
            made = await self._ledger.do(collecting.claim_slot, team, schedule)
            log.info("collection", schedule=schedule, items=made.items if made else 0)
        await self.set()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
