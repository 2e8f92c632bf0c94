"""A repository that an agent may change: a worktree of its own, edits, searches, and the repository's own tests in the
sandbox. What it hands in is a patch and a test run that were made at the very end, whatever it says of them."""

import asyncio
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from langchain.tools import ToolRuntime, tool
from langchain_core.tools import BaseTool

from agents.contract import Broken, CannotDo
from agents.material import framed
from agents.run import Run, run_of
from agents.specs import RepositorySpec
from agents.tools import disk, sandbox
from agents.tools.box import LAST, Toolbox
from agents.tools.git import GIT, TREE, command, git, in_tree
from agents.tools.sandbox import Limits, Ran
from agents.tools.worktree import BRINGS, CHANGES, LOOKS
from storage.ledger.working import Assignment
from storage.rules.task import Brief, Draft, Task

TEST_RUN = "\n\n## Test run\n"  # what stands behind the agent's words begins so
PATCH, TESTS = "fix.patch", "test-run.txt"
IN_DRAFT = 12_000  # characters of a diff that stand in the draft itself


def chosen(specs: Mapping[str, RepositorySpec], brief: Brief) -> tuple[str, RepositorySpec]:
    """The repository that a brief speaks of.

    Raises:
        Broken: none is configured.
        CannotDo: the brief does not say which.
    """
    text = " ".join((brief.goal, *brief.criteria, brief.stream or "")).lower()
    named = [name for name in specs if re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text)] or list(specs)
    if len(named) == 1:
        return named[0], specs[named[0]]
    if not specs:
        raise Broken("No repository is configured: name one under [repositories] in sluice.toml.")
    raise CannotDo(f"Say in the brief which repository it is: {', '.join(sorted(specs))}.")


async def tree(spec: RepositorySpec, folder: Path, patch: bytes = b"") -> Path:
    """The attempt's worktree, made and prepared where it is not ready yet.

    Args:
        patch: what a new one begins with: the changes of the version before, which were made elsewhere.

    Raises:
        Broken: the repository is missing or can't be prepared.
        CannotDo: the patch does not apply any more.
    """
    made = folder / TREE
    if (folder / GIT).exists():
        lock = Path((folder / GIT).read_text("utf-8").strip()) / "index.lock"
        lock.unlink(missing_ok=True)  # of a command that a stop ended
        return made
    if not (spec.path / ".git").exists() and not (spec.path / "HEAD").exists():
        raise Broken(f"There is no repository at {spec.path}: mend `path` in sluice.toml.")
    await asyncio.to_thread(shutil.rmtree, made, ignore_errors=True)  # of a try that was not finished
    try:
        await git(spec.path, "worktree", "prune")
        await git(spec.path, "worktree", "add", "--detach", "--force", str(made.resolve()), spec.branch)
        kept = await git(made, "rev-parse", "--absolute-git-dir")
    except CannotDo as no:
        raise Broken(f"No worktree can be made of {spec.path}: {no}", f"repository {spec.path}") from None
    if spec.prepare:
        await command(made, spec.prepare)
    if patch:
        await _put_back(made, patch)
    (folder / GIT).write_text(kept, "utf-8")
    return made


async def _put_back(made: Path, patch: bytes) -> None:
    """
    Raises:
        CannotDo: it does not apply any more.
    """
    try:
        await git(made, "apply", "--index", "--3way", "-", give=patch)
    except CannotDo as no:
        raise CannotDo(f"The changes of the version before can't be put into a new worktree: {no}") from None


def _patch(given: Assignment, folder: Path) -> bytes:
    """Return the changes of the version before, where it was made elsewhere."""
    there = given.previous is not None and disk.there(folder, f"{LAST}/{PATCH}")
    return disk.read(folder, f"{LAST}/{PATCH}") if there else b""


async def tested(spec: RepositorySpec, made: Path) -> Ran:
    limits = Limits(seconds=60 * spec.test_minutes, memory=4 << 30, processes=200, disk=2 << 30)
    return await sandbox.run(made, ["sh", "-c", spec.test], limits, spec.readable)


async def diff(folder: Path) -> str:
    """What was changed, and what the agent wrote anew; what its tests left behind is nobody's work."""
    return await in_tree(
        folder, "diff", "--binary", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "HEAD"
    )


def end_of(done: Ran) -> str:
    return done.why or ("passed" if done.code == 0 else f"failed with code {done.code}")


def _run_tests(specs: Mapping[str, RepositorySpec]) -> BaseTool:
    @tool
    async def run_tests(runtime: ToolRuntime[Any, Any]) -> str:
        """Run the repository's own tests in the sandbox, without network."""
        _, spec = chosen(specs, run_of(runtime).given.task.brief)
        done = await tested(spec, run_of(runtime).folder / TREE)
        return framed("tests", done.output[-8000:], f"The tests {end_of(done)}.")

    run_tests.metadata = {"labels": BRINGS, "frames": True}
    return run_tests


def toolbox(specs: Mapping[str, RepositorySpec]) -> Toolbox:
    tools = [*LOOKS, *CHANGES, _run_tests(specs)]

    async def opens(given: Assignment, folder: Path, parts: AsyncExitStack) -> Sequence[BaseTool]:
        await tree(chosen(specs, given.task.brief)[1], folder, await asyncio.to_thread(_patch, given, folder))
        return tools

    async def closes(run: Run) -> str:
        """The patch and the test run, as they are at the end, and what of them stands in the draft.

        Raises:
            CannotDo: nothing was changed.
        """
        name, spec = chosen(specs, run.given.task.brief)
        patch = await diff(run.folder)
        if not patch.strip():
            raise CannotDo(f"Nothing was changed in {name}.")
        done = await tested(spec, run.folder / TREE)
        disk.write(run.folder, f"out/{PATCH}", patch.encode(errors="surrogateescape"))
        disk.write(run.folder, f"out/{TESTS}", f"$ {spec.test}\n{done.output}\n({end_of(done)})\n".encode())
        more = f"\n(… {PATCH} has all {len(patch.splitlines())} lines)" if len(patch) > IN_DRAFT else ""
        tail = "\n".join(done.output.strip().splitlines()[-12:])
        patch = patch.encode(errors="surrogateescape").decode(errors="replace")
        return (
            f"{TEST_RUN}\n`{spec.test}` {end_of(done)}.\n\n```\n{tail}\n```\n\n"
            f"## Diff\n\n```diff\n{patch[:IN_DRAFT].rstrip()}{more}\n```\n"
        )

    return Toolbox(tools, [f"You work on one of these repositories: {', '.join(specs)}."], [opens], [closes])


async def deliver(specs: Mapping[str, RepositorySpec], task: Task, draft: Draft, made: Path) -> str:
    """Put an approved patch on a branch of its own and run the installation's command there; the branch, or nothing
    where no command is set.

    Raises:
        CannotDo: it does not apply any more, or the command failed.
    """
    patch = next((f for f in draft.files if f.name == PATCH), None)
    if patch is None or not specs:
        return ""
    _, spec = chosen(specs, task.brief)
    if not spec.deliver:
        return ""
    branch = f"sluice/{task.name.lower()}-v{draft.version}"
    made.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(made, ignore_errors=True)  # of a try that a crash cut off
    await git(spec.path, "worktree", "prune")
    await git(spec.path, "worktree", "add", "--force", "-B", branch, str(made.resolve()), spec.branch)
    try:
        await git(made, "apply", "--index", "--3way", "-", give=patch.data)
        at = draft.made_at.isoformat() if draft.made_at else ""
        message = f"{task.brief.title}\n\n{task.name}, v{draft.version}"
        await git(made, "commit", "--quiet", "-m", message, at=at)
        await command(made, spec.deliver, BRANCH=branch)
    finally:
        await git(spec.path, "worktree", "remove", "--force", str(made.resolve()))
    return branch
