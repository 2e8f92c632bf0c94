"""Groups of the kernel that hold what runs in a sandbox to its limits, where this machine lets us make them.

All sandboxes of a bot stand in one group with a limit for their sum, each in one of its own below. The folders of a
group are made by a shell that puts itself in and then becomes the sandbox, so that nothing of it ever runs outside. The
first version of the kernel's interface has a tree for each kind of limit, the second one for all.
"""

import atexit
import contextlib
import functools
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NAME = "sluice-"
KINDS = ("memory", "pids", "cpu")
ALL_MEMORY = 4 << 30  # bytes of all sandboxes, and never more than half of the machine's
CORES = 0.75  # of the machine's, for one and for all of them; one at least
PERIOD = 100_000  # microseconds
OWN_PROCESSES = 3  # bubblewrap's
GONE, LOOK = 2.0, 0.05  # seconds until a group that was ended is empty, at most, and between two looks
ENTER = (
    'while [ "$1" != -- ]; do case "$1" in /*) d="$1/' + NAME + '$$"; mkdir "$d" || exit 125;; '
    '*) echo "${1#*=}" > "$d/${1%%=*}" || exit 125;; esac; shift; done; shift; exec "$@"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """The most that a group may take.

    Attributes:
        memory: bytes.
        cores: processors' time in each moment.
    """

    memory: int
    processes: int
    cores: float = field(default_factory=lambda: max(1.0, (os.cpu_count() or 1) * CORES))


@dataclass(frozen=True, slots=True)
class Groups:
    """Where the groups of a bot's sandboxes are made: the folder of each kind of limit.

    Args:
        version: of the kernel's interface.
    """

    version: int
    folders: Mapping[str, Path]

    def enter(self, most: Most) -> Sequence[str]:
        """Return the beginning of a command line; what follows it runs in a group of its own."""
        steps = list[str]()
        for folder in dict.fromkeys(self.folders.values()):
            kinds = [kind for kind, place in self.folders.items() if place == folder]
            limits = [f"{name}={value}" for kind in kinds for name, value in _limits(self.version, kind, most)]
            steps += [str(folder), *limits, "cgroup.procs=0"]
        return ["sh", "-c", ENTER, "sluice", *steps, "--"]

    def ran_out(self, pid: int) -> bool:
        """Tell whether the kernel ended something in a process's group for the memory that it took."""
        name = "memory.events" if self.version == 2 else "memory.oom_control"
        with contextlib.suppress(OSError, ValueError):
            lines = (self.folders["memory"] / f"{NAME}{pid}" / name).read_text().splitlines()
            return any(int(line.split()[1]) > 0 for line in lines if line.startswith("oom_kill "))
        return False

    def remove(self, pid: int) -> None:
        """End whatever is left in a process's group, and take the group away."""
        for folder in dict.fromkeys(self.folders.values()):
            _remove(folder / f"{NAME}{pid}")


def _limits(version: int, kind: str, most: Most) -> Iterator[tuple[str, str]]:
    quota = str(int(most.cores * PERIOD))
    match version, kind:
        case 2, "memory":
            yield from (("memory.max", str(most.memory)), ("memory.oom.group", "1"))
        case 2, "cpu":
            yield "cpu.max", f"{quota} {PERIOD}"
        case _, "pids":
            yield "pids.max", str(most.processes + OWN_PROCESSES)
        case _, "memory":
            yield "memory.limit_in_bytes", str(most.memory)
        case _:
            yield "cpu.cfs_quota_us", quota


@functools.cache
def groups() -> Groups | None:
    """Return where this process may make groups, as long as it runs; None where the system lets it make none."""
    found = find(Path("/proc"), str(os.getpid()))
    if found is not None:
        atexit.register(_leave, found)
    return found


def _leave(of: Groups) -> None:
    for folder in dict.fromkeys(of.folders.values()):
        with contextlib.suppress(OSError):
            folder.rmdir()


def find(proc: Path, pid: str) -> Groups | None:
    """Return where a process may make groups, with a group made for all of its sandboxes; None where it may not.

    Args:
        proc: the folder in which the kernel tells of processes.
    """
    try:
        own = _own_folders(proc)
        version = 2 if set(own) == {""} else 1
        if version == 2:
            _delegate(own[""], pid)
        parents = {kind: own[""] if version == 2 else own[kind] for kind in KINDS}
        for parent in dict.fromkeys(parents.values()):
            _tidy(parent, proc)
        made = {kind: _made(parent / f"{NAME}all-{pid}") for kind, parent in parents.items()}
        if version == 2:
            (made["memory"] / "cgroup.subtree_control").write_text(_wanted())
        for kind, folder in made.items():
            _put(folder, version, kind, _most_of_all())
        for kind, folder in made.items():  # one of them, to see that it can be
            _put(_made(folder / f"{NAME}try"), version, kind, Most(memory=1 << 30, processes=64))
        for folder in dict.fromkeys(made.values()):
            (folder / f"{NAME}try").rmdir()
    except (OSError, KeyError, ValueError):
        return None
    return Groups(version, made)


def _put(folder: Path, version: int, kind: str, most: Most) -> None:
    for name, value in _limits(version, kind, most):
        (folder / name).write_text(value)


def _most_of_all() -> Most:
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Most(memory=min(ALL_MEMORY, machine // 2), processes=4096)


def _own_folders(proc: Path) -> Mapping[str, Path]:
    """Return the folders of the groups that this process is in, by the kind of limit; of the second version, where that
    has all kinds, the only one, by the name ''.

    Raises:
        OSError, ValueError: the kernel has none, or does not say.
    """
    mounts = [line.split(" - ") for line in (proc / "self/mountinfo").read_text().splitlines()]
    own = [line.split(":", 2) for line in (proc / "self/cgroup").read_text().splitlines()]
    found = dict[str, Path]()
    for left, right in mounts:
        root, at = left.split()[3:5]
        kind, _, options = right.split(" ")
        if kind not in ("cgroup", "cgroup2"):
            continue
        for _, kinds, path in own:
            names = {""} if kind == "cgroup2" and not kinds else set(kinds.split(",")) & set(options.split(","))
            for name in names if kind == "cgroup2" or kinds else ():
                found[name] = Path(at) / os.path.relpath(path, root)
    if "" in found and set(KINDS) <= set((found[""] / "cgroup.controllers").read_text().split()):
        return {"": found[""]}
    return {name: folder for name, folder in found.items() if name}


def _wanted() -> str:
    return " ".join(f"+{kind}" for kind in KINDS)


def _delegate(own: Path, pid: str) -> None:
    """Let groups below have limits. Where processes stand in our own group the kernel refuses, so that we move below.

    Raises:
        OSError: it is not ours, or others stand in it.
    """
    control = own / "cgroup.subtree_control"
    if set(KINDS) <= set(control.read_text().split()):
        return
    try:
        control.write_text(_wanted())
    except OSError:
        (_made(own / f"{NAME}bot") / "cgroup.procs").write_text(pid)
        control.write_text(_wanted())


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _tidy(parent: Path, proc: Path) -> None:
    """Take away what a bot that has ended left."""
    for left in parent.glob(f"{NAME}all-*"):
        if not (proc / left.name.removeprefix(f"{NAME}all-")).exists():
            for each in left.glob(f"{NAME}*"):
                _remove(each)
            with contextlib.suppress(OSError):
                left.rmdir()


def _remove(group: Path) -> None:
    until = time.monotonic() + GONE
    while group.exists() and time.monotonic() < until:
        with contextlib.suppress(OSError):
            _end(group)
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        time.sleep(LOOK)


def _end(group: Path) -> None:
    for pid in (group / "cgroup.procs").read_text().split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
