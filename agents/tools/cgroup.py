"""Groups of the kernel that hold what runs in a sandbox to its limits, where this machine lets us make them.

All sandboxes of a bot stand in one group with a limit for their sum, each in one of its own below. The folders of a
group are made by a shell that puts itself in and then becomes the sandbox, so that nothing of it ever runs outside. The
first version of the kernel's interface has a tree for each kind of limit, the second one for all.
"""

import atexit
import contextlib
import functools
import os
from pathlib import Path

from agents.tools.group_ending import NAME, remove_group, tidy
from agents.tools.group_limits import Most, limit_files
from agents.tools.groups import Groups
from agents.tools.own_groups import KINDS, delegate, made_folder, own_folders, wanted

ALL_MEMORY = 4 << 30  # bytes of all sandboxes, and never more than half of the machine's


@functools.cache
def groups() -> Groups | None:
    """Return where this process may make groups, as long as it runs; None where the system lets it make none."""
    proc = Path("/proc")
    if (shared := find_shared(proc, str(os.getppid()))) is not None:
        return shared
    found = find(proc, str(os.getpid()))
    if found is not None:
        atexit.register(_leave, found)
    return found


def find_shared(proc: Path, parent: str) -> Groups | None:
    """Return the groups that the process which began this one has made; None where it made none. All sandboxes of both
    have one limit for their sum, and the kernel lets only the first one make groups.

    Args:
        parent: the id of that process.
    """
    try:
        own = own_folders(proc)
        version = 2 if set(own) == {""} else 1
        around = {kind: own[""] if version == 2 else own[kind] for kind in KINDS}
        above = {kind: place.parent if place.name == f"{NAME}bot" else place for kind, place in around.items()}
        made = {kind: place / f"{NAME}all-{parent}" for kind, place in above.items()}
        return Groups(version, made) if all(folder.is_dir() for folder in made.values()) else None
    except (OSError, KeyError, ValueError):
        return None


def _leave(groups: Groups) -> None:
    for folder in dict.fromkeys(groups.folders.values()):
        with contextlib.suppress(OSError):
            folder.rmdir()


def find(proc: Path, pid: str) -> Groups | None:
    """Return where a process may make groups, with a group made for all of its sandboxes; None where it may not.

    Args:
        proc: the folder in which the kernel tells of processes.
    """
    made = dict[str, Path]()
    try:
        own = own_folders(proc)
        version = 2 if set(own) == {""} else 1
        if version == 2:
            delegate(own[""], pid)
        parents = {kind: own[""] if version == 2 else own[kind] for kind in KINDS}
        for parent in dict.fromkeys(parents.values()):
            tidy(parent, proc)
        for kind, parent in parents.items():
            made[kind] = made_folder(parent / f"{NAME}all-{pid}")
        if version == 2:
            (made["memory"] / "cgroup.subtree_control").write_text(wanted())
        for kind, folder in made.items():
            _put(folder, version, kind, _most_of_all())
        for kind, folder in made.items():  # one of them, to see that it can be
            _put(made_folder(folder / f"{NAME}try"), version, kind, Most(memory=1 << 30, processes=64))
        for folder in dict.fromkeys(made.values()):
            (folder / f"{NAME}try").rmdir()
    except (OSError, KeyError, ValueError):
        for folder in dict.fromkeys(made.values()):  # what is half made is of no use to the process beside this one
            remove_group(folder / f"{NAME}try")
            remove_group(folder)
        return None
    return Groups(version, made)


def _put(folder: Path, version: int, kind: str, most: Most) -> None:
    for name, value in limit_files(version, kind, most):
        (folder / name).write_text(value)


def _most_of_all() -> Most:
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Most(memory=min(ALL_MEMORY, machine // 2), processes=4096)
