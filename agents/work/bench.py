"""Where an agent's unfinished work lies: its steps among the checkpoints, its files in a folder of its own. Both go
when the task closes."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.messages import AnyMessage
from langgraph.checkpoint.base import BaseCheckpointSaver

from storage.ledger.working import Assignment
from storage.rules.brief import MOST_VERSIONS

LAST = "last"  # in an attempt's folder: the files of the version before
MARK = "here"  # in an attempt's folder


@dataclass(frozen=True, slots=True)
class Bench:
    saver: BaseCheckpointSaver[Any]
    home: Path

    def config(self, given: Assignment) -> Any:
        return {"configurable": {"thread_id": _name(given.team, given.task.id, given.candidate)}}

    def mark(self, given: Assignment) -> None:
        """Its files are on this machine from now on."""
        (self.folder(given) / MARK).touch()

    def marked(self, given: Assignment) -> bool:
        return (self.folder(given) / MARK).exists()

    def folder(self, given: Assignment) -> Path:
        made = self.home / _name(given.team, given.task.id, given.candidate)
        (made / "out").mkdir(parents=True, exist_ok=True)
        return made

    async def set_aside(self, given: Assignment) -> None:
        """What came with the last version lies in `last`, and comes along no more."""
        folder = self.folder(given)
        await asyncio.to_thread(shutil.rmtree, folder / LAST, ignore_errors=True)
        (folder / "out").rename(folder / LAST)
        self.folder(given)

    async def state(self, given: Assignment) -> Sequence[AnyMessage]:
        """The conversation so far."""
        kept = await self.saver.aget_tuple(self.config(given))
        messages: Sequence[AnyMessage] = kept.checkpoint["channel_values"].get("messages", []) if kept else []
        return messages

    async def drop(self, given: Assignment) -> None:
        """Forget the steps, so that the next try begins anew."""
        await self.saver.adelete_thread(_name(given.team, given.task.id, given.candidate))

    async def forget(self, team: str, task_id: int) -> None:
        for candidate in range(MOST_VERSIONS):
            name = _name(team, task_id, candidate)
            await self.saver.adelete_thread(name)
            await asyncio.to_thread(shutil.rmtree, self.home / name, ignore_errors=True)


def _name(team: str, task_id: int, candidate: int) -> str:
    return f"{team}-task-{task_id}-{candidate}"
