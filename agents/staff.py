"""The workers of an installation that has a model: each agent with its own, sharing one file of checkpoints."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiosqlite
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agents import models
from agents.contract import Agent
from agents.critic import Critic
from agents.offline.worker import OfflineWorker
from agents.quiet import Quiet
from agents.roster import AgentSpec
from agents.writer import Deliverable, ModelWorker

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


def workers(
    agents: Mapping[str, AgentSpec], named: Mapping[str, str], saver: BaseCheckpointSaver[Any], quiet: Quiet
) -> tuple[Mapping[str, Agent], Critic]:
    """
    Args:
        named: each agent's model as `provider:model`; empty for the offline worker.
        quiet: while it is not, agents hold their steps.

    Raises:
        NoSuchModel: a model can't be used; better now than at the first task.
    """
    loaded = {name: models.load(name) for name in set(named.values()) if name}
    staff: dict[str, Agent] = {}
    for name, spec in agents.items():
        model = named[name]
        staff[name] = ModelWorker(spec, loaded[model], model, saver, quiet=quiet) if model else OfflineWorker()
    return staff, Critic(next(iter(loaded.values())))
