"""The figures of ranking can fall short: each of them does with a worse rule in the place of ours."""

from collections.abc import Sequence

import pytest

from benchmarks import digest, order
from storage.rules.order_cost import Candidate, Sitting
from storage.rules.ordering import by_ratio
from storage.rules.ranking import Rule, choose, oldest_first

INSTANCES = 40


def smith(items: Sequence[Candidate], most: int, _sitting: Sitting) -> list[Candidate]:
    return by_ratio(items)[:most]


def last_first(items: Sequence[Candidate], most: int, sitting: Sitting) -> list[Candidate]:
    """The right choice, shown from its end."""
    return choose(items, most, sitting)[::-1]


async def test_our_rule_holds() -> None:
    assert all(row.ok for row in await order.rows(choose, INSTANCES))


@pytest.mark.parametrize(
    ("worse", "short"), [(oldest_first, [True, False]), (smith, [True, True]), (last_first, [True, True])]
)
async def test_a_worse_rule_falls_short(worse: Rule, short: list[bool]) -> None:
    assert [not row.ok for row in await order.rows(worse, INSTANCES)] == short


def test_a_choice_that_takes_its_time_falls_short() -> None:
    assert not digest.row_of("chosen", [0.05, 0.2, 0.3], digest.CHOSEN).ok
    assert digest.row_of("chosen", [0.05, 0.06, 0.3], digest.CHOSEN).ok
