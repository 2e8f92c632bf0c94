"""What Sluice adds to agents: the same runs, with their critic, in its ledger and by themselves."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from agents.attempts.attempt import Attempts
from agents.attempts.ledger_link import LiveLedgerLink
from agents.attempts.staff import checkpoints
from agents.processors import FIRST, OwnProcessor
from agents.review.critic import Critic
from agents.roster.built_in import BUILT_IN
from agents.tools import files
from agents.tools.ask_person import ask_person
from agents.tools.box import Toolbox, joined
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from benchmarks.rows import Row, median, ms, quantile, spread
from benchmarks.scripted import model
from benchmarks.whole import Took, whole
from bot.operations.lag import TICK
from storage import engine
from storage.ledger import people
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.tasks import assigning
from storage.rules.authority import Claim
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.worker import agent
from tests.agents.given import LedgerLink, assignment

TEAM, CAP, STEPS, PEOPLE = "T01TEST", 32, 3, 5
CPU_TASKS, RUN_BAR, WHOLE_BAR, ROUNDS = 200, 1.2, 1.6, 9
WALL_TASKS, WALL_PEOPLE, WALL_ROUNDS, WALL_BAR = 500, 50, 3, 1.3
LATENCY, LAG_BAR = 0.2, 100.0  # seconds of a model's answer; milliseconds


async def worker(home: Path, parts: AsyncExitStack, link: Any, latency: float) -> tuple[ModelWorker, Critic]:
    saver, made = await checkpoints(home / "steps.db", parts), model(latency, STEPS)
    spec, box = BUILT_IN["writer"], joined(Toolbox(always=[ask_person]), files.toolbox())
    named = [Named("test:scripted", made)]
    return ModelWorker(spec, named, WorkStore(saver, home / "work"), link, box), Critic(
        model=made, name="test:scripted", link=link
    )


async def alone(count: int, latency: float) -> Took:
    """The same agent and critic without Sluice, so many at a time."""
    with tempfile.TemporaryDirectory() as home:
        async with AsyncExitStack() as parts:
            made, critic = await worker(Path(home), parts, LedgerLink(), latency)
            turns = asyncio.Semaphore(CAP)

            async def one(n: int) -> None:
                given = assignment(goal=f"Memo {n}", text="39 €")
                given = replace(given, task=replace(given.task, id=n))
                async with turns:
                    await critic.check(given, await made.work(given))

            return await timed(lambda: asyncio.gather(*(one(n) for n in range(count))))


async def in_sluice(count: int, latency: float) -> Took:
    """Tasks of a few people assigned, worked on, checked and put on a shelf, with the gate open, on one processor as
    the agents' process is."""
    with tempfile.TemporaryDirectory() as home:
        terms = Terms(room=WALL_TASKS, first=0)  # nothing is collected: that is a part of all of a task
        ledger = opening.opened(engine.sqlite_url(Path(home)), terms)
        async with AsyncExitStack() as parts:
            made, critic = await worker(Path(home), parts, LiveLedgerLink(ledger), latency)
            attempts = Attempts(ledger=ledger, roster=BUILT_IN, workers={"writer": made}, critic=critic)
            await ledger.do(people.ensure_workspace, TEAM, "Bench")
            for n in range(PEOPLE):
                await ledger.do(people.save_profile, TEAM, f"U{n:05}", Profile(name="", zone=""))
            sources = assignment(text="39 €").task.brief.sources
            brief = Brief(goal="Memo on prices", worker=agent("writer"), title="Memo", sources=sources)
            for n in range(count):
                await ledger.do(assigning.assign, Claim(f"U{n % PEOPLE:05}", TEAM), brief, Place("C1"), None)
            async with on_one_processor():
                took = await timed(lambda: finished(ledger, attempts, count))
        ledger.close()
        return took


@asynccontextmanager
async def on_one_processor() -> AsyncIterator[None]:
    """Keep this process on one processor, as `sluice run` keeps its own two."""
    place = OwnProcessor()
    place.keep()
    await asyncio.sleep(2 * FIRST)
    yield
    place.release()


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
    job_runner = opening.job_runner(ledger, {"attempts": CAP, "looks": CAP, "default": 4, "slack": 4})
    running = asyncio.create_task(job_runner.run({"attempt": run, **others}, {"attempt": buried}))
    watching = asyncio.create_task(attempts.watch())
    await done.wait()
    watching.cancel()
    await job_runner.stop(5)
    await running


async def timed(work: Callable[[], Awaitable[Any]]) -> Took:
    late: list[float] = []

    async def look() -> None:
        loop = asyncio.get_running_loop()
        while True:
            at = loop.time()
            await asyncio.sleep(TICK)
            late.append((loop.time() - at - TICK) * 1000)

    looking = asyncio.create_task(look())
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    took = time.perf_counter() - wall, time.process_time() - cpu
    looking.cancel()
    return Took(*took, quantile(late, 0.99) if late else 0.0)


async def cpu(rounds: int = ROUNDS, count: int = CPU_TASKS) -> list[Row]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    runs, theirs, kept, all_of_it = list[float](), list[float](), list[float](), list[float]()
    for _ in range(rounds):  # by turns, since the machine is shared
        theirs.append((await alone(count, 0.0)).cpu / count)
        async with on_one_processor():
            kept.append((await alone(count, 0.0)).cpu / count)
        runs.append((await in_sluice(count, 0.0)).cpu / count)
        all_of_it.append((await whole(count, 0.0, STEPS, CAP, PEOPLE)).cpu / count)
    return [
        costs("agent-cpu, the run", runs, theirs, RUN_BAR),
        costs("agent-cpu, all of a task", all_of_it, theirs, WHOLE_BAR),
        costs("agent-cpu, both on one processor: the run", runs, kept, None),
        costs("agent-cpu, both on one processor: all of a task", all_of_it, kept, None),
    ]


def costs(name: str, ours: list[float], theirs: list[float], bar: float | None) -> Row:
    ratio, told = median(ours) / median(theirs), f"{ms(median(theirs))} by itself"
    words = f"{ms(median(ours))} CPU a task"
    return Row(
        name=name,
        ours=words,
        reference=told,
        ratio=f"{ratio:.2f}",
        bar="told" if bar is None else f"at most {bar} times",
        ok=bar is None or ratio <= bar,
        spread=spread(ours, ms),
    )


async def wall(rounds: int = WALL_ROUNDS) -> list[Row]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    pairs = []
    for _ in range(rounds):
        theirs = await alone(WALL_TASKS, LATENCY)
        pairs.append((await whole(WALL_TASKS, LATENCY, STEPS, CAP, WALL_PEOPLE, at_once=True), theirs))
    return [lasts([ours for ours, _ in pairs], [theirs for _, theirs in pairs])]


def lasts(ours: list[Took], theirs: list[Took]) -> Row:
    here, there = median([took.wall for took in ours]), median([took.wall for took in theirs])
    late, ratio = max(took.lag for took in ours), here / there
    return Row(
        name="agent-500",
        ours=f"{here:.1f} s, lag p99 {late:.0f} ms",
        reference=f"{there:.1f} s by themselves, lag p99 {max(took.lag for took in theirs):.0f} ms",
        ratio=f"{ratio:.2f}",
        bar=f"at most {WALL_BAR} times, lag p99 under {LAG_BAR:.0f} ms",
        ok=ratio <= WALL_BAR and late < LAG_BAR,
        spread=spread([took.wall for took in ours], lambda s: f"{s:.1f} s"),
    )
