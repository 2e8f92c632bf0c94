"""What Sluice adds to agents: the same runs, with their critic, in its ledger and by themselves."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from agents.attempt import Attempts
from agents.critic import Critic
from agents.specs import AgentSpec
from agents.staff import checkpoints
from agents.ties import LedgerTies
from agents.tools import files
from agents.tools.box import Toolbox, joined
from agents.tools.people import ask_person
from agents.work.bench import Bench
from agents.work.meter import Named
from agents.work.worker import ModelWorker
from benchmarks.rows import Row, median, ms, spread
from storage import engine
from storage.ledger import assigning, opening, people
from storage.ledger.core import Ledger, Terms
from storage.rules.authority import Actor
from storage.rules.task import Brief, Place
from tests.agents.given import Ties, assignment
from tests.agents.scripted import Scripted, hands_in, says

TEAM, CAP, STEPS, PEOPLE = "T01TEST", 32, 3, 5
CPU_TASKS, CPU_BAR, ROUNDS = 60, 1.5, 5
WALL_TASKS, WALL_BAR, LATENCY, LAG_BAR = 500, 1.3, 0.2, 100.0  # seconds of a model's answer; milliseconds


@dataclass(frozen=True, slots=True)
class Took:
    wall: float
    cpu: float
    lag: float  # milliseconds, p99


def model(latency: float) -> Scripted:
    """Two looks at the files, then a draft; and the critic's review."""

    def answer(messages: list[Any]) -> Any:
        if str(messages[0].content).startswith("You review"):
            return says(Review={"criteria": [], "look_first": "the price"})
        done = sum(1 for m in messages if m.type == "tool")
        return says(read_file={"name": f"in/{done}.md"}) if done < STEPS - 1 else hands_in()

    return Scripted(script=[answer], latency=latency)


async def worker(home: Path, parts: AsyncExitStack, ties: Any, latency: float) -> tuple[ModelWorker, Critic]:
    saver, made = await checkpoints(home / "steps.db", parts), model(latency)
    spec, box = AgentSpec(description="x"), joined(Toolbox([ask_person]), files.toolbox())
    named = [Named("test:scripted", made)]
    return ModelWorker(spec, named, Bench(saver, home / "work"), ties, box), Critic(made, "test:scripted", ties)


async def alone(count: int, latency: float) -> Took:
    """The same agent and critic without Sluice, so many at a time."""
    with tempfile.TemporaryDirectory() as home:
        async with AsyncExitStack() as parts:
            made, critic = await worker(Path(home), parts, Ties(), latency)
            turns = asyncio.Semaphore(CAP)

            async def one(n: int) -> None:
                given = assignment(goal=f"Memo {n}", text="39 €")
                given = replace(given, task=replace(given.task, id=n))
                async with turns:
                    await critic.check(given, await made.work(given))

            return await timed(lambda: asyncio.gather(*(one(n) for n in range(count))))


async def in_sluice(count: int, latency: float) -> Took:
    """Tasks of a few people assigned, worked on, checked and put on a shelf, with the gate open."""
    with tempfile.TemporaryDirectory() as home:
        ledger = opening.opened(engine.sqlite_url(Path(home)), Terms(room=WALL_TASKS))
        async with AsyncExitStack() as parts:
            made, critic = await worker(Path(home), parts, LedgerTies(ledger), latency)
            attempts = Attempts(ledger, {"writer": AgentSpec(description="x")}, {"writer": made}, critic)
            await ledger.do(people.ensure_workspace, TEAM, "Bench")
            brief = Brief("Memo on prices", "writer", "Memo", sources=assignment(text="39 €").task.brief.sources)
            for n in range(count):
                await ledger.do(assigning.assign, Actor(f"U{n % PEOPLE:05}", TEAM), brief, Place("C1"), None)
            took = await timed(lambda: finished(ledger, attempts, count))
        ledger.close()
        return took


async def finished(ledger: Ledger, attempts: Attempts, count: int) -> None:
    done, left = asyncio.Event(), count

    async def run(job: Any) -> None:
        nonlocal left
        await attempts.run(job)
        left -= 1
        if left == 0:
            done.set()

    async def idle(job: Any) -> None: ...

    async def buried(job: Any, why: str) -> None:
        raise RuntimeError(why)

    others = dict.fromkeys(("post", "redraw", "effect", "settle", "profile", "inbox", "forget", "publish"), idle)
    works = opening.works(ledger, {"attempts": CAP, "default": 4, "slack": 4})
    running = asyncio.create_task(works.run({"attempt": run, **others}, buried))
    watching = asyncio.create_task(attempts.watch())
    await done.wait()
    watching.cancel()
    await works.stop(5)
    await running


async def timed(work: Callable[[], Awaitable[Any]]) -> Took:
    late: list[float] = []

    async def look() -> None:
        loop = asyncio.get_running_loop()
        while True:
            at = loop.time()
            await asyncio.sleep(0.01)
            late.append((loop.time() - at - 0.01) * 1000)

    looking = asyncio.create_task(look())
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    took = time.perf_counter() - wall, time.process_time() - cpu
    looking.cancel()
    return Took(*took, sorted(late)[int(len(late) * 0.99)] if late else 0.0)


async def cpu() -> list[Row]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    pairs = []
    for _ in range(ROUNDS):  # by turns, since the machine is shared
        pairs.append((await alone(CPU_TASKS, 0.0), await in_sluice(CPU_TASKS, 0.0)))
    ours, theirs = (median([p[n].cpu / CPU_TASKS * 1000 for p in pairs]) for n in (1, 0))
    ratio = ours / theirs
    given, told = f"{theirs:.0f} ms by itself", spread([p[1].cpu / CPU_TASKS for p in pairs], ms)
    bar = f"at most {CPU_BAR} times"
    return [Row("agent-cpu", f"{ours:.0f} ms CPU a task", given, f"{ratio:.2f}", bar, ratio <= CPU_BAR, told)]


async def wall() -> list[Row]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    theirs, ours = await alone(WALL_TASKS, LATENCY), await in_sluice(WALL_TASKS, LATENCY)
    ratio = ours.wall / theirs.wall
    return [
        Row(
            "agent-500",
            f"{ours.wall:.1f} s, lag p99 {ours.lag:.0f} ms",
            f"{theirs.wall:.1f} s by themselves, lag p99 {theirs.lag:.0f} ms",
            f"{ratio:.2f}",
            f"at most {WALL_BAR} times, lag p99 under {LAG_BAR:.0f} ms",
            ratio <= WALL_BAR and ours.lag < LAG_BAR,
        )
    ]
