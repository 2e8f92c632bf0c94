"""A repository's own tests, run in the sandbox."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from langchain.tools import ToolRuntime, tool
from langchain_core.tools import BaseTool

from agents.models.run import run_of
from agents.reading.material import framed
from agents.roster.repository_spec import RepositorySpec
from agents.tools import sandbox
from agents.tools.clone import TREE
from agents.tools.command_limits import Limits
from agents.tools.sandbox import Ran
from agents.tools.which_repository import worked_on
from agents.tools.worktree import BRINGS


async def tested(spec: RepositorySpec, path: Path) -> Ran:
    """Run the repository's tests in the sandbox, and return how they ended."""
    limits = Limits(seconds=60 * spec.test_minutes, memory=4 << 30, processes=200, disk=2 << 30)
    return await sandbox.run(path, ["sh", "-c", spec.test], limits, spec.readable)


def end_of(done: Ran) -> str:
    """Return in words how a run ended."""
    return done.why or ("passed" if done.code == 0 else f"failed with code {done.code}")


def failing(done: Ran) -> str:
    """Return in words how a run ended that did not pass; '' for one that did."""
    return "" if done.code == 0 and not done.why else end_of(done)


def run_tests_tool(specs: Mapping[str, RepositorySpec]) -> BaseTool:
    """Return the tool that runs the repository's tests."""

    @tool
    async def run_tests(runtime: ToolRuntime[Any, Any]) -> str:
        """Run the repository's own tests in the sandbox, without network."""
        folder = run_of(runtime).folder
        done = await tested(worked_on(specs, folder)[1], folder / TREE)
        return framed("tests", done.output[-8000:], f"The tests {end_of(done)}.")

    run_tests.metadata = {"labels": BRINGS, "frames": True}
    return run_tests
