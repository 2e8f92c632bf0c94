"""A worker of six steps in a process of its own, to be killed: `python -m tests.agents.six_steps HOME CHECKPOINTS`.

Each step of a tool is written to a file when it is done; a model that answers by the number of results decides what
comes next. CHECKPOINTS is a file, or the address of a PostgreSQL.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from langchain.tools import tool

from agents.attempts.staff import checkpoints, shared_checkpoints
from agents.roster.specs import AgentSpec
from agents.tools.box import Toolbox
from agents.work.bench import Bench
from agents.work.meter import Named
from agents.work.worker import ModelWorker
from tests.agents.given import Ties, assignment
from tests.agents.scripted import Scripted, hands_in, says

STEPS = 6


async def main(home: Path, where: str) -> None:
    @tool
    async def step(number: int) -> str:
        """Do a step."""
        with (home / "begun").open("a") as log:
            log.write(f"{number}\n")
        await asyncio.sleep(0.25)
        with (home / "done").open("a") as log:
            log.write(f"{number}\n")
        return f"step {number} is done"

    step.metadata = {"labels": []}

    def answer(messages: list[Any]) -> Any:
        with (home / "asked").open("a") as log:
            log.write("x\n")
        done = sum(1 for m in messages if m.type == "tool")
        return says(step={"number": done + 1}) if done < STEPS else hands_in()

    async with AsyncExitStack() as parts:
        saver: Any = await shared_checkpoints(where, parts) if "://" in where else await checkpoints(Path(where), parts)
        named = [Named("test:scripted", Scripted(script=[answer], latency=0.05))]
        worker = ModelWorker(
            AgentSpec(description="x"), named, Bench(saver, home / "work"), Ties(), Toolbox(always=[step])
        )
        draft = await worker.work(assignment())
        (home / "draft").write_text(draft.body)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
