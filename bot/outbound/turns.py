"""Whose turn it is to draw a message: one at a time, and one for all who asked meanwhile."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MOST = 1000  # messages whose turns are kept
REST = 0.25  # seconds from one picture of a message to the next, if the clicks follow each other so fast


@dataclass(slots=True)
class Turn:
    """The turns of one message.

    Attributes:
        asked: how often somebody who waits has asked for a picture.
        shown: the value of `asked` when the picture that Slack has now was begun.
        since: when the last picture under a click came, by the monotonic clock.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked: int = 0
    shown: int = 0
    since: float = -math.inf


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of all messages; an older picture must not land last."""

    _by_post: dict[int, Turn] = field(default_factory=dict)

    def of(self, post_id: int) -> Turn:
        """Return the turns of a message."""
        if len(self._by_post) > MOST:
            for idle in [key for key, turn in self._by_post.items() if not turn.lock.locked()]:
                del self._by_post[idle]
        return self._by_post.setdefault(post_id, Turn())


@asynccontextmanager
async def for_all(turn: Turn) -> AsyncIterator["Picture | None"]:
    """Wait for the message's lock, and until a picture that came just now has rested; yield a picture to draw, or None
    when one that was begun after this call is in Slack already."""
    turn.asked += 1
    mine = turn.asked
    async with turn.lock:
        if turn.shown >= mine:
            yield None
            return
        await asyncio.sleep(turn.since + REST - time.monotonic())
        yield Picture(turn, turn.asked)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is about to be drawn, for so many who asked."""

    turn: Turn
    asked: int

    @property
    def is_last(self) -> bool:
        """Whether nobody has asked for another one meanwhile."""
        return self.turn.asked == self.asked

    def came(self) -> None:
        """Note that Slack has it: who asked before it was begun needs no other."""
        self.turn.shown, self.turn.since = self.asked, time.monotonic()
