"""What agent-500 would take with agents that cost no processor: `python -m benchmarks.elsewhere`, with no bar.

The same five hundred tasks, with agents and a critic that only take their time: what is left is the bot's own part.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from agents.review.critic import Critic
from agents.roster.built_in import BUILT_IN
from agents.roster.contract import Plain
from benchmarks.agents import CAP, LATENCY, STEPS, WALL_PEOPLE, WALL_TASKS, alone
from benchmarks.served import serve
from benchmarks.whole import whole
from bot.given import Given
from bot.outbound.pacing import Pacer
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from tests.ledger.hands import draft


class Waits(Plain):
    """An agent that only waits for its model."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def work(self, given: Assignment) -> Draft:
        """Return a draft after a while."""
        await asyncio.sleep(self._seconds)
        return draft(given.version)


class Looks(Critic):
    """A critic that only waits for its model."""

    async def check(self, assignment: Assignment, draft: Draft) -> Draft:
        """Return the draft after a while."""
        await asyncio.sleep(LATENCY)
        return draft


async def main() -> None:
    there = await alone(WALL_TASKS, LATENCY)
    here = await whole(WALL_TASKS, LATENCY, STEPS, CAP, WALL_PEOPLE, at_once=True, module="benchmarks.elsewhere")
    print(f"{here.wall:.1f} s, {there.wall:.1f} s by themselves: {here.wall / there.wall:.2f}")


def given(seconds: float, calls: int) -> Given:
    workers: Any = dict.fromkeys(BUILT_IN, Waits(seconds * calls))
    return Given(pacer=Pacer(0, 0), workers=workers, critic=Looks())


if __name__ == "__main__":
    if len(sys.argv) == 1:
        asyncio.run(main())
    else:
        home, seconds, calls, places, base = sys.argv[1:]
        made = given(float(seconds), int(calls))
        asyncio.run(serve(Path(home), float(seconds), int(calls), int(places), base, made))
