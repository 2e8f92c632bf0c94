"""Git, and the installation's own commands on a repository: each a process that ends with who waits for it."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import Process
from pathlib import Path

from agents.contract import Broken, CannotDo
from agents.tools import sandbox

TREE = "tree"  # in an attempt's folder: its worktree
GIT = "git.txt"  # beside it: where git keeps the worktree; there once it is ready to be worked on
QUIET = (
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.attributesFile=/dev/null",
    "-c", "user.name=Sluice", "-c", "user.email=sluice@localhost", "-c", "protocol.ext.allow=never",
)  # fmt: skip
ENVIRONMENT = {**sandbox.ENV, "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
SECONDS = 120.0  # for a command of git's


async def git(folder: Path, *args: str, give: bytes = b"", at: str = "") -> str:
    """
    Args:
        at: an instant for the commit's own clock, so that it is the same when it is made again.

    Raises:
        CannotDo: git says no, or does not end.
    """
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else {}
    process = await asyncio.create_subprocess_exec(
        "git", "-C", str(folder), *QUIET, *args, env={**ENVIRONMENT, **dates},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    named = next((a for a in args if not a.startswith("-") and "/" not in a), "")
    try:
        out, err = await asyncio.wait_for(process.communicate(give), SECONDS)
    except TimeoutError:
        await _killed(process)
        raise CannotDo(f"git {named} did not end within {SECONDS:g} seconds.") from None
    except asyncio.CancelledError:
        await _killed(process)
        raise
    if process.returncode != 0:
        raise CannotDo(f"git {named}: {err.decode(errors='replace').strip()[:300]}")
    return out.decode(errors="surrogateescape")


async def _killed(process: Process) -> None:
    """End it with all that it began."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def in_tree(folder: Path, *args: str) -> str:
    """Git on an attempt's worktree, by what was noted when it was made: what lies in the tree itself, where the sandbox
    writes, names no repository and no program.

    Raises:
        CannotDo: as `git`.
    """
    kept = (folder / GIT).read_text("utf-8").strip()
    made = (folder / TREE).resolve()
    return await git(made, f"--git-dir={kept}", f"--work-tree={made}", *args)


async def command(folder: Path, line: str, **more: str) -> str:
    """A command of the installation's own.

    Raises:
        Broken: it failed.
    """
    given = [f"{key}={value}" for key, value in more.items()]
    process = await asyncio.create_subprocess_exec(
        "env", *given, "sh", "-c", line, cwd=folder, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        await _killed(process)
        raise
    if process.returncode != 0:
        raise Broken(f"“{line}” failed: {said.decode(errors='replace').strip()[-300:]}", line)
    return said.decode(errors="replace")
