"""Local Slack, a database of either kind, and nobody left running whose test has failed."""

import contextlib
from collections.abc import AsyncIterator, Iterator

import psutil
import pytest

from bot.demonstration.stage import local_config
from localslack.server import LocalSlack

OURS = {"bot", "tests.faults.crashing", "tests.faults.slow_worker"}


@pytest.fixture(autouse=True)
def nobody_is_left_running() -> Iterator[None]:
    yield
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            if OURS & set(child.cmdline()):
                child.kill()


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    made = LocalSlack(config=local_config())
    await made.start()
    yield made
    await made.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def postgres_url(request: pytest.FixtureRequest) -> str:
    """A PostgreSQL database's address; empty for SQLite in the test's folder."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres").database())
