import random

from hypothesis import given
from hypothesis import strategies as st

from storage.rules.message_limits import BLOCKS, CHARACTERS, FRAME_BLOCKS, FRAME_CHARACTERS, Size
from storage.rules.order_cost import Candidate, sitting
from storage.rules.ranking import oldest_first
from tests.rules.composing import compose
from tests.rules.orders import least, shelf

CARD = Size(3, 700)
rows = st.lists(st.tuples(st.integers(0, 4), st.floats(0.3, 9), st.floats(0.5, 9), st.booleans()), max_size=40)


def candidates(drawn: list[tuple[int, float, float, bool]]) -> list[Candidate]:
    return [
        Candidate(key=n, stream=s, minutes=m, weight=w, ready_at=float(n), urgent=g)
        for n, (s, m, w, g) in enumerate(drawn)
    ]


@given(rows, st.integers(1, 20), st.integers(100, 4000))
def test_it_stays_under_the_limits(drawn: list[tuple[int, float, float, bool]], most: int, characters: int) -> None:
    shown = compose(candidates(drawn), most, Size(3, characters))
    assert len(shown) <= min(most, len(drawn))
    assert FRAME_BLOCKS + 3 * len(shown) <= BLOCKS
    assert FRAME_CHARACTERS + characters * len(shown) <= CHARACTERS


@given(rows)
def test_urgent_items_come_first(drawn: list[tuple[int, float, float, bool]]) -> None:
    items = candidates(drawn)
    urgent = [c.urgent for c in compose(items, 10, CARD)]
    assert urgent == sorted(urgent, reverse=True)
    assert sum(urgent) == min(sum(c.urgent for c in items), 10)


def test_all_of_it_counts_in_the_cost_of_what_is_urgent() -> None:
    """With much that waits behind, the changes of stream weigh more than the order of two items."""
    urgent = [
        Candidate(key=1, stream=1, minutes=1.0, weight=5.0, urgent=True),
        Candidate(key=2, stream=2, minutes=1.0, weight=4.0, urgent=True),
    ]
    again, behind = (
        Candidate(key=3, stream=1, minutes=1.0, weight=1.0, urgent=True),
        [Candidate(key=n, stream=3, minutes=1.0, weight=9.0) for n in range(4, 40)],
    )
    assert [c.key for c in compose([*urgent, again, *behind], 3, CARD)] == [1, 3, 2]


def test_what_a_message_cannot_hold_is_left_out_before_the_choice() -> None:
    """The first of twenty are not the best ten."""
    dice, gaps = random.Random(5), list[float]()
    for _ in range(50):
        items = shelf(dice, 9, dice.randint(1, 9))
        shown = compose(items, 20, Size(3, (CHARACTERS - FRAME_CHARACTERS) // 4))
        assert len(shown) == 4
        gaps.append(sitting(items).cost(shown) / least(items, 4) - 1)
    assert sum(gaps) / len(gaps) < 0.02


def test_it_shows_what_its_rule_says() -> None:
    items = shelf(random.Random(6), 20, 5)
    assert list(compose(items, 5, CARD, oldest_first)) == oldest_first(items, 5, sitting(items))


def test_nothing_is_an_empty_digest() -> None:
    assert compose([], 10, CARD) == ()
