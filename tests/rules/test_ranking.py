import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.rules import weighing
from storage.rules.exact_order import FEW, exact, states
from storage.rules.exchanging import exchange
from storage.rules.order_cost import Candidate, Sitting, sitting
from storage.rules.ranking import choose, oldest_first
from tests.rules.orders import few, least, shelf

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


@given(few, st.integers(-1, 3), st.floats(0, 50))
def test_the_exact_order_is_the_cheapest_of_all(items: list[Candidate], last: int, others: float) -> None:
    begin = Sitting(sum(c.weight for c in items) + others, last)
    best = min(begin.cost(order) for order in permutations(items))
    assert begin.cost(exact(items, begin)) == pytest.approx(best)


@given(few, st.integers(-1, 3), st.floats(0, 50), st.randoms())
def test_an_exchange_costs_what_it_says_and_makes_nothing_dearer(
    items: list[Candidate], last: int, others: float, dice: random.Random
) -> None:
    begin = Sitting(sum(c.weight for c in items) + others, last)
    before = dice.sample(items, dice.randint(1, len(items)))
    after = exchange(before, items, begin)
    assert len({c.key for c in after}) == len(before)
    assert begin.cost(after) <= begin.cost(before) + 1e-9
    singles = [
        [*rest[:n], item, *rest[n:]]
        for old in after
        for rest in [[c for c in after if c is not old]]
        for item in items
        if item not in rest
        for n in range(len(after))
    ]
    assert begin.cost(after) <= min(begin.cost(order) for order in singles) + 1e-6


ONE_BY_ONE = [  # no exchange of a single thing leads from the other beginnings to the cheapest order of these
    Candidate(key=n, stream=stream, minutes=minutes, weight=weight, ready_at=float(n))
    for n, (stream, minutes, weight) in enumerate(
        [(1, 2.0, 4.0), (2, 6.0, 1.0), (2, 1.5, 5.0), (1, 1.0, 3.0), (0, 5.0, 1.0)]
    )
]


@example(ONE_BY_ONE, 4)
@given(few, st.integers(1, 5))
def test_a_choice_of_few_is_never_worse_than_the_oldest_in_their_best_order(items: list[Candidate], most: int) -> None:
    begin = sitting(items)
    chosen = choose(items, most, begin)
    oldest = exact(oldest_first(items, most, begin), begin)
    assert len(chosen) == len(set(chosen)) == min(most, len(items))
    assert begin.cost(chosen) <= begin.cost(oldest) + 1e-9


def test_a_choice_is_never_worse_than_first_in_first_out_whatever_waits() -> None:
    dice = random.Random(1)
    for _ in range(3000):
        size, most = dice.randint(1, 24), dice.randint(1, 10)
        items = shelf(dice, size, dice.randint(1, size))
        begin = sitting(items)
        chosen = choose(items, most, begin)
        assert len({c.key for c in chosen}) == min(most, size)
        assert begin.cost(chosen) <= begin.cost(oldest_first(items, most, begin)) + 1e-9


@pytest.mark.parametrize(("size", "most"), [(9, 5), (9, 9), (10, 6), (7, 20)])
def test_a_choice_is_close_to_the_optimum(size: int, most: int) -> None:
    dice, gaps = random.Random(2), list[float]()
    for _ in range(100):
        items = shelf(dice, size, dice.randint(1, size))
        best = least(items, min(most, size))
        gaps.append(sitting(items).cost(choose(items, most, sitting(items))) / best - 1)
    assert min(gaps) > -1e-9
    assert sum(gaps) / len(gaps) < 0.02


def test_an_order_that_is_too_much_work_to_be_exact_is_close_to_it() -> None:
    dice, gaps = random.Random(3), list[float]()
    while len(gaps) < 10:
        items = shelf(dice, 11, 9)
        if states(items) > FEW:
            gaps.append(sitting(items).cost(choose(items, 11, sitting(items))) / least(items, 11) - 1)
    assert sum(gaps) / len(gaps) < 0.005


@pytest.mark.parametrize(
    ("size", "streams", "most"),
    [(16, 16, 16), (24, 24, 20), (30, 30, 10), (20, 7, 20), (10_000, 200, 20), (10_000, 10_000, 20), (10_000, 1, 20)],
)
def test_a_choice_is_quick_whatever_waits(size: int, streams: int, most: int) -> None:
    dice, took = random.Random(4), list[float]()
    for _ in range(5):
        items = [
            Candidate(key=c.key, stream=c.key % streams, minutes=c.minutes, weight=c.weight, ready_at=c.ready_at)
            for c in shelf(dice, size, 1)
        ]
        began = time.thread_time()
        choose(items, most, sitting(items))
        took.append(time.thread_time() - began)
    assert sorted(took)[2] < 0.25  # seconds of the processor; the benchmark holds it to less


def test_urgent_work_makes_no_choice_worse_than_first_in_first_out() -> None:
    """Where urgent work ends decides in which stream all else begins."""
    dice = random.Random(7)
    for _ in range(1000):
        size, most = dice.randint(2, 14), dice.randint(1, 10)
        items = [replace(c, urgent=dice.random() < 0.3) for c in shelf(dice, size, dice.randint(1, size))]
        begin = sitting(items)
        oldest = sorted(items, key=lambda c: (not c.urgent, c.ready_at, c.key))[:most]
        chosen = choose(items, most, begin)
        assert [c.urgent for c in chosen] == [c.urgent for c in oldest]
        assert begin.cost(chosen) <= begin.cost(oldest) + 1e-9


def test_equals_come_oldest_first() -> None:
    items = [Candidate(key=n, stream=1, minutes=1.0, weight=1.0, ready_at=float(-n)) for n in range(30)]
    assert [c.key for c in choose(items, 5, sitting(items))] == [29, 28, 27, 26, 25]


def test_it_carries_the_last_stream_over() -> None:
    a, b = Candidate(key=1, stream=1, minutes=1.0, weight=1.0), Candidate(key=2, stream=2, minutes=1.0, weight=1.0)
    assert exact([a, b], Sitting(2.0, last=2))[0] is b
    assert choose([a, b], 2, Sitting(2.0, last=2))[0] is b


def test_nothing_is_an_empty_choice() -> None:
    assert (
        choose([], 5, sitting([]))
        == choose([Candidate(key=1, stream=1, minutes=1.0, weight=1.0)], 0, Sitting(1.0))
        == []
    )


def test_waiting_costs_more_with_age_due_time_and_what_depends_on_it() -> None:
    plain = weighing.weight(NOW, NOW, None)
    assert weighing.weight(NOW, NOW - timedelta(days=2), None) > plain
    assert (
        weighing.weight(NOW, NOW, NOW + timedelta(hours=2)) > weighing.weight(NOW, NOW, NOW + timedelta(days=2)) > plain
    )
    assert weighing.weight(NOW, NOW, None, blocks=2) > plain
    assert weighing.weight(NOW, NOW, None, priority=1) == 2 * plain


def test_it_says_why_in_words() -> None:
    assert weighing.why(NOW, NOW, None, urgent=True) == "urgent"
    assert weighing.why(NOW, NOW, NOW - timedelta(hours=1), urgent=False) == "overdue"
    assert weighing.why(NOW, NOW - timedelta(days=2), None, urgent=False) == "ready for 2 days"
    assert weighing.why(NOW, NOW, None, urgent=False) == ""
    assert weighing.why(NOW, NOW, None, urgent=False, behind=1, left=2) == "1 task waits for it · left twice"
    assert weighing.why(NOW, NOW, None, urgent=False, behind=2) == "2 tasks wait for it"
    old = NOW - timedelta(days=3)
    assert weighing.why(NOW, old, old, urgent=True, behind=2, left=1) == "urgent · overdue"  # the strongest two
