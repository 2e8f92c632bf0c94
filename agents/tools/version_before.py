"""The changes of the version before, when it was made in another folder."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from agents.roster.ends import CannotDo
from agents.tools import disk
from agents.tools.box import LAST
from agents.tools.change_in_draft import PATCH
from agents.tools.git import Clone, git
from storage.ledger.work.assignment import Assignment


@dataclass(frozen=True, slots=True)
class Before:
    """The changes of the version before, when it was made in another folder.

    Attributes:
        base: the commit that they were made from; empty where it is not known.
    """

    base: str
    patch: bytes


def before_of(assignment: Assignment, folder: Path, name: str) -> Before | None:
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


async def put_back(clone: Clone, patch: bytes) -> None:
    """Put the changes of the version before into a clone.

    Raises:
        CannotDo: what the repository was prepared with is in the way.
    """
    try:
        await git(clone, "apply", "--index", "--whitespace=nowarn", "-", give=patch, writes=True)
    except CannotDo as no:
        raise CannotDo(f"The changes of the version before can't be put back: {no}") from None
