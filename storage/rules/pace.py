"""When the next message may go out: some time after the last in its conversation, and after the last of all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(minutes=10)  # that a turn may be away: a queue of some hundred messages


@dataclass(frozen=True, slots=True)
class Gaps:
    """The least time between two messages, in one conversation and in the whole workspace."""

    channel: timedelta
    workspace: timedelta


@dataclass(frozen=True, slots=True)
class Free:
    """The instants from which a message may go out, in a conversation and in the whole workspace."""

    channel: datetime
    workspace: datetime


def turn(now: datetime, free: Free, gaps: Gaps) -> tuple[datetime, Free]:
    """Return the instant at which the next message goes out, and from when on messages may follow it.

    What is further away than `LONGEST` comes of a clock that was ahead, and is not waited for.
    """
    at = max([now, *(each for each in (free.channel, free.workspace) if each - now < LONGEST)])
    return at, Free(at + gaps.channel, at + gaps.workspace)
