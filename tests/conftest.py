"""Shared fixtures. Where something is missing, a test skips with a reason; CI allows no skips."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage import engine
from storage.jobs.embedded import EmbeddedJobs
from storage.ledger import people
from storage.ledger.core import Ledger, Terms, utc_now
from tests.world import World, world


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    made = new_ledger(tmp_path)
    await made.do(people.ensure_workspace, "T01TEST", "Test")
    yield made
    made.close()


def new_ledger(home: Path, terms: Terms | None = None, clock: Any = utc_now, wall: Any = None) -> Ledger:
    url = engine.sqlite_url(home)
    writer = engine.writer(url)
    engine.migrate(writer)
    return Ledger(writer, engine.reader(url), EmbeddedJobs(), terms or Terms(), clock, wall)


@pytest.fixture(params=["http"])
async def sluice(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, transport=request.param) as made:
        yield made


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("SLUICE_NO_SKIPS"):
            pytest.fail("chromium is missing")
        pytest.skip("chromium is not installed")
    return found
