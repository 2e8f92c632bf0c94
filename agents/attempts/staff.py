"""The workers of an installation that has a model: each agent with its own, sharing one place of checkpoints."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiosqlite
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agents.models import load as models
from agents.models.prices import Price
from agents.offline.worker import OfflineWorker
from agents.roster.agent_spec import AgentSpec
from agents.roster.contract import Agent
from agents.roster.ledger_link import LedgerLink
from agents.tools.chest import Chest
from agents.work.deliverable import Deliverable
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from storage.ledger.work.assignment import Assignment
from storage.rules.clauses import MOST_VERSIONS
from storage.rules.values.draft import Draft

if TYPE_CHECKING:
    from psycopg import AsyncConnection

WARM: Mapping[int, float] = {1: 1.0, 2: 0.3}  # temperatures
SETUP = 7_531_903  # the advisory lock of those who make the tables
ALLOWED = [(Deliverable.__module__, Deliverable.__name__)]  # types that a checkpoint may hold besides plain data


async def checkpoints(file: Path, parts: AsyncExitStack) -> AsyncSqliteSaver:
    """Open the store of the agents' steps in a file of this machine; only a list of allowed types is read back."""
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)  # below that it tells every value that is stored
    connection = await parts.enter_async_context(aiosqlite.connect(file))
    await connection.execute("PRAGMA synchronous=NORMAL")  # a power cut may take steps, which are made again
    saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=ALLOWED))
    await saver.setup()
    return saver


async def shared_checkpoints(conninfo: str, parts: AsyncExitStack) -> BaseCheckpointSaver[Any]:
    """Open the store of the agents' steps in PostgreSQL, for several processes, with the same allowed types."""
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
    from psycopg.rows import DictRow, dict_row
    from psycopg_pool import AsyncConnectionPool

    pool: AsyncConnectionPool[AsyncConnection[DictRow]] = AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=4,
        open=False,
        check=AsyncConnectionPool.check_connection,
        kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
    )
    await parts.enter_async_context(pool)
    saver = AsyncPostgresSaver(pool, serde=JsonPlusSerializer(allowed_msgpack_modules=ALLOWED))
    async with pool.connection() as conn:  # one process at a time makes the tables; a waiting lock would stop the index
        while not (await (await conn.execute(f"SELECT pg_try_advisory_lock({SETUP}) AS got")).fetchone() or {})["got"]:
            await asyncio.sleep(0.1)
        try:
            await saver.setup()
        finally:
            await conn.execute(f"SELECT pg_advisory_unlock({SETUP})")
    return saver


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """The parts that all workers of an installation share.

    Attributes:
        load: a chat model by its name and temperature.
    """

    saver: BaseCheckpointSaver[Any]
    home: Path
    link: LedgerLink
    chest: Chest
    load: Callable[[str, float | None], Any] = models.load
    prices: Mapping[str, Price] = field(default_factory=dict)


def workers(agents: Mapping[str, AgentSpec], named: Mapping[str, str], resources: Resources) -> Mapping[str, Agent]:
    """Return a worker for each agent, by the agent's name.

    Args:
        named: each agent's model as `provider:model`; empty for the offline worker.

    Raises:
        NoSuchModel: a model can't be used; better now than at the first task.
    """
    staff: dict[str, Agent] = {}
    for name, spec in agents.items():
        staff[name] = SideBySide(name, spec, named[name], resources) if named[name] else OfflineWorker()
    return staff


class SideBySide:
    """An agent with a model; each of several versions made side by side is made in another way.

    Raises:
        NoSuchModel: its model can't be used; better now than at the first task.
    """

    def __init__(self, name: str, spec: AgentSpec, model: str, resources: Resources) -> None:
        self._name, self._spec, self._model, self._resources = name, spec, model, resources
        self._made: dict[int, ModelWorker] = {}
        self._of(0)

    async def work(self, assignment: Assignment) -> Draft:
        """Return the draft of the worker for this candidate."""
        return await self._of(assignment.candidate).work(assignment)

    async def mend(self, assignment: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        """Return the mended draft of the worker for this candidate; None when the worker does not mend."""
        return await self._of(assignment.candidate).mend(assignment, draft, findings)

    async def unheard(self, assignment: Assignment) -> tuple[str, ...]:
        """Return what people said that came too late for the draft of this candidate."""
        return await self._of(assignment.candidate).unheard(assignment)

    async def forget(self, team: str, task_id: int) -> None:
        """Delete what was kept for a task, for all its candidates."""
        await self._of(0).forget(team, task_id)

    def drain(self) -> None:
        """Let each running worker stop after its current step."""
        for worker in self._made.values():
            worker.drain()

    def _of(self, candidate: int) -> ModelWorker:
        way = candidate % MOST_VERSIONS
        if way not in self._made:
            self._made[way] = self._worker(way)
        return self._made[way]

    def _worker(self, way: int) -> ModelWorker:
        """The first is made as configured; the second by the fallback model, where there is one; the rest at another
        temperature."""
        spec, resources = self._spec, self._resources
        names = [n for n in (self._model, spec.fallback or "") if n]
        swapped = way == 1 and len(names) == 2
        if swapped:
            names.reverse()
        heat = spec.temperature if way == 0 or swapped else WARM[way]
        chain = [Named(n, resources.load(n, heat)) for n in names]
        box, store = resources.chest.box(spec), WorkStore(resources.saver, resources.home)
        return ModelWorker(spec, chain, store, resources.link, box, prices=resources.prices)
