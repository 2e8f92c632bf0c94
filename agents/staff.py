"""The workers of an installation that has a model: each agent with its own, sharing one file of checkpoints."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import aiosqlite
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agents import models
from agents.contract import Agent
from agents.critic import Critic
from agents.offline.worker import OfflineWorker
from agents.quiet import Quiet
from agents.roster import AgentSpec
from agents.writer import Deliverable, ModelWorker

ALLOWED = [(Deliverable.__module__, Deliverable.__name__)]  # types that a checkpoint may hold besides plain data


async def checkpoints(file: Path, parts: AsyncExitStack) -> AsyncSqliteSaver:
    """Where agents' steps are kept: its own file, read through a list of allowed types."""
    connection = await parts.enter_async_context(aiosqlite.connect(file))
    saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=ALLOWED))
    await saver.setup()
    return saver


async def workers(
    agents: Mapping[str, AgentSpec], named: Mapping[str, str], home: Path, parts: AsyncExitStack, quiet: Quiet
) -> tuple[Mapping[str, Agent], Critic]:
    """
    Args:
        named: each agent's model as `provider:model`; empty for the offline worker.
        quiet: while it is not, agents hold their steps.

    Raises:
        NoSuchModel: a model can't be used; better now than at the first task.
    """
    saver = await checkpoints(home / "checkpoints.db", parts)
    loaded = {name: models.load(name) for name in set(named.values()) if name}
    staff: dict[str, Agent] = {}
    for name, spec in agents.items():
        model = named[name]
        staff[name] = ModelWorker(spec, loaded[model], model, saver, quiet=quiet) if model else OfflineWorker()
    return staff, Critic(next(iter(loaded.values())))
