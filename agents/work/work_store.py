"""Where an agent's unfinished work lies: its steps among the checkpoints, its files in a folder of its own. Both go
when the task closes."""

import asyncio
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.messages import AnyMessage
from langgraph.checkpoint.base import BaseCheckpointSaver

from agents.roster.ends import CannotDo
from agents.tools import clone, disk
from agents.tools.box import LAST
from storage.ledger.work.assignment import Assignment
from storage.rules.clauses import MOST_VERSIONS
from storage.rules.values.draft import File

WORKTREE = "git.txt"  # where an older Sluice worked in a worktree of its owner's repository


@dataclass(frozen=True, slots=True)
class WorkStore:
    """The place of agents' unfinished work: their steps and their folders."""

    saver: BaseCheckpointSaver[Any]
    home: Path

    def config(self, assignment: Assignment) -> Any:
        """Return the configuration by which LangGraph finds the conversation of an assignment."""
        return {"configurable": {"thread_id": _name(assignment.team, assignment.task.id, assignment.candidate)}}

    def folder(self, given: Assignment) -> Path:
        """Return the workspace of an assignment, and make it when it is not there."""
        path = self.home / _name(given.team, given.task.id, given.candidate)
        if (path / WORKTREE).exists():
            _remove(path)  # begins anew: nobody runs git by what stands there
        if not path.exists():
            self._note(given).unlink(missing_ok=True)
        out = path / "out"
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            _remove(out)
        out.mkdir(parents=True, exist_ok=True)
        return path

    def place(self, assignment: Assignment) -> str:
        """Return the name of this machine's folder; empty until the folder was opened for the first time."""
        return self._noted(assignment)[0]

    async def open(self, assignment: Assignment) -> str:
        """Make the folder ready for a version that begins, or begins again; return the name of its place.

        Raises:
            CannotDo: what the agent left there is in the way.
        """
        try:
            return await asyncio.to_thread(self._open, assignment)
        except OSError as no:
            raise CannotDo(f"Its workspace can't be made ready: {no.strerror}.") from None

    def _open(self, assignment: Assignment) -> str:
        """What came with the version before lies in `last` and comes along no more; what an earlier try of this version
        left is gone."""
        folder, (place, version) = self.folder(assignment), self._noted(assignment)
        out = folder / "out"
        if assignment.previous is not None and version != str(assignment.version):
            if any(out.iterdir()):
                _remove(folder / LAST)
                out.rename(folder / LAST)
        else:
            _remove(out)
        self.folder(assignment)
        return self._write(assignment, place, assignment.version)

    def lacks(self, assignment: Assignment) -> bool:
        """Tell whether the version before was made in another folder than this one."""
        before = assignment.previous
        return before is not None and self._noted(assignment)[1] not in (str(before.version), str(assignment.version))

    async def bring_back(self, assignment: Assignment, files: Sequence[File]) -> None:
        """Put the files of the version before into `last` of a new folder, instead of anything older here.

        Raises:
            CannotDo: what the agent left there is in the way.
        """
        try:
            await asyncio.to_thread(self._bring_back, assignment, files)
        except (OSError, ValueError) as no:
            raise CannotDo(f"Its workspace can't be made ready: {no}.") from None

    def _bring_back(self, assignment: Assignment, files: Sequence[File]) -> None:
        before = assignment.previous.version if assignment.previous else 0
        _remove(self.home / _name(assignment.team, assignment.task.id, assignment.candidate))
        folder = self.folder(assignment)
        for file in files:
            if file.name != f"{assignment.task.name}-v{before}.md":  # its text, which the agent is told
                disk.write(folder, f"{LAST}/{file.name}", file.data)
        self._write(assignment, self.place(assignment), before)

    def _write(self, assignment: Assignment, place: str, version: int) -> str:
        """Note for which version the folder is ready; its place."""
        place = place or secrets.token_hex(8)
        self._note(assignment).write_text(f"{place} {version}", "utf-8")
        return place

    def _note(self, assignment: Assignment) -> Path:
        """Beside the folder, where no sandbox writes."""
        return self.home / f"{_name(assignment.team, assignment.task.id, assignment.candidate)}.place"

    def _noted(self, assignment: Assignment) -> tuple[str, str]:
        """This place, and the version that it was opened for last."""
        try:
            place, _, version = self._note(assignment).read_text("utf-8").partition(" ")
        except FileNotFoundError:
            return "", ""
        return place, version

    async def state(self, assignment: Assignment) -> Sequence[AnyMessage]:
        """Return the messages of the conversation so far; empty when there are none."""
        kept = await self.saver.aget_tuple(self.config(assignment))
        messages: Sequence[AnyMessage] = kept.checkpoint["channel_values"].get("messages", []) if kept else []
        return messages

    async def drop(self, assignment: Assignment) -> None:
        """Delete the steps, so that the next try begins again."""
        await self.saver.adelete_thread(_name(assignment.team, assignment.task.id, assignment.candidate))

    async def forget(self, team: str, task_id: int) -> None:
        """Delete all that was kept for a task, for all its candidates: steps, clones and folders."""
        for candidate in range(MOST_VERSIONS):
            name = _name(team, task_id, candidate)
            await self.saver.adelete_thread(name)
            await asyncio.to_thread(clone.remove, self.home / name)
            await asyncio.to_thread(shutil.rmtree, self.home / name, ignore_errors=True)
            (self.home / f"{name}.place").unlink(missing_ok=True)


def _remove(path: Path) -> None:
    """Whatever it is; no link is followed."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)


def _name(team: str, task_id: int, candidate: int) -> str:
    return f"{team}-task-{task_id}-{candidate}"
