"""Commands in bubblewrap: no network, a read-only system, nobody's user, one folder, and limits. Never without it."""

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agents import processors
from agents.roster.ends import Broken
from agents.tools import cgroup, leftovers
from agents.tools.bubblewrap import ENV, command_line
from agents.tools.command_limits import Limits
from agents.tools.ending import end
from agents.tools.group_limits import Most
from agents.tools.sandbox_view import BOX, Mount, View, opened

SHOWN = 20_000  # characters of output
FIX = "Install bubblewrap (for example: apt install bubblewrap) on the machine that runs Sluice's workers."


class NoSandbox(Broken):
    """A machine without a working sandbox; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The end of a command; `code` is None when a limit ended it, and `why` names the limit."""

    code: int | None
    output: str
    why: str = ""


async def check() -> None:
    """Raise unless the sandbox works on this machine.

    Raises:
        NoSandbox: bubblewrap is missing, or the machine does not let it work.
    """
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        raise NoSandbox(f"There is no sandbox to run code in. {FIX}")
    view = View([Mount(Path("/usr"), BOX)])
    with opened(view) as held:
        probe = await processors.begin(
            *command_line(view, held, Limits()), "true", stdout=DEVNULL, stderr=PIPE, env=ENV, pass_fds=held
        )
    _, output = await asyncio.wait_for(probe.communicate(), 20)
    if probe.returncode != 0:
        words = output.decode(errors="replace").strip()[:200]
        raise NoSandbox(f"bubblewrap does not work on this machine: {words}. Allow user namespaces, or run as root.")


async def run(folder: Path, command: Sequence[str], limits: Limits | None = None, readable: Sequence[Path] = ()) -> Ran:
    """Run a command that sees one folder and may write only there; return how it ended.

    Args:
        readable: what else it may read.

    Raises:
        NoSandbox: bubblewrap is missing or does not work.
        CannotDo: a link or a file stands in the place of the folder.
    """
    limits, view = limits or Limits(), View([Mount(folder, BOX, writable=True)], readable)
    before = await asyncio.to_thread(leftovers.known, folder)
    process = await begin(command, view, limits, stdin=DEVNULL, stderr=STDOUT)
    assert process.stdout is not None
    reading = asyncio.create_task(last_words(process.stdout))
    try:
        why = await end(process, reading, view, limits, len(before))
    finally:
        many = await asyncio.to_thread(leftovers.tidy, folder, before, limits.files)
    why = f"It made more than {limits.files:,} files; all that were new are removed." if many else why
    return Ran(None if why else process.returncode, await reading, why)


async def begin(command: Sequence[str], view: View, limits: Limits, *, stdin: int, stderr: int) -> Process:
    """Start a command in the sandbox; its standard output is a pipe.

    Raises:
        NoSandbox: bubblewrap is missing or does not work.
        CannotDo: a link or a file stands in the place of a folder.
    """
    await check()
    groups = cgroup.groups()
    group = groups.enter(Most(memory=limits.memory, processes=limits.processes)) if groups else ()
    with opened(view) as held:
        return await processors.begin(
            *group, *command_line(view, held, limits), *command, stdin=stdin, stdout=PIPE, stderr=stderr, env=ENV,
            start_new_session=True, pass_fds=held,
        )  # fmt: skip


async def last_words(stream: asyncio.StreamReader) -> str:
    """Return the last part of an output; all of it is read, so that the command never waits for a full pipe."""
    kept = b""
    while part := await stream.read(65_536):
        kept = (kept + part)[-4 * SHOWN :]
    return kept.decode(errors="replace")[-SHOWN:]
