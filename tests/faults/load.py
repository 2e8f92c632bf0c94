"""People who assign and decide all the time."""

import asyncio
import contextlib
import random

import aiohttp

from localslack.server import LocalSlack
from tests.faults import hands


class Load:
    """People who assign and decide all the time, and remember what was acknowledged."""

    def __init__(self, slack: LocalSlack, seed: int, rest: float = 0.08) -> None:
        self.slack, self.dice, self.rest = slack, random.Random(seed), rest
        self.tasks, self.decisions = set[str](), set[str]()
        self.on = True

    async def run(self) -> None:
        while self.on:
            with contextlib.suppress(aiohttp.ClientError):
                await (self.assign() if self.dice.random() < 0.5 else self.decide())
            await asyncio.sleep(self.dice.uniform(0.0, self.rest))

    async def assign(self) -> None:
        self.tasks |= {name for name in [await hands.assign(self.slack, f"Memo {self.dice.random()}")] if name}
        if self.dice.random() < 0.2:
            await hands.collect(self.slack)

    async def decide(self) -> None:
        found = hands.shown(self.slack, "approve", "reject")[-20:]
        if found:
            ok, key = await hands.click(self.slack, self.dice.choice(found))
            self.decisions |= {key} if ok else set()
