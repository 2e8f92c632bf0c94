"""The making of an attempt's clone."""

import asyncio
from pathlib import Path

from agents.roster.ends import Broken, CannotDo
from agents.roster.repository_spec import RepositorySpec
from agents.tools import source
from agents.tools.clone import TREE, beside, note, opened, remove
from agents.tools.command import command
from agents.tools.git import Clone, git
from agents.tools.variables import QUIETLY, Variables, configured
from agents.tools.version_before import Before, put_back


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
        await put_back(clone, before.patch)
    note(folder).write_text(f"{base} {name}", "utf-8")


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
