"""Whether git has a file of an attempt's clone in its index: a change to another one would be in no patch."""

from pathlib import Path

from agents.roster.ends import CannotDo
from agents.tools import disk
from agents.tools.clone import in_tree


async def _known(folder: Path, name: str) -> bool:
    """Whether a file is the repository's or the agent's: a change to another one would be in no patch."""
    return bool(await in_tree(folder, "--literal-pathspecs", "ls-files", "--", "/".join(disk.parts(name))))


async def check_known(folder: Path, name: str) -> None:
    """Check that a file is the repository's or the agent's.

    Raises:
        ValueError: it is neither.
    """
    if not await _known(folder, name):
        raise ValueError(f"{name} is not in the repository.")


async def take(folder: Path, name: str) -> None:
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
