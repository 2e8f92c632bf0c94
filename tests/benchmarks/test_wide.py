"""The figures of a pipeline of a thousand tasks can fall short: a verb that takes longer shows."""

import time
from typing import Any

import pytest

from benchmarks import wide
from storage.ledger.pipelines import advancing, freeing

SLOW = 0.05  # seconds


@pytest.mark.parametrize(("seconds", "ok"), [([0.02, 0.049, 0.9], True), ([0.02, 0.051, 0.9], False)])
def test_the_bar_is_a_median(seconds: list[float], ok: bool) -> None:
    assert wide.row("pipeline", seconds).ok is ok


async def test_a_verb_of_50_ms_more_makes_it_short(monkeypatch: pytest.MonkeyPatch) -> None:
    free = freeing.free_tasks

    def slow(*given: Any) -> None:
        time.sleep(SLOW)
        free(*given)

    monkeypatch.setattr(advancing, "free_tasks", slow)
    monkeypatch.setattr(wide, "WAITERS", 20)
    assert not wide.row("pipeline", [await wide.timed(wide.advance)]).ok
