from hypothesis import given
from hypothesis import strategies as st

from storage.rules.digest import BLOCKS, CHARACTERS, FRAME_BLOCKS, FRAME_CHARACTERS, Size, compose
from storage.rules.ranking import Candidate, Group

rows = st.lists(
    st.tuples(st.integers(0, 4), st.floats(0.3, 9), st.floats(0.5, 9), st.sampled_from(list(Group))), max_size=40
)


@given(rows, st.integers(1, 20), st.integers(100, 4000))
def test_it_stays_under_the_limits_and_tells_what_waits_behind(rows: list, most: int, characters: int) -> None:
    items = [Candidate(n, s, m, w, float(n), g) for n, (s, m, w, g) in enumerate(rows)]
    made = compose(items, most, lambda key: Size(3, characters))
    assert len(made.order) <= most
    assert len(made.order) + made.behind == len(items)
    assert FRAME_BLOCKS + 3 * len(made.order) <= BLOCKS
    assert FRAME_CHARACTERS + characters * len(made.order) <= CHARACTERS


@given(rows)
def test_groups_come_in_their_order_and_urgent_first(rows: list) -> None:
    items = [Candidate(n, s, m, w, float(n), g) for n, (s, m, w, g) in enumerate(rows)]
    made = compose(items, 10, lambda key: Size(3, 700))
    groups = [c.group for c in made.order]
    assert groups == sorted(groups)
    urgent = sum(1 for c in items if c.group is Group.URGENT)
    assert len(made.of(Group.URGENT)) == min(urgent, 10)


def test_nothing_is_an_empty_digest() -> None:
    assert compose([], 10, lambda key: Size(3, 700)).order == ()
