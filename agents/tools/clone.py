"""An attempt's own clone of a repository: its files in the attempt's folder, what git keeps of it in a folder beside,
where no sandbox of an agent's writes."""

import asyncio
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from agents.roster.contract import Broken, CannotDo
from agents.roster.specs import RepositorySpec
from agents.tools import source
from agents.tools.command import QUIETLY, Variables, command, configured
from agents.tools.git import COMMIT, REPO, Clone, git
from storage.rules.values.sensitive import Touched

TREE = "tree"  # in an attempt's folder: the files
_RECORD = re.compile(r":\d{6} (\d{6}) [0-9a-f]+ [0-9a-f]+ [A-Z]\d*")  # of git's raw differences


@dataclass(frozen=True, slots=True)
class Before:
    """The changes of the version before, when it was made in another folder.

    Attributes:
        base: the commit that they were made from; empty where it is not known.
    """

    base: str
    patch: bytes


def beside(folder: Path) -> Path:
    """Return the folder beside an attempt's folder in which git keeps its clone."""
    return folder.with_name(f"{folder.name}.git")


def _note(folder: Path) -> Path:
    """Return the file that says what the clone is of; it is there once the clone is ready to be worked on."""
    return beside(folder) / "base"


def opened(folder: Path) -> tuple[str, Clone] | None:
    """Return (name of the repository, clone) of an attempt's folder; None when there is no clone yet."""
    try:
        base, _, name = _note(folder).read_text("utf-8").partition(" ")
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


async def make(name: str, spec: RepositorySpec, folder: Path, variables: Variables, before: Before | None) -> None:
    """Make and prepare an attempt's clone, unless it is ready already.

    Args:
        name: of the repository, in the settings.

    Raises:
        NoSandbox: there is none here.
        Broken: the repository is missing or can't be prepared.
        CannotDo: the changes of the version before can't be put back.
    """
    found, tree = opened(folder), folder / TREE
    if found is not None and found[0] == name and tree.is_dir() and not tree.is_symlink():
        (found[1].repo / "index.lock").unlink(missing_ok=True)  # of a command that a stop ended
        return
    await asyncio.to_thread(remove, folder)  # what is left of a try that was not finished
    base = (before.base if before else "") or await source.commit(spec)
    clone = await _files(spec, folder, base, before)
    if spec.prepare:
        await command(tree, spec.prepare, {**variables.of(spec), **configured(QUIETLY)}, spec.env)
    if before:
        await _put_back(clone, before.patch)
    _note(folder).write_text(f"{base} {name}", "utf-8")


async def _files(spec: RepositorySpec, folder: Path, base: str, before: Before | None) -> Clone:
    try:
        bare = await source.fetch(spec, beside(folder) / "repo", base, history=False)
        (folder / TREE).mkdir(parents=True)
        clone = Clone(bare.repo, base, folder / TREE)
        await git(clone, "reset", "--quiet", "--hard", writes=True, limits=source.FETCH)
    except Broken:
        raise
    except CannotDo as no:
        if before:
            raise CannotDo(f"The changes of the version before can't be put back: {no}") from None
        raise Broken(f"No clone can be made of {spec.path}: {no}", f"repository {spec.path}") from None
    return clone


async def _put_back(clone: Clone, patch: bytes) -> None:
    """
    Raises:
        CannotDo: what the repository was prepared with is in the way.
    """
    try:
        await git(clone, "apply", "--index", "--whitespace=nowarn", "-", give=patch, writes=True)
    except CannotDo as no:
        raise CannotDo(f"The changes of the version before can't be put back: {no}") from None


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
