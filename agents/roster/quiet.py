"""People first: while someone waits for an answer, no attempt begins, three seconds at most."""

import asyncio
import contextlib
from collections.abc import Iterator

MOST = 3.0  # seconds, as long as Slack waits for an answer: however many people come, agents go on


class Quiet:
    """A signal whether any person is being served."""

    def __init__(self) -> None:
        self._served = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Mark that a person is being served, as long as the context lasts."""
        self._served += 1
        self._nobody.clear()
        try:
            yield
        finally:
            self._served -= 1
            if self._served == 0:
                self._nobody.set()

    async def wait(self) -> None:
        """Wait until no person is being served, but three seconds at most."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nobody.wait(), MOST)
