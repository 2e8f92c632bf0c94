"""The figures of the desk fall short with a worse rule in the place of ours."""

import pytest

from benchmarks import desk
from storage.rules.ordering import by_ratio
from storage.rules.ranking import choose, oldest_first
from storage.rules.sitting import Candidate

SEEDS = desk.SEEDS[:1]


def lightest_first(items, most: int, _sitting) -> list[Candidate]:
    return by_ratio(items)[::-1][:most]


@pytest.mark.parametrize("worse", [oldest_first, lightest_first])
async def test_a_worse_rule_falls_short(worse) -> None:
    rows = await desk.rows(worse, SEEDS)
    assert [row.name for row in rows if not row.ok] == ["desk, load 0.95", "desk, load 0.8", "desk, load 0.8"]


def test_all_three_see_the_same_and_lose_nothing() -> None:
    things = desk.arrivals(1, 0.8)
    assert things == desk.arrivals(1, 0.8)
    assert len(things) == pytest.approx(0.8 * 30 * desk.DAYS, rel=0.1)
    assert desk.pinged(things).switches == len(things)
    ours, oldest = (desk.collected(things, rule) for rule in (choose, oldest_first))
    assert ours.from_start < oldest.from_start


def test_nobody_is_at_work_by_night() -> None:
    day = 24 * 60
    assert [desk._working(at) for at in (0, 600, 1020, day + 1439)] == [540, 600, day + 540, 2 * day + 540]
