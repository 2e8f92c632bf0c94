"""Resident memory of the bot's and the agents' process after an hour's use of fifty people, played in minutes.

Beside them, two processes that have imported what those have by then. The ledger has 200,000 closed tasks.
"""

import asyncio
import importlib
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.aged import MANY, made
from benchmarks.crowd import Crowd, name
from benchmarks.rows import Row
from benchmarks.served import Served
from benchmarks.whole import AT_WORK, assign, playing

PEOPLE, TASKS, AGENTS = 50, 100, 32
SITTINGS = (1, 1, 2)  # how many things each decides of each collection, which two more tasks of theirs go before
CALL, CALLS = 0.5, 3  # seconds a call of the model, calls of an attempt
TIMES, MORE = 1.1, 40.0  # of the bare process, and MB


async def rows() -> list[Row]:
    users = [name(n) for n in range(1, PEOPLE + 1)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copy(await made(MANY) / "ledger.db", home)
        async with playing(home, CALL, CALLS, AGENTS, PEOPLE) as (bot, crowd):
            before = counts(bot)
            await play(bot, crowd, users)
            used = [now - then for now, then in zip(counts(bot), before, strict=True)]
            await assign(crowd, users, TASKS)
            running, pids = bot.running(), (bot.process.pid, bot.agents.pid)
            ours, modules = sum(resident(str(pid)) for pid in pids), await bot.modules()
    bare = [await imported(of_one) for of_one in modules]
    return [judged(ours, sum(bare), running, used)]


def counts(bot: Served) -> list[int]:
    return [bot.count(table) for table in ("task", "decision", "collection")]


async def play(bot: Served, crowd: Crowd, users: Sequence[str]) -> None:
    for most in SITTINGS:
        await assign(crowd, users, 2 * len(users))
        while bot.count(AT_WORK):
            await asyncio.sleep(0.2)
        for user in users:
            await crowd.say(user, "/collect now")
        await asyncio.sleep(2)  # until the last message is there
        for n, user in enumerate(users):
            await crowd.decide(user, "Reject" if n % 5 == 0 else "Approve", most)


async def imported(modules: Sequence[str]) -> float:
    """Return the megabytes of a process that has imported modules, and done nothing."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.memory"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate(json.dumps(modules).encode())
    return float(said.split()[-1])


def judged(ours: float, bare: float, running: int, used: Sequence[int]) -> Row:
    bar, (tasks, decisions, digests) = TIMES * bare + MORE, used
    beside = f"{bare:.0f} MB with the same imports; {tasks} tasks, {decisions} decisions, {digests} digests"
    ok = ours <= bar and running >= AGENTS * 3 // 4 and tasks >= 300 and decisions >= 200 and digests >= 150
    told = f"at most {TIMES:g} times + {MORE:.0f} MB"
    return Row(
        name="memory",
        ours=f"{ours:.0f} MB, {running} agents at work",
        reference=beside,
        ratio=f"{ours / bare:.2f}",
        bar=told,
        ok=ok,
    )


def resident(pid: str = "self") -> float:
    """Return megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    for module in json.load(sys.stdin):
        try:
            importlib.import_module(module)
        except Exception:  # some can only be imported by others
            continue
    print(resident())
