"""What brings an approved change to its repository: exactly that patch, on the commit that it was made from, on a
branch of its own in a clean clone, where none of its files lies as a file."""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agents.roster.ends import Broken
from agents.roster.repository_spec import RepositorySpec
from agents.tools import owner_remotes, source
from agents.tools.command import command
from agents.tools.committing import approved_patch, commit_patch
from agents.tools.git_settings import EMPTY
from agents.tools.laying_out import lay_out
from agents.tools.variables import QUIETLY, Variables, configured
from storage.ledger.decisions.approvals import Approved
from storage.rules.pushing import branch_of
from storage.rules.values.change import Change


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
        patch, spec = approved_patch(approved, draft.change), self._spec(draft.change)
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
            text = await commit_patch(clone, patch, message, at)
            remotes = await owner_remotes.remotes(spec)
            await asyncio.to_thread(lay_out, place, branch, text, remotes)
            await self._run(spec, place, branch, text)
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)
        return branch

    def _spec(self, change: Change) -> RepositorySpec:
        """Return the settings of a change's repository.

        Raises:
            Broken: the settings do not name it any more.
        """
        if change.repository not in self.specs:
            raise Broken(f"The repository {change.repository} is not in sluice.toml any more.")
        return self.specs[change.repository]

    async def _run(self, spec: RepositorySpec, place: Path, branch: str, commit: str) -> None:
        """Run the command that delivers a branch.

        Raises:
            Broken: the command failed, or did not end.
        """
        quietly = configured({**QUIETLY, "core.hooksPath": str((place / "hooks").resolve())})
        env = {**self.variables.of(spec), **quietly, "GIT_ATTR_SOURCE": EMPTY[len(commit)], "BRANCH": branch}
        await command(place / "clone", spec.deliver, env, spec.env, 60 * spec.deliver_minutes)
