"""A line between two processes of Sluice: both ask and answer, many calls at once, each of which can be cut short."""

import asyncio
import itertools
import struct
from collections.abc import Coroutine
from enum import IntEnum
from typing import Any, Protocol

import structlog

from agents.apart import failures

log = structlog.get_logger()

CUTTING = 2.0  # seconds that a call which was cut short may take to its end
LARGEST = 1 << 29  # bytes of a frame: a draft with all its files is far smaller
HEAD = struct.Struct("!IBQQ")  # bytes that follow, what they are, the number of the call, the call that it belongs to


class _What(IntEnum):
    """The kind of a frame."""

    ASK = 1
    ANSWER = 2
    FAILURE = 3
    CUT = 4
    TELL = 5


class Lost(Exception):
    """The error that the other process is gone."""


class Answer(Protocol):
    """A function that answers the calls of the other process."""

    def __call__(self, name: str, number: int, within: int, body: bytes) -> Coroutine[Any, Any, bytes]:
        """Return the answer to a call.

        Args:
            within: the call of ours in whose course it is made; 0 for none.
        """
        ...


class Line:
    """One end of the line.

    Args:
        answer: answers what the other end asks.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> None:
        self._reader, self._writer, self._answer = reader, writer, answer
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[bytes]] = {}
        self._answering: dict[int, asyncio.Task[bytes]] = {}
        self._over = False

    def number(self) -> int:
        """Return the number of the next call."""
        return next(self._numbers)

    async def ask(self, number: int, name: str, body: bytes, within: int = 0) -> bytes:
        """Return the other end's answer. A call that is canceled is cut short there, and has ended there at the end of
        this, or `CUTTING` later: what it writes meanwhile is still answered.

        Args:
            within: the other end's call in whose course this one is made; 0 for none.

        Raises:
            Lost: the other end is gone.
            Exception: what the call failed with, as `failures.unpacked` makes it.
        """
        if self._over:
            raise Lost
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            self._send(_What.ASK, number, within, name.encode() + b"\n" + body)
            await self._writer.drain()
            return await asyncio.shield(answer)
        except ConnectionError:
            raise Lost from None
        except asyncio.CancelledError:
            self._send(_What.CUT, number)
            await asyncio.wait({answer}, timeout=CUTTING)
            raise
        finally:
            del self._asked[number]
            if answer.done() and not answer.cancelled():
                answer.exception()  # nobody asks for it any more

    def tell(self, name: str, body: bytes, within: int = 0) -> None:
        """Make a call that is not answered.

        Args:
            within: the other end's call in whose course it is made; 0 for none.
        """
        self._send(_What.TELL, self.number(), within, name.encode() + b"\n" + body)

    async def run(self) -> None:
        """Carry calls and answers until the other end is gone or can't be understood; what was asked is lost then."""
        try:
            while True:
                size, what, number, within = HEAD.unpack(await self._reader.readexactly(HEAD.size))
                if size > LARGEST:
                    raise ValueError(f"a frame of {size} bytes")
                self._take(_What(what), number, within, await self._reader.readexactly(size))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except Exception as error:
            log.error("line.broken", error=type(error).__name__, exc_info=error)
        self._over = True
        self.close()
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(Lost())

    def close(self) -> None:
        """Say nothing more: the other end sees that this one is gone."""
        self._writer.close()

    def _take(self, what: _What, number: int, within: int, body: bytes) -> None:
        if what in (_What.ASK, _What.TELL):
            name, _, given = body.partition(b"\n")
            replying = self._answer(name.decode(), number, within, given)
            task = self._answering[number] = asyncio.ensure_future(replying)
            ended = self._reply if what is _What.ASK else self._note
            task.add_done_callback(lambda done: ended(number, done))
        elif what is _What.CUT:
            if number in self._answering:
                self._answering[number].cancel()
        elif (answer := self._asked.get(number)) is not None and not answer.done():
            if what is _What.ANSWER:
                answer.set_result(body)
            else:
                answer.set_exception(failures.unpacked(body))

    def _note(self, number: int, done: "asyncio.Task[bytes]") -> None:
        """Log what a call that is not answered failed with."""
        del self._answering[number]
        if not done.cancelled() and (error := done.exception()) is not None:
            log.warning("line.told_in_vain", error=str(error) or type(error).__name__)

    def _reply(self, number: int, done: "asyncio.Task[bytes]") -> None:
        """Send what became of a call of the other end; also of one that was cut before it began."""
        del self._answering[number]
        error = asyncio.CancelledError() if done.cancelled() else done.exception()
        if error is None:
            self._send(_What.ANSWER, number, body=done.result())
        else:
            self._send(_What.FAILURE, number, body=failures.packed(error))

    def _send(self, what: _What, number: int, within: int = 0, body: bytes = b"") -> None:
        self._writer.write(HEAD.pack(len(body), what, number, within) + body)
