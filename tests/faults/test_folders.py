"""Two workers on one PostgreSQL, each with a data folder of its own: what the first one wrote is not there for the second."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from localslack.server import LocalSlack
from tests.faults import invariants
from tests.faults.models import Model
from tests.faults.processes import Process
from tests.postgres import Server
from tests.world import World, wait_for, words

SETTINGS = """
suggest = false

[agents.writer]
description = "Writes"
tools = ["files"]
"""
HAND_IN = {"title": "Prices", "summary": "One table", "body": "The table is in prices.csv."}


@dataclass(slots=True)
class Table:
    """A model that writes a table and hands it in, and that takes its time after the first table."""

    tables: int = 0
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def next_call(self, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if body["messages"][-1]["role"] != "tool":
            self.tables += 1
            return "write_file", {"name": "prices.csv", "text": f"table {self.tables}"}
        if self.tables == 1:
            await self.goes_on.wait()
        return "Deliverable", HAND_IN


@pytest.fixture
async def table() -> AsyncIterator[Table]:
    made = Table()
    yield made
    made.goes_on.set()


async def test_a_draft_of_the_second_worker_has_its_files_and_says_that_it_began_again(
    tmp_path: Path, slack: LocalSlack, postgres: Server, table: Table
) -> None:
    url = postgres.database()
    async with Model(table.next_call) as model, aiohttp.ClientSession() as session:
        roles = ("front", "worker", "worker")
        homes = [tmp_path / f"{n}-{role}" for n, role in enumerate(roles)]
        front, first, second = (
            Process(home, slack, url=url, role=role, **model.env) for home, role in zip(homes, roles, strict=True)
        )
        for process in (front, first, second):
            with (process.home / "sluice.toml").open("a") as file:
                file.write(SETTINGS)
        await front.start()
        await first.start()
        world = World(slack, None, session)  # type: ignore[arg-type]
        await world.said("/assign writer: A table of our prices; urgent")

        async def written() -> bool:
            return bool(list(first.home.glob("work/*/out/prices.csv")))

        await wait_for(written, "the first table", 60)
        await asyncio.sleep(0.5)  # its step is kept
        await first.kill()
        await second.start()
        (card,) = await world.cards()
        await world.click(card, "Open")
        shown = words(await world.modal())
        await second.kill()
        await front.kill()
    files = "select convert_from(data, 'utf8') from blob b join attachment a on a.sha256 = b.sha256"
    assert invariants.rows(url, f"{files} where a.name = 'prices.csv'") == [("table 2",)]
    assert "was not at hand where it went on, so it began again" in shown
