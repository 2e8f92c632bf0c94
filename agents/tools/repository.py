"""A repository that an agent may change: a clone of its own, edits, searches, and the repository's own tests in the
sandbox. What it hands in is a patch and a test run that were made at the very end, whatever it says of them."""

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from langchain.tools import ToolRuntime, tool
from langchain_core.tools import BaseTool

from agents.models.run import Run, run_of
from agents.reading.material import framed
from agents.roster.contract import Broken, CannotDo
from agents.roster.specs import RepositorySpec
from agents.tools import clone, disk, sandbox
from agents.tools.box import LAST, Closing, Toolbox
from agents.tools.clone import TREE, Before
from agents.tools.command import Variables
from agents.tools.sandbox import Limits, Ran
from agents.tools.worktree import BRINGS, CHANGES, LOOKS
from storage.ledger.work.assignment import Assignment
from storage.rules.values.brief import Brief
from storage.rules.values.change import Change
from storage.rules.values.draft import File
from storage.rules.values.sensitive import Touched, is_sensitive
from storage.rules.words import many

TEST_RUN = "\n\n## Test run\n"  # what stands behind the agent's words begins so
PATCH, TESTS = "fix.patch", "test-run.txt"
IN_DRAFT = 12_000  # characters of a diff that stand in the draft itself
NAMED = 50  # paths of a change that stand in the draft, and that are kept as sensitive


def chosen(specs: Mapping[str, RepositorySpec], brief: Brief) -> tuple[str, RepositorySpec]:
    """Return (name, settings) of the repository that a brief names.

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


def _before(assignment: Assignment, folder: Path, name: str) -> Before | None:
    """Return the changes of the version before, where it was made elsewhere; they lie among what came with it."""
    change = assignment.previous.change if assignment.previous else None
    if assignment.previous is None or (change and change.repository != name):
        return None
    for file in (name for name, size in disk.listed(folder, LAST) if size <= disk.LARGEST):
        data = disk.read(folder, file)
        if change and hashlib.sha256(data).hexdigest() == change.sha256:
            return Before(change.base, data)
        if change is None and file == f"{LAST}/{PATCH}":  # of a draft that an older Sluice made
            return Before("", data)
    return None


async def tested(spec: RepositorySpec, path: Path) -> Ran:
    """Run the repository's tests in the sandbox, and return how they ended."""
    limits = Limits(seconds=60 * spec.test_minutes, memory=4 << 30, processes=200, disk=2 << 30)
    return await sandbox.run(path, ["sh", "-c", spec.test], limits, spec.readable)


def end_of(done: Ran) -> str:
    """Return in words how a run ended."""
    return done.why or ("passed" if done.code == 0 else f"failed with code {done.code}")


def _worked_on(specs: Mapping[str, RepositorySpec], folder: Path) -> tuple[str, RepositorySpec]:
    """Return the repository that an attempt's clone is of.

    Raises:
        CannotDo: there is no clone.
        Broken: its repository is gone from the settings.
    """
    name, _ = clone.get(folder)
    if name not in specs:
        raise Broken(f"The repository {name} is not in sluice.toml any more.")
    return name, specs[name]


def _run_tests(specs: Mapping[str, RepositorySpec]) -> BaseTool:
    @tool
    async def run_tests(runtime: ToolRuntime[Any, Any]) -> str:
        """Run the repository's own tests in the sandbox, without network."""
        folder = run_of(runtime).folder
        done = await tested(_worked_on(specs, folder)[1], folder / TREE)
        return framed("tests", done.output[-8000:], f"The tests {end_of(done)}.")

    run_tests.metadata = {"labels": BRINGS, "frames": True}
    return run_tests


def toolbox(specs: Mapping[str, RepositorySpec], variables: Variables) -> Toolbox:
    """Return the tools for a repository, with its clone at the beginning and its patch and tests at the end.

    Args:
        variables: what the repositories' commands may get.
    """
    tools = [*LOOKS, *CHANGES, _run_tests(specs)]

    async def opens(assignment: Assignment, folder: Path, parts: AsyncExitStack) -> Sequence[BaseTool]:
        name, spec = chosen(specs, assignment.task.brief)
        before = await asyncio.to_thread(_before, assignment, folder, name)
        await clone.make(name, spec, folder, variables, before)
        return tools

    async def closes(run: Run) -> Closing:
        """The patch and the test run, as they are at the end, and what of them stands in the draft.

        Raises:
            CannotDo: nothing was changed, or too much.
        """
        name, spec = _worked_on(specs, run.folder)
        _, own = clone.get(run.folder)
        patch = await clone.diff(own)
        if not patch.strip():
            raise CannotDo(f"Nothing was changed in {name}.")
        if len(patch) > disk.LARGEST:
            raise CannotDo(f"The change of {name} is larger than {disk.LARGEST // 1_000_000} MB.")
        touched = await clone.touched(own, patch)
        done = await tested(spec, run.folder / TREE)
        text = f"$ {spec.test}\n{done.output}\n({end_of(done)})\n"
        files = File(PATCH, "text/x-diff", patch), File(TESTS, "text/plain", text.encode())
        return Closing(_told(spec, done, patch, touched), files, _change(name, spec, own.base, patch, touched))

    return Toolbox(
        always=tools,
        notes=[f"You work on one of these repositories: {', '.join(specs)}."],
        opens=[opens],
        closes=[closes],
    )


def _change(name: str, spec: RepositorySpec, base: str, patch: bytes, touched: Sequence[Touched]) -> Change:
    sensitive = tuple(each.path for each in touched if is_sensitive(each))[:NAMED]
    digest = hashlib.sha256(patch).hexdigest()
    return Change(repository=name, base=base, sha256=digest, sensitive=sensitive, pushes=bool(spec.deliver))


def _told(spec: RepositorySpec, done: Ran, patch: bytes, touched: Sequence[Touched]) -> str:
    """Return what of a change stands in the draft: how its tests ended, all that it touches, and its first lines."""
    text = patch.decode(errors="replace")
    more = f"\n(… {PATCH} has all {len(text.splitlines())} lines)" if len(text) > IN_DRAFT else ""
    tail = "\n".join(done.output.strip().splitlines()[-12:])
    paths = "\n".join(ascii(each.path)[1:-1] for each in touched[:NAMED])
    rest = f"\n(… and {len(touched) - NAMED} more)" if len(touched) > NAMED else ""
    return (
        f"{TEST_RUN}\n`{spec.test}` {end_of(done)}.\n\n```\n{tail}\n```\n\n"
        f"## Changes {many(len(touched), 'file')}\n\n```\n{paths}{rest}\n```\n\n"
        f"## Diff\n\n```diff\n{text[:IN_DRAFT].rstrip()}{more}\n```\n"
    )
