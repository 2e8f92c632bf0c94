"""Git, in the sandbox alone and by a configuration that is ours alone: what an agent wrote, or what the owner of a
repository has set for it, may name programs. Here they find nothing that they could harm."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.roster.ends import CannotDo
from agents.tools import piped
from agents.tools.sandbox import BOX, Limits, Mount, View

REPO = "/repo"  # where the sandbox has what git keeps
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
EMPTY = {  # the tree without files, by the length of a sum
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
QUIET = (
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.attributesFile=/dev/null",
    "-c", "core.logAllRefUpdates=false", "-c", "core.untrackedCache=false", "-c", "submodule.recurse=false",
    "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "advice.detachedHead=false",
    "-c", "protocol.allow=never", "-c", "protocol.file.allow=always",
)  # fmt: skip
ENVIRONMENT: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Sluice",
    "GIT_AUTHOR_EMAIL": "sluice@localhost",
    "GIT_COMMITTER_NAME": "Sluice",
    "GIT_COMMITTER_EMAIL": "sluice@localhost",
}
USUAL = Limits(seconds=120, memory=2 << 30, disk=8 << 30)


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone that belongs to us.

    Attributes:
        repo: what git keeps, in a folder that no sandbox of an agent's has.
        base: the commit that it is at; empty while nothing was fetched.
        tree: its files, in a folder that an agent may have written to; None for a clone without files.
    """

    repo: Path
    base: str = ""
    tree: Path | None = None


async def git(
    clone: Clone,
    *args: str,
    give: bytes = b"",
    writes: bool = False,
    readable: Sequence[Path] = (),
    more: Mapping[str, str] | None = None,
    limits: Limits = USUAL,
) -> bytes:
    """Run git on a clone of ours, in the sandbox, and return its output.

    Args:
        give: its standard input.
        writes: whether it may change the files.
        readable: repositories to fetch from.
        more: variables of this call.

    Raises:
        NoSandbox: there is none here.
        CannotDo: git says no, or does not end.
    """
    place, mounts = [f"--git-dir={REPO}"], [Mount(clone.repo, REPO, writable=True)]
    if clone.tree is not None:
        place.append(f"--work-tree={BOX}")
        mounts.append(Mount(clone.tree, BOX, writable=writes))
    attributes = {"GIT_ATTR_SOURCE": EMPTY[len(clone.base)]} if clone.base else {}  # none of the files' own
    view = View(mounts, readable, {**ENVIRONMENT, **attributes, **(more or {})})
    return await _run([*place, *QUIET, *args], args, view, limits, give)


async def look(repository: Path, readable: Sequence[Path], *args: str) -> bytes:
    """Run git on a repository of the installation, which it cannot change, and return its output.

    Raises:
        NoSandbox, CannotDo: as `git`.
    """
    return await _run(["-C", str(repository), *QUIET, *args], args, View((), readable, ENVIRONMENT), USUAL, b"")


async def _run(argv: Sequence[str], args: Sequence[str], view: View, limits: Limits, give: bytes) -> bytes:
    done = await piped.run(["git", *argv], view, limits, give)
    named = next((a for a in args if not a.startswith("-") and "/" not in a), "")
    if done.why:
        raise CannotDo(f"git {named}: {done.why}")
    if done.code != 0:
        raise CannotDo(f"git {named}: {done.error.strip()[:300]}")
    return done.data
