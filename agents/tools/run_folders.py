"""Where the files of a run lie."""

from pathlib import Path
from typing import Any

from agents.models.run import run_of
from agents.tools.clone import TREE


def folder_of(runtime: Any) -> Path:
    """Return the folder of a run."""
    return run_of(runtime).folder


def tree_of(runtime: Any) -> Path:
    """Return the folder of the repository's files in a run."""
    return run_of(runtime).folder / TREE
