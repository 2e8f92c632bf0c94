"""The patch of a clone, and what it changes when it is applied to the commit that it was made from."""

import re

from agents.roster.ends import CannotDo
from agents.tools.git import COMMIT, REPO, Clone, git
from storage.rules.values.sensitive import Touched

_RECORD = re.compile(r":\d{6} (\d{6}) [0-9a-f]+ [0-9a-f]+ [A-Z]\d*")  # of git's raw differences


async def diff(clone: Clone) -> bytes:
    """Return the patch of what the agent changed and added; what its tests left behind is not in it."""
    return await git(
        clone, "diff", "--binary", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", clone.base
    )  # fmt: skip


async def touched(clone: Clone, patch: bytes) -> tuple[Touched, ...]:
    """Return the paths that a patch changes, by applying it to its base commit without touching the files.

    Raises:
        CannotDo: it does not apply.
    """
    bare = Clone(clone.repo, clone.base)
    tree = await apply(bare, patch)
    raw = await git(bare, "diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", clone.base, tree)
    fields = raw.decode(errors="replace").split("\0")
    pairs = zip(fields[::2], fields[1::2], strict=False)
    return tuple(Touched(path, match[1]) for record, path in pairs if (match := _RECORD.fullmatch(record)))


async def apply(clone: Clone, patch: bytes) -> str:
    """Apply a patch to a clone's base commit without touching its files, and return the id of the new tree.

    Raises:
        CannotDo: it does not apply exactly.
    """
    own = {"GIT_INDEX_FILE": f"{REPO}/exact"}
    (clone.repo / "exact.lock").unlink(missing_ok=True)  # of a command that a stop ended
    await git(clone, "read-tree", clone.base, more=own)
    await git(clone, "apply", "--cached", "--whitespace=nowarn", "-", give=patch, more=own)
    tree = (await git(clone, "write-tree", more=own)).decode().strip()
    if not COMMIT.fullmatch(tree):
        raise CannotDo("git write-tree named no tree.")
    return tree
