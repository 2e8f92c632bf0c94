"""The workers of an installation that has a model: each agent with its own, sharing one place of checkpoints."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiosqlite
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agents import models
from agents.contract import Agent, Ties
from agents.critic import Critic
from agents.offline.worker import OfflineWorker
from agents.prices import Price
from agents.quiet import Quiet
from agents.roster import AgentSpec
from agents.tools.chest import Chest
from agents.work.bench import Bench
from agents.work.hand_in import Deliverable
from agents.work.meter import Named
from agents.work.worker import ModelWorker

if TYPE_CHECKING:
    from psycopg import AsyncConnection

SETUP = 7_531_903  # the advisory lock of those who make the tables
ALLOWED = [(Deliverable.__module__, Deliverable.__name__)]  # types that a checkpoint may hold besides plain data


async def checkpoints(file: Path, parts: AsyncExitStack) -> AsyncSqliteSaver:
    """Where agents' steps are kept on one machine: its own file, read through a list of allowed types."""
    connection = await parts.enter_async_context(aiosqlite.connect(file))
    saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=ALLOWED))
    await saver.setup()
    return saver


async def shared_checkpoints(conninfo: str, parts: AsyncExitStack) -> BaseCheckpointSaver[Any]:
    """Where the agents of several processes keep their steps: in PostgreSQL, through the same list."""
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


@dataclass(frozen=True, slots=True)
class Office:
    """What all workers of an installation share.

    Attributes:
        quiet: while it is not, agents hold their steps.
    """

    saver: BaseCheckpointSaver[Any]
    home: Path
    ties: Ties
    chest: Chest
    prices: Mapping[str, Price] = field(default_factory=dict)
    quiet: Quiet = field(default_factory=Quiet)


def workers(agents: Mapping[str, AgentSpec], named: Mapping[str, str], office: Office) -> Mapping[str, Agent]:
    """
    Args:
        named: each agent's model as `provider:model`; empty for the offline worker.

    Raises:
        NoSuchModel: a model can't be used; better now than at the first task.
    """
    loaded: dict[tuple[str, float | None], Named] = {}

    def load(name: str, temperature: float | None) -> Named:
        key = name, temperature
        if key not in loaded:
            loaded[key] = Named(name, models.load(name, temperature))
        return loaded[key]

    bench = Bench(office.saver, office.home)
    staff: dict[str, Agent] = {}
    for name, spec in agents.items():
        chain = [load(n, spec.temperature) for n in (named[name], spec.fallback or "") if n and named[name]]
        more: dict[str, Any] = {"prices": office.prices, "quiet": office.quiet}
        box = office.chest.box(name, spec)
        staff[name] = ModelWorker(spec, chain, bench, office.ties, box, **more) if chain else OfflineWorker()
    return staff


def critic(name: str) -> Critic:
    """
    Raises:
        NoSuchModel: the model can't be used.
    """
    return Critic(models.load(name) if name else None)
