"""The figures of a choice can fall short: a rule that takes longer shows."""

import time
from typing import Any

from benchmarks import digest
from storage.rules.ranking import choose

SLOW = digest.CHOSEN + 0.01  # seconds


def slow(items: Any, most: int, sitting: Any) -> Any:
    time.sleep(SLOW)
    return choose(items, most, sitting)


def test_a_choice_that_takes_too_long_falls_short() -> None:
    took = digest.chosen(slow, 24, 24)
    assert not digest.row_of("24 in 24 streams", took, digest.CHOSEN).ok
    assert digest.row_of("24 in 24 streams", [each - SLOW for each in took], digest.CHOSEN).ok
