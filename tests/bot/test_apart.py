"""A front and a worker as processes of their own: what the worker's agents lack is known at the receipt."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot import app
from bot.demonstration.stage import local_config
from bot.given import Given
from bot.outbound.pacing import Pacer
from bot.setup.settings import Role
from localslack.server import LocalSlack
from tests.postgres import Server
from tests.world import World, configured, wait_for

NO_MODEL = "coder works on code, and that needs a language model"


@pytest.fixture
async def apart(tmp_path: Path, postgres: Server):
    """A front, and a worker beside it."""
    slack = LocalSlack(config=local_config())
    url, base = postgres.database(), await slack.start()
    settings = configured(tmp_path, base, "http", url)
    given = Given(pacer=Pacer(0.0, 0.0))
    worker = await app.start(settings, Role.WORKER, given)
    front = await app.start(settings, Role.FRONT, given)
    slack.connect(f"http://127.0.0.1:{front.port}/slack/events")
    async with aiohttp.ClientSession() as session:
        yield World(slack, front, session)
    await front.stop()
    await worker.stop()
    await slack.stop()


async def test_what_an_agent_lacks_is_known_at_the_receipt(apart: World) -> None:
    async def known() -> bool:
        return NO_MODEL in await apart.said("/assign coder: Fix the login bug")

    await wait_for(known, "the receipt says what the coder lacks")


async def test_a_second_version_that_would_be_the_same_is_known_too(apart: World) -> None:
    async def known() -> bool:
        await asyncio.sleep(0.1)
        return "Of the 2 versions one is made" in await apart.said("/assign writer: Memo; 2 versions\nWe ship in May.")

    await wait_for(known, "the receipt says that one version is made")
