"""Threads that do what coroutines ask of them, each thing in its turn."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Generic, TypeVar

Asked = TypeVar("Asked")


class Threads(Generic[Asked]):
    """Some threads, and what waits for them.

    Args:
        name: of the threads, before their numbers.
        do: does what was asked, on a thread; it tells of its errors itself.
    """

    def __init__(self, name: str, count: int, do: Callable[[Asked], None]) -> None:
        self._do, self._closed, self._closing = do, False, Lock()
        self._waiting: SimpleQueue[Asked | None] = SimpleQueue()
        self._threads = [Thread(target=self._run, name=f"{name}-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    def ask(self, asked: Asked) -> None:
        """Have something done.

        Raises:
            RuntimeError: they were closed.
        """
        with self._closing:
            if self._closed:
                raise RuntimeError("the ledger is closed")
            self._waiting.put(asked)

    def take(self) -> Asked | None:
        """Return what waits next, for a thread that does several things at once; None where nothing waits."""
        try:
            asked = self._waiting.get_nowait()
        except Empty:
            return None
        if asked is None:
            self._waiting.put(None)  # for the next thread
        return asked

    def close(self) -> None:
        """Finish what was asked, then end the threads."""
        with self._closing:
            self._closed = True
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while self._one():
            continue  # nothing of the last thing is kept while the next one is waited for

    def _one(self) -> bool:
        """Do the next thing; return False where nothing comes any more."""
        if (asked := self._waiting.get()) is None:
            self._waiting.put(None)  # for the next thread
            return False
        self._do(asked)
        return True
