"""Which processor this process runs on: one, where the system lets it choose.

One interpreter runs one of its threads at a time, however many processors there are. Where the kernel spreads the
threads, each hand-over from one to the next wakes another processor, and a task of the product has hundreds of them.
"""

import asyncio
import contextlib
import functools
import os
import threading
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

FIRST, PAUSE = 0.5, 5.0  # seconds until it chooses, and between two looks
WORTH = 0.25  # of a processor's time: so much less must others take of another one, for us to move there
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Used:
    """Seconds at work, since some moment in the past: of each processor, and of this process; `at` is when."""

    at: float
    processors: Mapping[int, float]
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
    ticks, seconds = os.sysconf("SC_CLK_TCK"), dict[int, float]()
    for line in Path("/proc/stat").read_text().splitlines():
        name, *counts = line.split()
        if name.startswith("cpu") and name != "cpu":
            user, nice, system, _idle, _waiting, *interrupts_and_stolen = map(int, counts[:8])  # proc(5)
            seconds[int(name[3:])] = (user + nice + system + sum(interrupts_and_stolen)) / ticks
    return Used(time.monotonic(), seconds, time.process_time())


def shares(before: Used, after: Used) -> Shares:
    """Return what was used between two looks."""
    took = after.at - before.at
    used = {one: (until - before.processors.get(one, 0.0)) / took for one, until in after.processors.items()}
    return Shares(used, (after.own - before.own) / took)


def best(free: Set[int], used: Shares, here: int | None, first: int) -> int | None:
    """Return the processor to run on; None where nothing is known of any.

    Args:
        free: those to choose from.
        here: the one that this process runs on; None where it runs on any.
        first: which one of several that are used alike.
    """
    known = sorted(one for one in free if one in used.processors)
    if not known:
        return here
    least = min(known, key=lambda one: (round(used.processors[one], 1), (one + first) % len(known)))
    if here not in known:
        return least
    others = used.processors[here] - used.own
    return least if others - used.processors[least] > WORTH else here


class OwnProcessor:
    """The processor that this process keeps to."""

    def __init__(self) -> None:
        self._allowed = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset[int]()
        self._here: int | None = None
        self._spread = Counter[int]()  # threads that begin what may run anywhere

    @property
    def _set(self) -> Set[int]:
        return self._allowed if self._here is None else {self._here}

    async def keep(self, apart_from: int | None = None) -> None:
        """Run on the processor that others use least, until canceled, and move when that changes. Nothing is done where
        there is one alone, or where the system does not let us.

        Args:
            apart_from: the id of a process that has its processor for itself.
        """
        if len(self._allowed) < 2:
            return
        try:
            before, pause = look(), FIRST
            while True:
                await asyncio.sleep(pause)
                after, pause = look(), PAUSE
                self._move(best(self._free(apart_from), shares(before, after), self._here, os.getpid()))
                before = after
        except OSError as no:
            log.info("processor", note=f"this process runs on any: {no}")
        finally:
            with contextlib.suppress(OSError):
                self._move(None)

    def _free(self, apart_from: int | None) -> Set[int]:
        """Return those that may be chosen."""
        theirs = frozenset[int]() if apart_from is None else os.sched_getaffinity(apart_from)
        return self._allowed - theirs if len(theirs) == 1 else self._allowed

    def _move(self, there: int | None) -> None:
        """Have the threads run there that run where this process does; new ones run where those do which begin them."""
        old, self._here = self._set, there
        if old == self._set:
            return
        for thread in (int(folder.name) for folder in Path("/proc/self/task").iterdir()):
            with contextlib.suppress(ProcessLookupError):  # it has ended
                if thread not in self._spread and os.sched_getaffinity(thread) == old:
                    os.sched_setaffinity(thread, self._set)

    @contextlib.contextmanager
    def spread(self) -> Iterator[None]:
        """Let what this thread begins run anywhere: processes, and threads of libraries that calculate."""
        thread = threading.get_native_id()
        self._spread[thread] += 1
        self._put(thread, self._allowed)
        try:
            yield
        finally:
            self._spread[thread] -= 1
            if not self._spread[thread]:
                del self._spread[thread]
                self._put(thread, self._set)

    def _put(self, thread: int, processors: Set[int]) -> None:
        if self._here is not None:
            os.sched_setaffinity(thread, processors)


async def begin(*command: str, **how: Any) -> Process:
    """Begin a process that may run anywhere; `how` is as asyncio takes it.

    Raises:
        OSError: it cannot be begun.
    """
    with own().spread():
        return await asyncio.create_subprocess_exec(*command, **how)


@functools.cache
def own() -> OwnProcessor:
    """Return that of this process: the kernel knows one."""
    return OwnProcessor()
