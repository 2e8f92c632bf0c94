"""The process ends while a crowd waits for its turn: what was acknowledged is done after the restart."""

import asyncio
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from bot.views.notices import IN_TURN
from localslack.server import LocalSlack
from storage import engine
from tests.faults import invariants
from tests.faults.processes import Process
from tests.faults.test_kill import until
from tests.world import ALICE, BOB, CARA, GENERAL, words

COMMANDS = 150
PEOPLE = (ALICE, BOB, CARA)
KEPT = "select key from inbox where kept is not null"


def named(slack: LocalSlack) -> set[str]:
    """Return the tasks of which somebody sees a receipt."""
    shown = [words(m) for user in PEOPLE for m in slack.workspace.ephemerals.get(user, ())]
    return {found[0] for text in shown if (found := re.search(r"T-\d+", text))}


@contextlib.contextmanager
def held(url: str) -> Iterator[None]:
    """Keep the process from writing, so that a crowd waits."""
    database = sa.create_engine(url)
    with database.connect() as conn:
        lock = "BEGIN IMMEDIATE" if conn.dialect.name == "sqlite" else "LOCK TABLE inbox IN EXCLUSIVE MODE"
        conn.exec_driver_sql(lock)
        yield
    database.dispose()


async def test_what_waits_for_its_turn_survives_a_kill(tmp_path: Path, slack: LocalSlack, postgres_url: str) -> None:
    process, url = Process(tmp_path, slack, url=postgres_url), postgres_url or engine.sqlite_url(tmp_path)
    await process.start()
    in_turn, goals = set[str](), "select goal from task"

    async def say(n: int) -> None:
        answer = await slack.acting.command(GENERAL, PEOPLE[n % 3], "/assign", f"writer: Memo {n}; must: short")
        if answer.ok and IN_TURN in words(answer.body):
            in_turn.add(f"Memo {n}")

    with held(url):
        crowd = asyncio.gather(*(say(n) for n in range(COMMANDS)))
        await asyncio.sleep(1)
    await until(lambda: len(in_turn) > 0, "some wait for their turn")
    await process.kill()
    await crowd
    done = {goal for (goal,) in invariants.rows(url, goals)}
    assert in_turn - done, "all was done: the test shows nothing"
    await process.start()
    await until(lambda: in_turn <= {goal for (goal,) in invariants.rows(url, goals)}, "each has its task")
    await until(lambda: not any(key.startswith("turn:") for (key,) in invariants.rows(url, KEPT)), "nothing waits")
    made = [goal for (goal,) in invariants.rows(url, goals)]
    assert len(made) == len(set(made)), "nothing was done twice"
    names = {f"T-{number}" for goal, number in invariants.rows(url, "select goal, number from task") if goal in in_turn}
    await until(lambda: names <= named(slack), "each has its receipt")
    await process.kill()
