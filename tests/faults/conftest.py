"""What a test that failed left running must not disturb the next."""

from collections.abc import Iterator

import psutil
import pytest


@pytest.fixture(autouse=True)
def nobody_is_left_running() -> Iterator[None]:
    yield
    for child in psutil.Process().children():
        if child.is_running() and {"bot", "tests.faults.crashing", "tests.faults.slow_worker"} & set(child.cmdline()):
            child.kill()
