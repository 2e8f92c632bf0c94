"""The commit of an approved patch: exactly that patch, on the commit that it was made from."""

import hashlib

from agents.roster.ends import CannotDo
from agents.tools.differences import apply
from agents.tools.git import COMMIT, Clone, git
from storage.ledger.decisions.approvals import Approved
from storage.rules.values.change import Change


def approved_patch(approved: Approved, change: Change) -> bytes:
    """Return the bytes that the reviewer approved.

    Raises:
        CannotDo: they are not there any more, or the draft says another sum than the approval.
    """
    files = (file.data for file in approved.draft.files if hashlib.sha256(file.data).hexdigest() == approved.sha256)
    patch = next(files, None)
    if patch is None or change.sha256 != approved.sha256:
        raise CannotDo("Its patch is not the one that was approved.")
    return patch


async def commit_patch(clone: Clone, patch: bytes, message: str, at: str) -> str:
    """Commit a patch on the commit that it was made from and return the new one: the same when it is made again.

    Args:
        at: the instant of the commit.

    Raises:
        CannotDo: it does not apply exactly.
    """
    tree = await apply(clone, patch)
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else {}
    output = await git(clone, "commit-tree", tree, "-p", clone.base, give=message.encode(), more=dates)
    commit = output.decode().strip()
    if not COMMIT.fullmatch(commit):
        raise CannotDo("git commit-tree named no commit.")
    return commit
