"""The choice of a processor for this process: the one that others use least, by what the kernel has counted."""

import os
import random
import time
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

WORTH = 0.25  # of a processor's time: so much less must others take of another one, for us to move there
APART = 0.5  # of a processor's time: so much counts that another process of ours has it


@dataclass(frozen=True, slots=True)
class Used:
    """What the kernel has counted so far.

    Attributes:
        at: seconds on the monotonic clock.
        work: seconds at work, by processor.
        whole: seconds at work or not, by processor.
        own: seconds that this process was at work.
    """

    at: float
    work: Mapping[int, float]
    whole: Mapping[int, float]
    own: float


@dataclass(frozen=True, slots=True)
class Shares:
    """What part of the time each processor was at work, and this process."""

    processors: Mapping[int, float]
    own: float


def look() -> Used:
    """Return what was used until now.

    Raises:
        OSError: the system does not tell.
    """
    ticks, work, whole = os.sysconf("SC_CLK_TCK"), dict[int, float](), dict[int, float]()
    for line in Path("/proc/stat").read_text().splitlines():
        name, *counts = line.split()
        if name.startswith("cpu") and name != "cpu":
            user, nice, system, idle, waiting, *interrupts_and_stolen = map(int, counts[:8])  # proc(5)
            work[int(name[3:])] = busy = (user + nice + system + sum(interrupts_and_stolen)) / ticks
            whole[int(name[3:])] = busy + (idle + waiting) / ticks
    return Used(time.monotonic(), work, whole, time.process_time())


def shares(before: Used, after: Used) -> Shares:
    """Return what was used between two looks, of the processors whose time went on."""
    took = {one: after.whole[one] - before.whole.get(one, 0.0) for one in after.whole}
    used = {one: (after.work[one] - before.work.get(one, 0.0)) / each for one, each in took.items() if each > 0}
    return Shares(used, (after.own - before.own) / (after.at - before.at))


def best(allowed: Set[int], used: Shares, here: int | None, theirs: int | None = None) -> int | None:
    """Return the processor to run on; None where there is only one, and where the system does not tell of each that we
    may run on, as in a container that numbers them anew.

    Args:
        here: the one that this process runs on; None where it runs on any.
        theirs: that of another process of ours.
    """
    if len(allowed) < 2 or not allowed <= used.processors.keys():
        return None
    others = {one: used.processors[one] + (APART if one == theirs else 0) for one in allowed}
    if here in others:
        others[here] -= used.own
    by_chance = sorted(others, key=lambda _: random.random())  # noqa: S311, it is no secret  # nosec B311
    least = min(by_chance, key=lambda one: round(others[one], 1))
    return here if here in others and others[here] - others[least] <= WORTH else least
