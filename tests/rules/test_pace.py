"""Turns to post: one after the other, and never after a clock that was ahead."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.rules.pace import LONGEST, Free, Gaps, turn

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
GAPS = Gaps(channel=timedelta(seconds=1), workspace=timedelta(seconds=0.2))


@pytest.mark.parametrize("ahead, wait", [(-5.0, 0.0), (0.5, 0.5), (60.0, 60.0), (7200.0, 0.0)])
def test_a_turn_comes_after_the_one_before(ahead: float, wait: float) -> None:
    at, after = turn(NOW, Free(channel=NOW, workspace=NOW + timedelta(seconds=ahead)), GAPS)
    assert at - NOW == timedelta(seconds=wait)
    assert (after.channel - at, after.workspace - at) == (GAPS.channel, GAPS.workspace)


def test_a_clock_that_was_ahead_is_not_waited_for() -> None:
    far = NOW + LONGEST
    assert turn(NOW, Free(channel=far, workspace=NOW + timedelta(seconds=3)), GAPS)[0] == NOW + timedelta(seconds=3)
