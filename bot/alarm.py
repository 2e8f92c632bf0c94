"""APScheduler as the alarm clock: it wakes when a collection or a run may be due; the calendar's rules decide."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from storage.ledger.collections import collecting, due_slots
from storage.ledger.core.ledger import Ledger
from storage.ledger.series import coming, due_runs
from storage.ledger.shelf import choosing

log = structlog.get_logger()

LATER = timedelta(minutes=1)  # until another try of a slot that can't be claimed
LOOK = 20.0  # seconds between looks whatever the times say: clocks jump, machines sleep
AGAIN = 1.0  # seconds until another look at a ledger that did not answer


class Alarm:
    """The clock that starts a collection when a person's or a channel's time has come.

    Args:
        pace: how many times faster the wall clock runs than this machine's (a demonstration only).
    """

    def __init__(self, ledger: Ledger, pace: float = 1.0) -> None:
        self._ledger, self._pace = ledger, pace
        self._changed = asyncio.Event()
        self._latest: datetime | None = None  # by the wall clock
        self._clock = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None})

    async def watch(self) -> None:
        """Catch up on the slots of the time when nothing ran, then keep watch for as long as this process runs.

        The alarm clock goes by the wall clock, which may be set back: a look comes every `LOOK` seconds all the same.
        """
        self._clock.start()
        try:
            while True:
                self._changed.clear()
                self._wake(await self._look())
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), LOOK)
        finally:
            self._clock.shutdown(wait=False)

    def _wake(self, seconds: float) -> None:
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        self._clock.add_job(self.set, DateTrigger(at, "UTC"), id="next", replace_existing=True)

    async def set(self) -> None:
        """Look for the next slot now, since somebody's times have changed."""
        self._changed.set()

    async def ring(self) -> None:
        """Make every run that is due and claim every slot that is due, each in its own transaction."""
        await self._set_right()
        for team, series in await self._ledger.see(due_runs.due_series):
            await self._run(team, series)
        for team, schedule in await self._ledger.see(due_slots.due_schedules):
            try:
                choice = await self._ledger.see(choosing.choose_slot, team, schedule)
                shown = await self._ledger.do(collecting.claim_slot, team, schedule, choice)
            except Exception as error:  # whatever is wrong with one, the others get theirs
                log.warning("collection.failed", schedule=schedule, error=str(error), exc_info=error)
                await self._try_later(team, schedule)
            else:
                log.info("collection", schedule=schedule, items=shown.items if shown else 0)

    async def _set_right(self) -> None:
        """At the start, and whenever the clock went back: let repetitions go on whose next run was set by a clock that
        was ahead."""
        before, self._latest = self._latest, self._ledger.wall()
        if before is None or self._latest < before:
            for team, series in await self._ledger.see(due_runs.too_far):
                await self._ledger.do(due_runs.set_right, team, series)
                log.info("run.set_right", series=series)

    async def _run(self, team: str, series: int) -> None:
        """Make a run of what comes again."""
        try:
            made = await self._ledger.do(coming.run_due, team, series)
        except Exception as error:  # whatever is wrong with one, the others get theirs
            log.warning("run.failed", series=series, error=str(error), exc_info=error)
            with contextlib.suppress(Exception):
                await self._ledger.do(due_runs.put_off, team, series, LATER)
        else:
            log.info("run", series=series, task=made.name if made else "")

    async def _try_later(self, team: str, schedule: int) -> None:
        with contextlib.suppress(Exception):  # where the ledger can't be written, it is due all the same
            await self._ledger.do(collecting.come_back, team, schedule, LATER)

    async def _look(self) -> float:
        """Return the seconds until the next look."""
        try:
            await self.ring()
            coming_times = [await self._ledger.see(look) for look in (due_slots.next_alarm, due_runs.next_due)]
            due = min((at for at in coming_times if at is not None), default=None)
        except Exception as error:  # a ledger that is away for a moment must not end the watch
            log.warning("alarm.failed", error=str(error))
            return AGAIN
        if due is None:
            return LOOK
        wait = (due - self._ledger.wall()).total_seconds() / self._pace
        return min(LOOK, wait + 0.01) if wait > 0 else AGAIN
