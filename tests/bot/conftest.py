"""A door for a test, whose log must stay free of tracebacks."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog

from tests.bot.knocking import Open, listening


@pytest.fixture
async def door(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Open]:
    caplog.set_level(logging.INFO)
    async with listening() as opened:
        yield opened
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.fixture
def logs() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as captured:
        yield captured
