"""Files of strangers, read in a process of their own: in the sandbox where there is one, with bounds everywhere."""

import asyncio
import contextlib
import json
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from weakref import WeakValueDictionary

import structlog

import agents
import storage
from agents import processors
from agents.checks import checks
from agents.reading.limits import Limits
from agents.reading.order import DONE, KEPT, Order, Work
from agents.reading.plain import CONVERTED, ending, read_plain
from agents.reading.refusals import NotRead, Reason, sentence
from agents.tools import bubblewrap, command_limits, sandbox
from agents.tools.kept_process import Kept
from agents.tools.killing import kill
from storage.rules.refusal import Unreadable
from storage.rules.values.check import Check, Finding

log = structlog.get_logger()

AT_ONCE = 2  # files that are read at the same time, in all
LARGEST_ANSWER = 20_000_000  # bytes
TITLE = 200  # characters
CHECKING = Limits(seconds=10, processor=5)
STEP = 1 << 16  # bytes
OURS = tuple(Path(package.__path__[0]) for package in (agents, storage))  # what the process may import of ours
BEGIN = "import sys; sys.path.append(sys.argv[1]); from agents.reading.child import main; main(sys.argv[2:])"
ENV = {**bubblewrap.ENV, "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}  # threads would take memory for nothing
BOX = command_limits.Limits(seconds=60, memory=4 << 30, disk=1)  # around what the process sets for itself
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)


class Reader:
    """A reader of files: one at a time for each person, a few in all; those who wait come in order.

    Args:
        at_once: how many in all.
    """

    def __init__(self, limits: Limits | None = None, at_once: int = AT_ONCE) -> None:
        self.limits = limits or Limits()
        self._places = asyncio.Semaphore(at_once)
        self._turns = WeakValueDictionary[str, asyncio.Lock]()
        self._checks = Kept(lambda: self._command(Order(Work.CHECKS, CHECKING, {KEPT: "checks"})), ENV)
        self._confined: bool | None = None

    def converts(self, name: str) -> bool:
        """Tell whether a file with this name must be converted, and so needs a process of its own."""
        return ending(name) in CONVERTED

    async def read(self, name: str, data: bytes, person: str, unpacked: int = 0) -> str:
        """Return the text of a file; its tables and headings are Markdown.

        Args:
            person: who brought it.
            unpacked: bytes that a packed file may hold; 0 for the usual.

        Raises:
            Unreadable: no text comes of it; the message says what to do.
        """
        limits = replace(self.limits, unpacked=unpacked) if unpacked else self.limits
        if not self.converts(name):
            return read_plain(name, data, limits)
        order = Order(Work.FILE, limits, {"kind": ending(name)})
        return (await self._named(name, order, data, person)).decode(errors="replace")

    async def page(self, url: str, data: bytes, charset: str, person: str) -> str:
        """Return the words of a web page without its navigation; "" when it has none.

        Args:
            charset: as its server says; "" where it says nothing.

        Raises:
            Unreadable: nothing can be made of it.
        """
        order = Order(Work.PAGE, self.limits, {"url": url, "charset": charset})
        return (await self._named("The page", order, data, person)).decode(errors="replace")

    async def word(self, title: str, markdown: str, person: str) -> bytes:
        """Return a Word document made from Markdown.

        Raises:
            Unreadable: it can't be made.
        """
        order = Order(Work.WORD, self.limits, {"title": title[:TITLE]})
        return await self._named("The document", order, markdown.encode(errors="replace"), person)

    async def check(self, body: str, criteria: Sequence[str]) -> Sequence[Check]:
        """Return the checks that code makes of a draft, in a process that is kept for them: they never wait behind the
        files that people brought.

        Raises:
            Unreadable: the check did not come to an end.
        """
        said = json.dumps({"body": body, "criteria": list(criteria)}).encode()
        try:
            answer = _content(await self._checks.ask(said, CHECKING.seconds))
            return [
                Check(criterion=of, finding=Finding(finding), evidence=why, must=bool(must))
                for of, finding, why, must in json.loads(answer)
            ]
        except (NotRead, ValueError) as no:
            raise Unreadable(f"{checks.NO_END} ({no})") from None

    async def close(self) -> None:
        """End the process that is kept."""
        await self._checks.close()

    async def _named(self, name: str, order: Order, data: bytes, person: str) -> bytes:
        try:
            async with self._turn(person):
                return await self._done(order, data)
        except NotRead as no:
            raise Unreadable(sentence(no.reason, name, order.limits)) from None

    async def _done(self, order: Order, data: bytes) -> bytes:
        """Return what a process made of an order.

        Raises:
            NotRead: nothing.
        """
        return _content(await _answer(await self._command(order), data, order.limits.seconds))

    @asynccontextmanager
    async def _turn(self, person: str) -> AsyncIterator[None]:
        turn = self._turns.setdefault(person, asyncio.Lock())
        async with turn, self._places:
            yield

    async def _command(self, order: Order) -> Sequence[str]:
        """Return the command line of a reading process: in the sandbox, or without one where there is none."""
        if self._confined is None:
            self._confined = await confined()
        around = bubblewrap.confined(OURS, BOX) if self._confined else []
        python = "python" if self._confined else sys.executable
        return [*around, python, "-I", "-B", "-X", "utf8", "-c", BEGIN, str(OURS[0].parent), order.to_json()]


def _content(output: bytes) -> bytes:
    """Return what a process made of an order, from its whole answer.

    Raises:
        NotRead: nothing.
    """
    first, _, rest = output.partition(b"\n")
    if first == DONE.encode():
        return rest
    known = {reason.value.encode(): reason for reason in Reason}
    raise NotRead(known.get(first, Reason.DAMAGED))


async def confined() -> bool:
    """Tell whether this machine has a working sandbox."""
    try:
        await sandbox.check()
    except (sandbox.NoSandbox, TimeoutError):
        return False
    return True


async def _answer(command: Sequence[str], data: bytes, seconds: float) -> bytes:
    """Return what a process says of the data.

    Raises:
        NotRead: it takes too long, says too much, or breaks off.
    """
    process = await processors.begin(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=ENV, cwd="/", start_new_session=True
    )
    try:
        async with asyncio.timeout(seconds):
            output = await _exchanged(process, data)
            code = await process.wait()
    except TimeoutError:
        log.warning("reader.slow", seconds=seconds)
        raise NotRead(Reason.SLOW) from None
    finally:
        if process.returncode is None:
            await kill(process)
    if code != 0:
        log.warning("reader.ended", code=code)
        raise NotRead(Reason.SLOW if abs(code) % 128 in OUT_OF_TIME else Reason.DAMAGED)
    return output


async def _exchanged(process: Process, data: bytes) -> bytes:
    """Return what a process says while it is given the data.

    Raises:
        NotRead: it says too much.
    """
    assert process.stdin is not None and process.stdout is not None
    giving = asyncio.create_task(_give(process.stdin, data))
    try:
        said = bytearray()
        while part := await process.stdout.read(STEP):
            said += part
            if len(said) > LARGEST_ANSWER:
                raise NotRead(Reason.MEMORY)
        return bytes(said)
    finally:
        giving.cancel()


async def _give(stream: asyncio.StreamWriter, data: bytes) -> None:
    with contextlib.suppress(ConnectionError):  # it has ended, and needs no more
        stream.write(data)
        await stream.drain()
        stream.close()
