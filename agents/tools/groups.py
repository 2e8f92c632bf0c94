"""The groups of a bot's sandboxes: one is entered, asked and ended by the process that runs in it."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.tools.group_ending import NAME, remove_group
from agents.tools.group_limits import Most, limit_files

ENTER = (
    'while [ "$1" != -- ]; do case "$1" in /*) d="$1/' + NAME + '$$"; mkdir "$d" || exit 125;; '
    '*) echo "${1#*=}" > "$d/${1%%=*}" || exit 125;; esac; shift; done; shift; exec "$@"'
)


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
            limits = [f"{name}={value}" for kind in kinds for name, value in limit_files(self.version, kind, most)]
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
            remove_group(folder / f"{NAME}{pid}")
