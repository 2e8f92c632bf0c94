"""The figures of an acknowledgement can fall short: a verb that takes longer shows."""

import time
from typing import Any

import pytest

from benchmarks import ack
from benchmarks.ack import beside
from storage.ledger.tasks import assigning

SLOW = 0.05  # seconds


async def test_a_verb_of_50_ms_makes_it_short(monkeypatch: pytest.MonkeyPatch) -> None:
    assign = assigning.assign

    def slow(*given: Any, **more: Any) -> Any:
        time.sleep(SLOW)
        return assign(*given, **more)

    monkeypatch.setattr(assigning, "assign", slow)
    default, commits, _dated = await ack.rows(rounds=5, warm=2)
    assert not default.ok and not commits.ok
    assert float(commits.ratio) > 1.3


@pytest.mark.parametrize(("ours", "ok"), [(1.29, True), (1.31, False)])
def test_the_bar_is_a_ratio_of_medians(ours: float, ok: bool) -> None:
    took = {"ours": [ours, ours, 9.0], "commits": [1.0, 1.0, 0.1]}
    assert beside("ack", took, "ours", ("commits", "one row"), 1.3).ok is ok
