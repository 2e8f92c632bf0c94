"""A process that is kept for many small orders: to begin one takes most of a second, an answer next to nothing."""

import asyncio
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence

from agents import processors
from agents.reading.order import SIZE
from agents.reading.refusals import NotRead, Reason
from agents.tools.killing import kill

IDLE = 300.0  # seconds without an order, after which it ends
LARGEST = 20_000_000  # bytes of an answer
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)


class Kept:
    """The process: begun at the first order, ended at its limits, and begun anew.

    Args:
        command: returns the command line that begins one.
    """

    def __init__(self, command: Callable[[], Awaitable[Sequence[str]]], env: Mapping[str, str]) -> None:
        self._command, self._env = command, env
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._end: asyncio.TimerHandle | None = None

    async def ask(self, data: bytes, seconds: float) -> bytes:
        """Return the answer to one order; orders wait for each other.

        Args:
            seconds: that the answer may take.

        Raises:
            NotRead: it takes too long, says too much, or breaks off.
        """
        async with self._turn:
            if self._end is not None:
                self._end.cancel()
            old = self._process is not None
            answer = await self._asked(data, seconds)
            if answer is None and old:  # it had used up what all its orders together may take
                answer = await self._asked(data, seconds)
            if answer is None:
                raise NotRead(Reason.SLOW)
            self._end = asyncio.get_running_loop().call_later(IDLE, self._leave)
            return answer

    async def _asked(self, data: bytes, seconds: float) -> bytes | None:
        """Return the answer; None where the process ended instead, at a limit of its own.

        Raises:
            NotRead: as `ask`.
        """
        process, whole = self._process or await self._begin(), False
        self._process = process
        try:
            async with asyncio.timeout(seconds):
                answer = await _exchanged(process, data)
            whole = True
            return answer
        except TimeoutError:
            raise NotRead(Reason.SLOW) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await process.wait()
            if abs(code) % 128 not in OUT_OF_TIME:
                raise NotRead(Reason.DAMAGED) from None
            return None
        finally:
            if not whole:
                await self.close()

    async def _begin(self) -> Process:
        return await processors.begin(
            *await self._command(),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=self._env, cwd="/", start_new_session=True,
        )  # fmt: skip

    def _leave(self) -> None:
        """Let it end by itself: nothing more is said to it."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process = None

    async def close(self) -> None:
        """End it now."""
        process, self._process = self._process, None
        if self._end is not None:
            self._end.cancel()
        if process is not None:
            if process.stdin is not None:
                process.stdin.close()
            await kill(process)


async def _exchanged(process: Process, data: bytes) -> bytes:
    """Return what a process answers to an order.

    Raises:
        NotRead: it says too much.
        asyncio.IncompleteReadError, ConnectionError: it ended.
    """
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(len(data).to_bytes(SIZE) + data)
    await process.stdin.drain()
    size = int.from_bytes(await process.stdout.readexactly(SIZE))
    if size > LARGEST:
        raise NotRead(Reason.MEMORY)
    return await process.stdout.readexactly(size)
