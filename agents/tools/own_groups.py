"""The groups of the kernel that this process is in, and whether it may make others below."""

import os
from collections.abc import Mapping
from pathlib import Path

from agents.tools.group_ending import NAME

KINDS = ("memory", "pids", "cpu")


def own_folders(proc: Path) -> Mapping[str, Path]:
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


def wanted() -> str:
    """Return what the kernel is told to let groups below have."""
    return " ".join(f"+{kind}" for kind in KINDS)


def delegate(own: Path, pid: str) -> None:
    """Let groups below have limits. Where processes stand in our own group the kernel refuses, so that we move below.

    Raises:
        OSError: it is not ours, or others stand in it.
    """
    control = own / "cgroup.subtree_control"
    if set(KINDS) <= set(control.read_text().split()):
        return
    try:
        control.write_text(wanted())
    except OSError:
        (made_folder(own / f"{NAME}bot") / "cgroup.procs").write_text(pid)
        control.write_text(wanted())


def made_folder(folder: Path) -> Path:
    """Return a folder, made where it is not there yet."""
    folder.mkdir(exist_ok=True)
    return folder
