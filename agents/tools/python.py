"""Python and a shell in the sandbox, over the agent's own workspace."""

from typing import Any

from langchain.tools import ToolRuntime, tool

from agents.models.run import run_of
from agents.reading.material import framed
from agents.tools import sandbox
from agents.tools.box import Toolbox
from agents.tools.sandbox import Ran
from agents.tools.supplies import supplied

LONGEST = 100_000  # bytes of a program: it is handed over as an argument, since a file could be a trap


@tool
async def run_python(code: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Run a Python program in a sandbox without network. The brief's files are in in/; what is saved in out/ goes with
    the draft (charts as PNG: matplotlib is there, pandas and numpy too). Only what it prints comes back."""
    if len(code.encode()) > LONGEST:
        raise ValueError(f"At most {LONGEST:,} bytes fit in one program.")
    return said(await sandbox.run(run_of(runtime).folder, ["python", "-I", "-c", code]))


@tool
async def shell(command: str, runtime: ToolRuntime[Any, Any]) -> str:
    """Run a shell command in a sandbox without network, in the workspace."""
    return said(await sandbox.run(run_of(runtime).folder, ["sh", "-c", command]))


def said(done: Ran) -> str:
    """Return the outcome of a command as material for the model."""
    end = done.why or ("It ended well." if done.code == 0 else f"It ended with code {done.code}.")
    return framed("sandbox", done.output, end)


for each in (run_python, shell):
    each.metadata = {"labels": [], "leaves": True}  # no network: nothing comes in or goes out


def toolbox() -> Toolbox:
    """Return the toolbox with Python and a shell in the sandbox."""
    return Toolbox(always=[run_python, shell], opens=[supplied])
