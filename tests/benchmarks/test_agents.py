"""The figures of the agents can fall short."""

from benchmarks.agents import CPU_TASKS, LAG_BAR, RUN_BAR, costs, lasts
from benchmarks.whole import Took


def test_more_than_the_bar_falls_short() -> None:
    assert costs("run", [0.059, 0.06, 0.2], [0.05, 0.05, 0.05], RUN_BAR).ok
    assert not costs("run", [0.059, 0.061, 0.2], [0.05, 0.05, 0.05], RUN_BAR).ok
    assert CPU_TASKS >= 50


def test_a_late_loop_falls_short() -> None:
    alone = Took(10.0, 1.0, 1.0)
    assert lasts([Took(13.0, 1.0, LAG_BAR - 1)], [alone]).ok
    assert not lasts([Took(13.1, 1.0, 1.0)], [alone]).ok
    assert not lasts([Took(10.0, 1.0, LAG_BAR + 1)], [alone]).ok
