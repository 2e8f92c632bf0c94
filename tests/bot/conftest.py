"""A door for a test, whose log must stay free of tracebacks."""

import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog

from tests.bot.knocking import QUICK, Open, listening


@pytest.fixture
async def door(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Open]:
    async with _quiet(caplog), listening() as opened:
        yield opened


@pytest.fixture
async def hasty(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Open]:
    """A door that soon gives up what does not come."""
    async with _quiet(caplog), listening(seconds=QUICK) as opened:
        yield opened


@contextlib.asynccontextmanager
async def _quiet(caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    caplog.set_level(logging.INFO)
    yield
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.fixture
def logs() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as captured:
        yield captured
