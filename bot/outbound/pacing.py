"""Slack's pace: a turn for each message, in its conversation and in the workspace, over all processes that post."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from storage import engine
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import pacing
from storage.rules.pace import Gaps

EACH_CHANNEL = 1.0  # seconds between two messages in one conversation
WORKSPACE = 0.2  # seconds between two messages of the workspace: 300 a minute


class Pace(Protocol):
    """A rule for how fast messages may go to Slack."""

    async def turn(self, team: str, channel: str) -> None:
        """Wait until a message may go to a conversation."""
        ...


@dataclass(slots=True)
class Pacer:
    """The turns of one process, from a monotonic clock."""

    channel: float = EACH_CHANNEL
    workspace: float = WORKSPACE
    _next: dict[str, float] = field(default_factory=dict)

    async def turn(self, team: str, channel: str) -> None:
        """Wait until a message may go to a conversation, by what this process alone has sent."""
        now = time.monotonic()
        at = max(now, self._next.get(channel, 0.0), self._next.get("", 0.0))
        self._next[channel], self._next[""] = at + self.channel, at + self.workspace
        if len(self._next) > 5000:
            self._next = {k: v for k, v in self._next.items() if v > now}
        if at > now:
            await asyncio.sleep(at - now)


@dataclass(frozen=True, slots=True)
class SharedPacer:
    """The turns of all processes on one PostgreSQL."""

    ledger: Ledger
    gaps: Gaps

    async def turn(self, team: str, channel: str) -> None:
        """Wait until a message may go to a conversation; the ledger counts those of all processes."""
        wait = await self.ledger.transact(lambda conn: pacing.take(conn, team, channel, self.gaps))
        if wait > 0:
            await asyncio.sleep(wait)


def pace_of(ledger: Ledger, channel: float = EACH_CHANNEL) -> Pace:
    """Return the pace of all who post from a ledger: SQLite has one process, PostgreSQL may have several."""
    if engine.is_sqlite(ledger.url):
        return Pacer(channel, WORKSPACE)
    return SharedPacer(ledger, Gaps(timedelta(seconds=channel), timedelta(seconds=WORKSPACE)))
