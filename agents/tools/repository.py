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
from agents.tools.box import Toolbox
from agents.tools.files import shown
from agents.tools.git import GIT, TREE, command, git, in_tree
from agents.tools.sandbox import Limits, Ran
from storage.ledger.working import Assignment
from storage.rules.task import Brief, Draft, Task

TEST_RUN = "\n\n## Test run\n"  # what stands behind the agent's words begins so
PATCH, TESTS = "fix.patch", "test-run.txt"
IN_DRAFT = 12_000  # characters of a diff that stand in the draft itself
FOUND = 60  # lines of a search


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


async def tree(spec: RepositorySpec, folder: Path) -> Path:
    """The attempt's worktree, made and prepared where it is not ready yet.

    Raises:
        Broken: the repository is missing or can't be prepared.
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
    (folder / GIT).write_text(kept, "utf-8")
    return made


async def tested(spec: RepositorySpec, made: Path) -> Ran:
    limits = Limits(seconds=60 * spec.test_minutes, memory=4 << 30, processes=200, disk=2 << 30)
    return await sandbox.run(made, ["sh", "-c", spec.test], limits, spec.readable)


async def diff(folder: Path) -> str:
    """What was changed, and what the agent wrote anew; what its tests left behind is nobody's work."""
    return await in_tree(
        folder, "diff", "--binary", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "HEAD"
    )


async def _known(folder: Path, name: str) -> bool:
    """Whether a file is the repository's or the agent's: a change to another one would be in no patch."""
    return bool(await in_tree(folder, "--literal-pathspecs", "ls-files", "--", "/".join(disk.parts(name))))


async def _check_known(folder: Path, name: str) -> None:
    """
    Raises:
        ValueError: the file is neither the repository's nor the agent's.
    """
    if not await _known(folder, name):
        raise ValueError(f"{name} is not in the repository.")


async def _taken(folder: Path, name: str) -> None:
    """Have a new file stand in the patch.

    Raises:
        ValueError: git does not take it.
    """
    if await _known(folder, name):
        return
    new = "/".join(disk.parts(name))
    try:
        await in_tree(folder, "--literal-pathspecs", "add", "--intent-to-add", "--force", "--", new)
    except CannotDo as no:
        raise ValueError(str(no)) from None


def end_of(done: Ran) -> str:
    return done.why or ("passed" if done.code == 0 else f"failed with code {done.code}")


def _tools(specs: Mapping[str, RepositorySpec]) -> Sequence[BaseTool]:
    def place(runtime: Any) -> Path:
        return run_of(runtime).folder / TREE

    def folder(runtime: Any) -> Path:
        return run_of(runtime).folder

    @tool
    async def list_files(runtime: ToolRuntime[Any, Any], pattern: str = "") -> str:
        """The files of the repository, or those that match a git pathspec such as 'src/*.py'."""
        listing = "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern or "."
        try:
            found = (await in_tree(folder(runtime), *listing)).splitlines()
            gone = set((await in_tree(folder(runtime), "ls-files", "--deleted")).splitlines())
        except CannotDo as no:
            raise ValueError(str(no)) from None
        return "\n".join(n for n in found[:1000] if n not in gone) or "(no files)"

    @tool
    async def read_file(name: str, runtime: ToolRuntime[Any, Any], first_line: int = 1) -> str:
        """Read a file of the repository, 400 lines from `first_line`."""
        data = await asyncio.to_thread(disk.read, place(runtime), name)
        return shown(name, data.decode("utf-8", "replace").splitlines(), first_line)

    @tool
    async def search(pattern: str, runtime: ToolRuntime[Any, Any]) -> str:
        """Search the repository with an extended regular expression; file, line and text."""
        try:
            found = await in_tree(folder(runtime), "grep", "-nIE", "--untracked", "-e", pattern)
        except CannotDo as no:
            return f"(nothing found; {no})" if "fatal" in str(no) else "(nothing found)"
        lines = found.splitlines()
        return "\n".join(line[:300] for line in lines[:FOUND]) + (
            f"\n({len(lines)} in all)" if len(lines) > FOUND else ""
        )

    @tool
    async def edit_file(name: str, old: str, new: str, runtime: ToolRuntime[Any, Any]) -> str:
        """Replace a passage of a file. `old` must stand in it exactly once."""
        await _check_known(folder(runtime), name)
        text = (await asyncio.to_thread(disk.read, place(runtime), name)).decode("utf-8")
        if text.count(old) != 1 or not old:
            raise ValueError(f"`old` stands {text.count(old)} times in {name}; it must be once.")
        await asyncio.to_thread(disk.write, place(runtime), name, text.replace(old, new).encode())
        return f"Changed {name}."

    @tool
    async def write_file(name: str, text: str, runtime: ToolRuntime[Any, Any]) -> str:
        """Write a whole file, new or not."""
        if await asyncio.to_thread(disk.there, place(runtime), name):
            await _check_known(folder(runtime), name)
        await asyncio.to_thread(disk.write, place(runtime), name, text.encode())
        try:
            async with run_of(runtime).turn:
                await _taken(folder(runtime), name)
        except ValueError:
            await asyncio.to_thread(disk.remove, place(runtime), name)
            raise
        return f"Wrote {name}."

    @tool
    async def move_file(name: str, to: str, runtime: ToolRuntime[Any, Any]) -> str:
        """Rename a file, or move it to another folder."""
        await _check_known(folder(runtime), name)
        await asyncio.to_thread(disk.move, place(runtime), name, to)
        try:
            async with run_of(runtime).turn:
                await _taken(folder(runtime), to)
        except ValueError:
            await asyncio.to_thread(disk.move, place(runtime), to, name)
            raise
        return f"Moved {name} to {to}."

    @tool
    async def delete_file(name: str, runtime: ToolRuntime[Any, Any]) -> str:
        """Delete a file."""
        await _check_known(folder(runtime), name)
        await asyncio.to_thread(disk.remove, place(runtime), name)
        return f"Deleted {name}."

    @tool
    async def run_tests(runtime: ToolRuntime[Any, Any]) -> str:
        """Run the repository's own tests in the sandbox, without network."""
        _, spec = chosen(specs, run_of(runtime).given.task.brief)
        done = await tested(spec, place(runtime))
        return framed("tests", done.output[-8000:], f"The tests {end_of(done)}.")

    looks, changes = [list_files, read_file, search, run_tests], [edit_file, write_file, move_file, delete_file]
    for each in (*looks, *changes):
        brings = ["private data", "content from outside"]
        each.metadata = {"labels": brings, "leaves": each in changes, "frames": each in (read_file, run_tests)}
    return [*looks, *changes]


def toolbox(specs: Mapping[str, RepositorySpec]) -> Toolbox:
    tools = _tools(specs)

    async def opens(given: Assignment, folder: Path, parts: AsyncExitStack) -> Sequence[BaseTool]:
        await tree(chosen(specs, given.task.brief)[1], folder)
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
