"""Commands in bubblewrap: no network, a read-only system, nobody's user, one folder, and limits. Never without it."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.contract import Broken

BOX = "/ws"
SHOWN = 20_000  # characters of output
LOOK = 0.1  # seconds between two looks at what it does
FIX = "Install bubblewrap (for example: apt install bubblewrap) on the machine that runs Sluice's workers."


class NoSandbox(Broken):
    """Nothing can be run here; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: float = 60
    memory: int = 1 << 30  # bytes, each process and all together
    processes: int = 64
    disk: int = 300 << 20  # bytes that the folder may hold


@dataclass(frozen=True, slots=True)
class Ran:
    """`code` is None where a limit ended it, which `why` names."""

    code: int | None
    output: str
    why: str = ""


async def check() -> None:
    """
    Raises:
        NoSandbox: bubblewrap is missing, or the machine does not let it work.
    """
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        raise NoSandbox(f"There is no sandbox to run code in. {FIX}")
    probe = await asyncio.create_subprocess_exec(
        *_argv(None, (), Limits()), "true", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, env=ENV
    )
    _, said = await asyncio.wait_for(probe.communicate(), 20)
    if probe.returncode != 0:
        words = said.decode(errors="replace").strip()[:200]
        raise NoSandbox(f"bubblewrap does not work on this machine: {words}. Allow user namespaces, or run as root.")


ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin"}  # bubblewrap's own, readable inside through /proc


def _argv(folder: Path | None, readable: Sequence[Path], limits: Limits) -> list[str]:
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
    for path in (Path(sys.base_prefix), Path(sys.prefix), *readable):
        argv += ["--ro-bind-try", str(path), str(path)]
    argv += ["--bind", str(folder), BOX, "--chdir", BOX] if folder else []
    inside = {"PATH": f"{sys.prefix}/bin:{ENV['PATH']}", "HOME": "/tmp", "LANG": "C.UTF-8", "MPLBACKEND": "Agg"}
    for key, value in {
        **inside,
        "MPLCONFIGDIR": "/tmp/mpl",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }.items():
        argv += ["--setenv", key, value]
    argv += ["--remount-ro", "/"]
    caps = [f"--as={limits.memory}", f"--cpu={int(limits.seconds) + 1}", f"--nproc={limits.processes}"]
    return [*argv, "--", "prlimit", *caps, f"--fsize={limits.disk}", "--nofile=256", "--core=0", "--"]


async def run(folder: Path, command: Sequence[str], limits: Limits | None = None, readable: Sequence[Path] = ()) -> Ran:
    """Run a command that sees one folder, and may write there alone.

    Args:
        readable: what else it may read.

    Raises:
        NoSandbox: bubblewrap is missing or does not work.
    """
    await check()
    limits = limits or Limits()
    process = await asyncio.create_subprocess_exec(
        *_argv(folder.resolve(), readable, limits),
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=ENV,
        start_new_session=True,
    )
    assert process.stdout is not None
    reading = asyncio.create_task(_read(process.stdout))
    watching = asyncio.create_task(_watch(folder, process.pid, limits))
    try:
        await asyncio.wait({reading, watching}, return_when=asyncio.FIRST_COMPLETED)
        why = watching.result() if watching.done() else ""
    finally:
        watching.cancel()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL) if not reading.done() else None
        code = await process.wait()
    return Ran(None if why else code, await reading, why)


async def _read(stream: asyncio.StreamReader) -> str:
    """The last of what was said; all of it is read, so that nobody waits for a full pipe."""
    kept = b""
    while part := await stream.read(65_536):
        kept = (kept + part)[-4 * SHOWN :]
    return kept.decode(errors="replace")[-SHOWN:]


async def _watch(folder: Path, pid: int, limits: Limits) -> str:
    """Which limit was passed. Processes are counted, since the kernel's own limit does not bind root's, and so is their
    memory, since it binds each of them alone."""
    loop = asyncio.get_running_loop()
    end, looks = loop.time() + limits.seconds, 0
    while loop.time() < end:
        await asyncio.sleep(LOOK)
        looks += 1
        there = _from(pid)
        if len(there) > limits.processes + 3:  # bubblewrap's own
            return f"It started more than {limits.processes} processes."
        if await asyncio.to_thread(_held, there) > limits.memory:
            return f"It took more than {limits.memory >> 20} MB of memory."
        if looks % 5 == 0 and await asyncio.to_thread(_size, folder) > limits.disk:
            return f"It wrote more than {limits.disk >> 20} MB."
    return f"It took more than {limits.seconds:g} seconds."


def _from(pid: int) -> list[str]:
    """A process and all that came from it."""
    found, left = list[str](), [str(pid)]
    while left:
        each = left.pop()
        found.append(each)
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                left += children.read_text().split()
    return found


def _held(pids: Sequence[str]) -> int:
    """Bytes of memory that processes hold: each its share of what it maps, and files in memory that nobody maps."""
    mapped, files, seen = 0, dict[int, int](), set[int]()
    for pid in pids:
        with contextlib.suppress(OSError, StopIteration):  # it has ended
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            mapped += int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))) << 10
            for file in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    if str(file.readlink()).startswith("/memfd:"):
                        kept = file.stat()
                        files[kept.st_ino] = kept.st_blocks * 512
            if files:
                seen |= {int(line.split()[4]) for line in _maps(pid) if "/memfd:" in line}
    return mapped + sum(size for inode, size in files.items() if inode not in seen)


def _maps(pid: str) -> list[str]:
    return Path(f"/proc/{pid}/maps").read_text().splitlines()


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.lstat().st_size
    return total
