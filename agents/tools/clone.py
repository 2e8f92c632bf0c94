"""An attempt's own clone of a repository: its files in the attempt's folder, what git keeps of it in a folder beside,
where no sandbox of an agent's writes."""

import shutil
from pathlib import Path

from agents.roster.ends import CannotDo
from agents.tools.git import Clone, git

TREE = "tree"  # in an attempt's folder: the files


def beside(folder: Path) -> Path:
    """Return the folder beside an attempt's folder in which git keeps its clone."""
    return folder.with_name(f"{folder.name}.git")


def note(folder: Path) -> Path:
    """Return the file that says what the clone is of; it is there once the clone is ready to be worked on."""
    return beside(folder) / "base"


def opened(folder: Path) -> tuple[str, Clone] | None:
    """Return (name of the repository, clone) of an attempt's folder; None when there is no clone yet."""
    try:
        base, _, name = note(folder).read_text("utf-8").partition(" ")
    except FileNotFoundError:
        return None
    return name, Clone(beside(folder) / "repo", base, folder / TREE)


def get(folder: Path) -> tuple[str, Clone]:
    """Return (name of the repository, clone) of an attempt's folder.

    Raises:
        CannotDo: there is no clone.
    """
    found = opened(folder)
    if found is None:
        raise CannotDo("There is no repository in its workspace any more.")
    return found


def remove(folder: Path) -> None:
    """Remove an attempt's clone without following any link."""
    for path in (beside(folder), folder / TREE):
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


async def in_tree(folder: Path, *args: str) -> str:
    """Return the output of a git command in an attempt's clone.

    Raises:
        CannotDo: as `git`, or there is no clone.
    """
    output = await git(get(folder)[1], *args)
    return output.decode(errors="surrogateescape")
