"""What a test that failed left running must not disturb the next."""

import contextlib
from collections.abc import Iterator

import psutil
import pytest

OURS = {"bot", "tests.faults.crashing", "tests.faults.slow_worker"}


@pytest.fixture(autouse=True)
def nobody_is_left_running() -> Iterator[None]:
    yield
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            if OURS & set(child.cmdline()):
                child.kill()
