"""Git, in the sandbox alone and by a configuration that is ours alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.roster.ends import CannotDo
from agents.tools import piped
from agents.tools.command_limits import Limits
from agents.tools.git_settings import EMPTY, ENVIRONMENT, QUIET
from agents.tools.sandbox_view import BOX, Mount, View

REPO = "/repo"  # where the sandbox has what git keeps
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
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
