"""A repository that an agent may change: a clone of its own, edits, searches, and the repository's own tests in the
sandbox. What it hands in is a patch and a test run that were made at the very end, whatever it says of them."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from langchain_core.tools import BaseTool

from agents.models.run import Run
from agents.roster.ends import CannotDo
from agents.roster.repository_spec import RepositorySpec
from agents.tools import clone, differences, disk
from agents.tools.box import Closing, Toolbox
from agents.tools.change_in_draft import PATCH, TESTS, change_of, told_change
from agents.tools.clone import TREE
from agents.tools.cloning import make
from agents.tools.own_tests import end_of, failing, run_tests_tool, tested
from agents.tools.variables import Variables
from agents.tools.version_before import before_of
from agents.tools.which_repository import chosen, worked_on
from agents.tools.worktree import CHANGES, LOOKS
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import File


def toolbox(specs: Mapping[str, RepositorySpec], variables: Variables) -> Toolbox:
    """Return the tools for a repository, with its clone at the beginning and its patch and tests at the end.

    Args:
        variables: what the repositories' commands may get.
    """
    tools = [*LOOKS, *CHANGES, run_tests_tool(specs)]

    async def opens(assignment: Assignment, folder: Path, parts: AsyncExitStack) -> Sequence[BaseTool]:
        name, spec = chosen(specs, assignment.task.brief)
        before = await asyncio.to_thread(before_of, assignment, folder, name)
        await make(name, spec, folder, variables, before)
        return tools

    async def closes(run: Run) -> Closing:
        """The patch and the test run, as they are at the end, and what of them stands in the draft.

        Raises:
            CannotDo: nothing was changed, or too much.
        """
        name, spec = worked_on(specs, run.folder)
        _, own = clone.get(run.folder)
        patch = await differences.diff(own)
        if not patch.strip():
            raise CannotDo(f"Nothing was changed in {name}.")
        if len(patch) > disk.LARGEST:
            raise CannotDo(f"The change of {name} is larger than {disk.LARGEST // 1_000_000} MB.")
        touched = await differences.touched(own, patch)
        done = await tested(spec, run.folder / TREE)
        text = f"$ {spec.test}\n{done.output}\n({end_of(done)})\n"
        files = File(PATCH, "text/x-diff", patch), File(TESTS, "text/plain", text.encode())
        change = change_of(name, spec, own.base, patch, touched)
        return Closing(told_change(spec, done, patch, touched), files, replace(change, failing=failing(done)))

    return Toolbox(
        always=tools,
        notes=[f"You work on one of these repositories: {', '.join(specs)}."],
        opens=[opens],
        closes=[closes],
    )
