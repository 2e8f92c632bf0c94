"""Commands in bubblewrap: no network, a read-only system, nobody's user, one folder, and limits. Never without it."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.roster.ends import Broken, CannotDo
from agents.tools import cgroup, disk, leftovers, processes
from agents.tools.cgroup import Most
from agents.tools.killing import kill

BOX = "/ws"
HELD = dict[int, int]()  # bytes that each sandbox of this process took at the last look: the machine has one memory
SHOWN = 20_000  # characters of output
LOOK = 0.1  # seconds between two looks at what it does
NICE = "10"  # whoever waits for an answer comes first, also before many processes at once
FIX = "Install bubblewrap (for example: apt install bubblewrap) on the machine that runs Sluice's workers."


class NoSandbox(Broken):
    """A machine without a working sandbox; the message says what to install."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one command."""

    seconds: float = 60
    memory: int = 1 << 30  # bytes, each process and all together
    processor: float = 120  # seconds of all processes together
    processes: int = 64
    disk: int = 300 << 20  # bytes that the folder may hold
    files: int = 10_000  # and folders, that may come to it


@dataclass(frozen=True, slots=True)
class Ran:
    """The end of a command; `code` is None when a limit ended it, and `why` names the limit."""

    code: int | None
    output: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder of this machine and its place in the sandbox; a link in its place is refused."""

    path: Path
    at: str
    writable: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The part of this machine that a command sees, besides the system.

    Attributes:
        mounts: folders; the command begins in the last of them.
        readable: folders that stand in the sandbox where they stand here.
        env: variables besides the sandbox's own.
    """

    mounts: Sequence[Mount] = ()
    readable: Sequence[Path] = ()
    env: Mapping[str, str] = field(default_factory=dict)


async def check() -> None:
    """Raise unless the sandbox works on this machine.

    Raises:
        NoSandbox: bubblewrap is missing, or the machine does not let it work.
    """
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        raise NoSandbox(f"There is no sandbox to run code in. {FIX}")
    view = View([Mount(Path("/usr"), BOX)])
    with _opened(view) as held:
        probe = await asyncio.create_subprocess_exec(
            *_argv(view, held, Limits()), "true", stdout=DEVNULL, stderr=PIPE, env=ENV, pass_fds=held
        )
    _, output = await asyncio.wait_for(probe.communicate(), 20)
    if probe.returncode != 0:
        words = output.decode(errors="replace").strip()[:200]
        raise NoSandbox(f"bubblewrap does not work on this machine: {words}. Allow user namespaces, or run as root.")


ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin"}  # bubblewrap's own, readable inside through /proc


def confined(readable: Sequence[Path], limits: Limits) -> Sequence[str]:
    """Return the beginning of a command line; a command after it runs in the sandbox and writes nowhere."""
    return _argv(View(readable=readable), (), limits)


def _argv(view: View, held: Sequence[int], limits: Limits) -> list[str]:
    """
    Args:
        held: the open folder of each mount. A path could lead elsewhere by the time that bubblewrap follows it.
    """
    argv = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"]
    argv += ["--clearenv", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox"]
    argv += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib64"):
        argv += ["--symlink", f"usr/{name}", f"/{name}"]
    for name in ("/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts"):
        argv += ["--ro-bind-try", name, name]
    argv += ["--proc", "/proc", "--dev", "/dev"]
    for size, name in ((64 << 20, "/tmp"), (64 << 20, "/dev/shm"), (1 << 20, "/run")):
        argv += ["--size", str(size), "--tmpfs", name]
    argv += ["--remount-ro", "/dev"]
    for path in (Path(sys.base_prefix), Path(sys.prefix), *view.readable):
        argv += ["--ro-bind-try", str(path), str(path)]
    for descriptor, mount in zip(held, view.mounts, strict=True):
        argv += ["--bind-fd" if mount.writable else "--ro-bind-fd", str(descriptor), mount.at]
    argv += ["--chdir", view.mounts[-1].at] if view.mounts else []
    inside = {"PATH": f"{sys.prefix}/bin:{ENV['PATH']}", "HOME": "/tmp", "LANG": "C.UTF-8", "MPLBACKEND": "Agg"}
    for key, value in {
        **inside,
        "MPLCONFIGDIR": "/tmp/mpl",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **view.env,
    }.items():
        argv += ["--setenv", key, value]
    argv += ["--remount-ro", "/"]
    caps = [f"--as={limits.memory}", f"--cpu={int(limits.seconds) + 1}", f"--nproc={limits.processes}"]
    caps += [f"--fsize={limits.disk}", "--nofile=256", "--core=0"]
    return [*argv, "--", "nice", "-n", NICE, "prlimit", *caps, "--"]


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
    with _opened(view) as held:
        return await asyncio.create_subprocess_exec(
            *group, *_argv(view, held, limits), *command, stdin=stdin, stdout=PIPE, stderr=stderr, env=ENV,
            start_new_session=True, pass_fds=held,
        )  # fmt: skip


@contextmanager
def _opened(view: View) -> Iterator[list[int]]:
    """Hold the folders that a view mounts open.

    Raises:
        CannotDo: a link or a file stands in the place of one.
    """
    with ExitStack() as parts:
        held = list[int]()
        for mount in view.mounts:
            try:
                held.append(os.open(mount.path, disk.DIRECTORY))
            except OSError as error:
                raise CannotDo(f"Its folder {mount.path.name} can't be opened: {error.strerror}.") from None
            parts.callback(os.close, held[-1])
        yield held


async def end(
    process: Process, reading: "asyncio.Task[Any]", view: View, limits: Limits, before: int | None = None
) -> str:
    """Wait until a command's output ends, or end it and all that it started; return the limit that it passed, or "".

    Args:
        reading: takes what it says; None where that was too much.
        before: how many files and folders were there; None where new ones are not counted.
    """
    folders = [mount.path for mount in view.mounts if mount.writable]
    watching = asyncio.create_task(_watch(folders, process.pid, limits, before))
    groups = cgroup.groups()
    try:
        await asyncio.wait({reading, watching}, return_when=asyncio.FIRST_COMPLETED)
        out_of_memory = groups is not None and groups.ran_out(process.pid)
        return watching.result() if watching.done() else _memory(limits) if out_of_memory else ""
    finally:
        too_much = reading.done() and reading.result() is None
        watching.cancel()
        if too_much:
            await kill(process)
        elif not reading.done():  # who reads it goes on to its end
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        HELD.pop(process.pid, None)
        if groups is not None:
            await asyncio.to_thread(groups.remove, process.pid)


async def last_words(stream: asyncio.StreamReader) -> str:
    """Return the last part of an output; all of it is read, so that the command never waits for a full pipe."""
    kept = b""
    while part := await stream.read(65_536):
        kept = (kept + part)[-4 * SHOWN :]
    return kept.decode(errors="replace")[-SHOWN:]


async def _watch(folders: Sequence[Path], pid: int, limits: Limits, before: int | None) -> str:
    """Which limit was passed. Processes are counted, since the kernel's own limit does not bind root's; so are their
    memory and their time, since it binds each of them alone. That holds also where a group of the kernel does."""
    groups = cgroup.groups()
    loop = asyncio.get_running_loop()
    end, looks = loop.time() + limits.seconds, 0
    while loop.time() < end:
        await asyncio.sleep(LOOK)
        looks += 1
        there = processes.begun_by(pid)
        if len(there) > limits.processes + 3:  # bubblewrap's own
            return f"It started more than {limits.processes} processes."
        HELD[pid] = await asyncio.to_thread(processes.held, there)
        if HELD[pid] > limits.memory or (groups is not None and groups.ran_out(pid)):
            return _memory(limits)
        if sum(HELD.values()) > cgroup.ALL_MEMORY and HELD[pid] == max(HELD.values()):
            return f"All that runs now took more than {cgroup.ALL_MEMORY >> 20} MB of memory, and this the most."
        if processes.spent(there) > limits.processor:
            return f"It took more than {limits.processor:g} seconds of all processors together."
        if looks % 5 == 0:
            amounts = [await asyncio.to_thread(leftovers.measure, folder) for folder in folders]
            if sum(amount.size for amount in amounts) > limits.disk:
                return f"It wrote more than {limits.disk >> 20} MB."
            many = sum(amount.count for amount in amounts)
            if before is not None and (many - before > limits.files or any(amount.deep for amount in amounts)):
                return f"It made more than {limits.files:,} files."
    return f"It took more than {limits.seconds:g} seconds."


def _memory(limits: Limits) -> str:
    return f"It took more than {limits.memory >> 20} MB of memory."
