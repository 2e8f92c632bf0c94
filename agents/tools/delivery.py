"""What brings an approved change to its repository: exactly that patch, on the commit that it was made from, on a
branch of its own in a clean clone, where none of its files lies as a file."""

import asyncio
import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agents.roster.contract import Broken, CannotDo
from agents.roster.specs import RepositorySpec
from agents.tools import source
from agents.tools.clone import apply
from agents.tools.command import QUIETLY, Variables, command, configured
from agents.tools.git import COMMIT, EMPTY, Clone, git
from storage.ledger.decisions.approvals import Approved
from storage.rules.pushing import branch_of
from storage.rules.values.change import Change

PUSH_ONLY_ITS_BRANCH = """#!/bin/sh
while read -r _ _ ref _; do
  case "$ref" in
    "refs/heads/$BRANCH") ;;
    refs/heads/*) echo "Only the branch $BRANCH may be pushed, not $ref." >&2; exit 1 ;;
  esac
done
"""  # the one hook of a delivery: an approval is worth a branch of its own, never another one


@dataclass(frozen=True, slots=True)
class Delivery:
    """The carrier of approved changes to the repositories of an installation.

    Attributes:
        home: a folder of its own.
    """

    specs: Mapping[str, RepositorySpec]
    home: Path
    variables: Variables

    async def __call__(self, approved: Approved) -> str:
        """Return the branch that an approved change is on; empty where the repository's settings name no command.

        Raises:
            CannotDo: the patch is not the one that was approved, or its commit is gone.
            Broken: the repository is gone, there is no sandbox, or the command failed.
        """
        task, draft = approved.task, approved.draft
        if draft.change is None:
            return ""
        patch, spec = _patch(approved, draft.change), self._spec(draft.change)
        if not spec.deliver or not draft.change.pushes:
            return ""
        branch = branch_of(task, draft.version)
        place = self.home / f"{task.team}-{task.id}-{draft.version}"
        await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)  # of a try that a crash cut off
        place.mkdir(parents=True, mode=0o700)
        try:
            clone = await source.fetch(spec, place / "made", draft.change.base, history=True)
            at = draft.made_at.isoformat() if draft.made_at else ""
            message = f"{task.brief.title}\n\n{task.name}, v{draft.version}"
            text = await _commit(clone, patch, message, at)
            remotes = await source.remotes(spec)
            await asyncio.to_thread(_lay_out, place, branch, text, remotes)
            await self._run(spec, place, branch, text)
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
        return branch

    def _spec(self, change: Change) -> RepositorySpec:
        """
        Raises:
            Broken: the settings do not name it any more.
        """
        if change.repository not in self.specs:
            raise Broken(f"The repository {change.repository} is not in sluice.toml any more.")
        return self.specs[change.repository]

    async def _run(self, spec: RepositorySpec, place: Path, branch: str, commit: str) -> None:
        """
        Raises:
            Broken: the command failed, or did not end.
        """
        quietly = configured({**QUIETLY, "core.hooksPath": str((place / "hooks").resolve())})
        env = {**self.variables.of(spec), **quietly, "GIT_ATTR_SOURCE": EMPTY[len(commit)], "BRANCH": branch}
        await command(place / "clone", spec.deliver, env, spec.env, 60 * spec.deliver_minutes)


def _patch(approved: Approved, change: Change) -> bytes:
    """Return the bytes that the reviewer approved.

    Raises:
        CannotDo: they are not there any more, or the draft says another sum than the approval.
    """
    files = (file.data for file in approved.draft.files if hashlib.sha256(file.data).hexdigest() == approved.sha256)
    patch = next(files, None)
    if patch is None or change.sha256 != approved.sha256:
        raise CannotDo("Its patch is not the one that was approved.")
    return patch


async def _commit(clone: Clone, patch: bytes, message: str, at: str) -> str:
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


def _lay_out(place: Path, branch: str, commit: str, remotes: Mapping[str, Mapping[str, str]]) -> None:
    """Lay out the clone that the command works in: what was made in the sandbox gives its objects, all else is ours."""
    repo, path, hooks = place / "clone" / ".git", place / "made", place / "hooks"
    head = repo / "refs" / "heads" / branch
    head.parent.mkdir(parents=True)
    shutil.rmtree(path / "objects" / "info", ignore_errors=True)
    (path / "objects").rename(repo / "objects")
    head.write_text(f"{commit}\n")
    (repo / "HEAD").write_text(f"ref: refs/heads/{branch}\n")
    (repo / "config").write_text(_config(commit, remotes))
    if (path / "shallow").is_file():  # the owner's repository has not all of its past
        commits = (path / "shallow").read_text().split()
        (repo / "shallow").write_text("".join(f"{name}\n" for name in commits if COMMIT.fullmatch(name)))
    hooks.mkdir()
    (hooks / "pre-push").write_text(PUSH_ONLY_ITS_BRANCH)
    (hooks / "pre-push").chmod(0o700)


def _config(commit: str, remotes: Mapping[str, Mapping[str, str]]) -> str:
    """Return git's settings of a clone: its remotes, and that a push without a name pushes its own branch."""
    sha256 = len(commit) == 64
    lines = ["[core]", f"repositoryformatversion = {int(sha256)}", "bare = false", "[push]", "default = current"]
    lines += ["[extensions]", "objectFormat = sha256"] if sha256 else []
    for name, addresses in remotes.items():
        lines += [f'[remote "{name}"]', *(f"{key} = {_quoted(value)}" for key, value in addresses.items())]
        lines.append(f"fetch = +refs/heads/*:refs/remotes/{name}/*")
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
