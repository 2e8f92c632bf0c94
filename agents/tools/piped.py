"""A command in the sandbox whose output is data: whole, and apart from what it says of errors."""

import asyncio
import contextlib
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from dataclasses import dataclass

from agents.tools import sandbox
from agents.tools.command_limits import Limits
from agents.tools.ending import end
from agents.tools.sandbox_view import View

MOST = 64 << 20  # bytes of output


@dataclass(frozen=True, slots=True, kw_only=True)
class Piped:
    """The output of a command; `code` is None when a limit ended it, and `why` names the limit."""

    code: int | None
    data: bytes
    error: str
    why: str = ""


async def run(command: Sequence[str], view: View, limits: Limits, give: bytes = b"") -> Piped:
    """Run a command in the sandbox and return its output as bytes.

    Args:
        give: its standard input.

    Raises:
        NoSandbox: bubblewrap is missing or does not work.
        CannotDo: a link or a file stands in the place of a folder.
    """
    process = await sandbox.begin(command, view, limits, stdin=PIPE, stderr=PIPE)
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    saying = asyncio.create_task(sandbox.last_words(process.stderr))
    feeding = asyncio.create_task(_feed(process.stdin, give))
    reading = asyncio.create_task(_all(process.stdout))
    why = await end(process, reading, view, limits)
    data, error = await reading, await saying
    await feeding
    if data is None:
        return Piped(code=None, data=b"", error=error, why=f"It wrote more than {MOST >> 20} MB.")
    return Piped(code=None if why else process.returncode, data=data, error=error, why=why)


async def _feed(stream: asyncio.StreamWriter, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it did not want all of it
        stream.write(data)
        await stream.drain()
    stream.close()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        await stream.wait_closed()


async def _all(stream: asyncio.StreamReader) -> bytes | None:
    """Return all that comes; None, and no more is read, where it is too much."""
    parts, size = list[bytes](), 0
    while part := await stream.read(65_536):
        parts.append(part)
        size += len(part)
        if size > MOST:
            return None
    return b"".join(parts)
