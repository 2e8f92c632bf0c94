"""A worker of six steps in a process of its own, to be killed: `python -m tests.agents.six_steps HOME CHECKPOINTS`.

A model that answers by the number of results decides what comes next. Files in HOME tell what began (`places`: “tool 4”
for the fourth step, “model 3” for a call of the model with three results) and which steps are done. What its file
`wait` names does not end. CHECKPOINTS is a file, or the address of a PostgreSQL.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from langchain.tools import tool

from agents.attempts.staff import checkpoints, shared_checkpoints
from agents.roster.agent_spec import AgentSpec
from agents.tools.box import Toolbox
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from tests.agents.given import LedgerLink, assignment
from tests.agents.scripted import Scripted, hands_in, says

STEPS = 6


async def main(home: Path, where: str) -> None:
    @tool
    async def step(number: int) -> str:
        """Do a step."""
        await stay(f"tool {number}")
        with (home / "done").open("a") as log:
            log.write(f"{number}\n")
        return f"step {number} is done"

    step.metadata = {"labels": []}

    async def stay(place: str) -> None:
        with (home / "places").open("a") as log:
            log.write(f"{place}\n")
        if (home / "wait").exists() and (home / "wait").read_text() == place:
            await asyncio.sleep(600)

    class Model(Scripted):
        async def _agenerate(self, messages: Any, *args: Any, **more: Any) -> Any:
            await stay(f"model {results(messages)}")
            return await super()._agenerate(messages, *args, **more)

    def answer(messages: list[Any]) -> Any:
        done = results(messages)
        return says(step={"number": done + 1}) if done < STEPS else hands_in()

    async with AsyncExitStack() as parts:
        saver: Any = await shared_checkpoints(where, parts) if "://" in where else await checkpoints(Path(where), parts)
        named = [Named("test:scripted", Model(script=[answer]))]
        worker = ModelWorker(
            AgentSpec(description="x"), named, WorkStore(saver, home / "work"), LedgerLink(), Toolbox(always=[step])
        )
        draft = await worker.work(assignment())
        (home / "draft").write_text(draft.body)


def results(messages: list[Any]) -> int:
    return sum(1 for message in messages if message.type == "tool")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
