"""Which processor this process runs on: one, where the system lets it choose.

One interpreter runs one of its threads at a time, however many processors there are. Where the kernel spreads the
threads, each hand-over from one to the next wakes another processor, and a task of the product has hundreds of them.
It is a hint: whatever the system refuses, the work goes on.
"""

import asyncio
import contextlib
import functools
import os
import random
import threading
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import structlog

from agents.processor_choice import best, look, shares

FIRST = 0.5  # seconds until the first choice, and between a wish to move and the second look that confirms it
PAUSES = 3.0, 7.0  # seconds between two looks, at random: processes that look at the same moments move together
log = structlog.get_logger()


class OwnProcessor:
    """The processor that this process keeps to."""

    def __init__(self) -> None:
        self._allowed: Set[int] = frozenset()
        self._here: int | None = None
        self._watcher: threading.Thread | None = None
        self._spread = Counter[int]()  # threads that begin what may run anywhere
        self._over, self._turn = threading.Event(), threading.RLock()

    def keep(self, apart_from: int | None = None) -> None:
        """Run on the processor that others use least, from now on, and move when that changes. Nothing is done where
        there is only one, or where the system does not let us.

        Args:
            apart_from: the id of another process of ours, whose processor is left to it where others are as good.
        """
        if hasattr(os, "sched_setaffinity"):
            self._watcher = threading.Thread(target=self._watch, args=(apart_from,), name="processor", daemon=True)
            self._watcher.start()

    def release(self) -> None:
        """Run on any that is allowed now, and choose none again."""
        self._over.set()
        if self._watcher is not None:
            self._watcher.join()

    def _watch(self, apart_from: int | None) -> None:
        """Look until this process is released. This thread runs anywhere, and so sees when the process gets other
        processors."""
        try:
            before, pause, wished = look(), FIRST, False
            while not self._over.wait(pause):
                after, self._allowed = look(), os.sched_getaffinity(0)
                there = best(self._allowed, shares(before, after), self._here, _processor_of(apart_from))
                wished = self._here in self._allowed and there not in (None, self._here) and not wished
                pause = FIRST if wished else random.uniform(*PAUSES)  # noqa: S311, it is no secret  # nosec B311
                if not wished:  # a first wish only shortens the pause
                    self._settle(there)
                before = after
        except Exception as no:
            log.info("processor", note=f"this process runs on any: {no}")
        finally:
            self._allowed = os.sched_getaffinity(0)
            self._settle(None)

    def _settle(self, here: int | None) -> None:
        """Have all threads run there, but this one and those that begin something."""
        with self._turn:
            old, self._here = self._here, here
            if old is None and here is None:
                return
            for thread in (int(folder.name) for folder in Path("/proc/self/task").iterdir()):
                if thread != threading.get_native_id() and thread not in self._spread:
                    self._put(thread)

    @contextlib.contextmanager
    def spread(self) -> Iterator[None]:
        """Let the processes that this thread begins run anywhere."""
        thread = threading.get_native_id()
        with self._turn:
            self._spread[thread] += 1
            if self._here is not None:
                self._put(thread)
        try:
            yield
        finally:
            with self._turn:
                self._spread[thread] -= 1
                if not self._spread[thread]:
                    del self._spread[thread]
                    if self._here is not None:
                        self._put(thread)

    def _put(self, thread: int) -> None:
        """Have a thread run where it is to run now, unless it has ended or the system refuses."""
        wanted = self._allowed if self._here is None or thread in self._spread else {self._here}
        with contextlib.suppress(OSError):
            if os.sched_getaffinity(thread) != wanted:
                os.sched_setaffinity(thread, wanted)


def _processor_of(process: int | None) -> int | None:
    """Return the only processor of a process; None where it has several, or is gone."""
    with contextlib.suppress(OSError):
        if process is not None and len(processors := os.sched_getaffinity(process)) == 1:
            return next(iter(processors))
    return None


def blocking() -> ThreadPoolExecutor:
    """Return threads for what blocks, as many as Python makes for a process that runs anywhere: from 3.13 on it counts
    the processors that the process keeps to."""
    return ThreadPoolExecutor(min(32, (os.cpu_count() or 1) + 4), thread_name_prefix="asyncio")


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
