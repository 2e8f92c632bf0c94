"""The sandbox in which files are read, and the code of agents runs."""

from agents.tools import cgroup, sandbox
from bot.operations.finding import Finding

BOUNDED = "the kernel holds what runs in it to its limits, in a cgroup, and the bot watches it"
WATCHED = "the bot watches what runs in it and ends it at its limits, without a cgroup"


async def examine_sandbox(runs_code: bool) -> list[Finding]:
    """Look whether there is a sandbox: files are read in it, and code of agents runs nowhere else.

    Args:
        runs_code: whether an agent has a tool that runs code.
    """
    try:
        await sandbox.check()
    except sandbox.NoSandbox as no:
        without = [
            Finding(
                what="files", ok=None, say="read in a process with limits, but outside of a sandbox.", advice=str(no)
            )
        ]
        return [*without, Finding(what="sandbox", ok=False, say=str(no))] if runs_code else without
    inside = [Finding(what="files", ok=True, say="read in the sandbox")]
    held = BOUNDED if cgroup.groups() is not None else WATCHED
    return [*inside, Finding(what="sandbox", ok=True, say=f"bubblewrap works; {held}")] if runs_code else inside
