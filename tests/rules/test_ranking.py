from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules import ranking
from storage.rules.ranking import Candidate, Group, choose, cost, exact

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

candidates = st.lists(st.tuples(st.integers(0, 3), st.floats(0.5, 10), st.floats(0.1, 9)), min_size=1, max_size=6).map(
    lambda rows: [Candidate(n, s, m, w, float(n)) for n, (s, m, w) in enumerate(rows)]
)


@given(candidates)
def test_the_exact_order_is_the_cheapest_of_all(items: list[Candidate]) -> None:
    waiting = sum(c.weight for c in items)
    best = min(cost(order, waiting, None) for order in permutations(items))
    assert cost(exact(items, waiting), waiting, None) == pytest.approx(best)


@given(candidates, st.integers(1, 5))
def test_a_choice_is_never_worse_than_first_in_first_out(items: list[Candidate], most: int) -> None:
    waiting = sum(c.weight for c in items)
    chosen = choose(items, most)
    oldest = exact(sorted(items, key=lambda c: c.ready_at)[:most], waiting)
    assert len(chosen) == len(set(chosen)) == min(most, len(items))
    assert cost(chosen, waiting, None) <= cost(oldest, waiting, None) + 1e-9


def test_it_carries_the_last_stream_over() -> None:
    a, b = Candidate(1, 1, 1.0, 1.0), Candidate(2, 2, 1.0, 1.0)
    assert exact([a, b], 2.0, last=2)[0] is b


@pytest.mark.parametrize(
    "due, urgent, minutes, doubts, days, expected",
    [
        (None, True, 9.0, 3, 0, Group.URGENT),
        (None, False, 0.8, 0, 0, Group.ONE_TAP),
        (None, False, 0.8, 1, 0, Group.OPEN_FIRST),
        (timedelta(hours=4), False, 4.0, 0, 0, Group.OPEN_FIRST),
        (timedelta(days=3), False, 4.0, 0, 0, Group.CAN_WAIT),
        (timedelta(days=3), False, 4.0, 0, 3, Group.OPEN_FIRST),
    ],
)
def test_groups(due: timedelta | None, urgent: bool, minutes: float, doubts: int, days: int, expected: Group) -> None:
    at = NOW + due if due else None
    assert ranking.group(NOW, NOW - timedelta(days=days), at, urgent, minutes, doubts) is expected


def test_waiting_costs_more_with_age_due_time_and_what_depends_on_it() -> None:
    plain = ranking.weight(NOW, NOW, None)
    assert ranking.weight(NOW, NOW - timedelta(days=2), None) > plain
    assert (
        ranking.weight(NOW, NOW, NOW + timedelta(hours=2)) > ranking.weight(NOW, NOW, NOW + timedelta(days=2)) > plain
    )
    assert ranking.weight(NOW, NOW, None, blocks=2) > plain


def test_it_says_why_in_words() -> None:
    assert ranking.why(NOW, NOW, None, urgent=True) == "urgent"
    assert ranking.why(NOW, NOW, NOW - timedelta(hours=1), urgent=False) == "overdue"
    assert ranking.why(NOW, NOW - timedelta(days=2), None, urgent=False) == "ready for 2 days"
    assert ranking.why(NOW, NOW, None, urgent=False) == ""
