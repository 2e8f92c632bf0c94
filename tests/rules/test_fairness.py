"""One other person's tasks take at most a third of a collection, while anything else is ready."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from storage.rules.fairness import fairly
from storage.rules.gate import share_of
from storage.rules.order_cost import Candidate, sitting
from storage.rules.ranking import oldest_first

WHO = st.lists(st.sampled_from(["", "bob", "cara", "dan"]), max_size=30)


def compose(items: Sequence[Candidate], most: int) -> tuple[Candidate, ...]:
    return tuple(oldest_first(items, most, sitting(items)))


def candidates(users: Sequence[str], urgent: frozenset[int] = frozenset()) -> list[Candidate]:
    return [
        Candidate(key=n, stream=0, minutes=1.0, weight=1.0, ready_at=float(n), urgent=n in urgent)
        for n, _ in enumerate(users)
    ]


@given(users=WHO, most=st.integers(1, 12))
def test_nobody_has_more_than_their_share_while_anything_else_is_ready(users: list[str], most: int) -> None:
    others = {n: user for n, user in enumerate(users) if user}
    order = fairly(candidates(users), others, most, compose)
    assert len(order) == min(most, len(users)) == len({one.key for one in order})
    taken = Counter(others.get(one.key, "") for one in order)
    ready = Counter(users)
    for user in set(users) - {""}:
        within = {u: min(ready[u], share_of(most)) if u else ready[u] for u in ready}
        if taken[user] > share_of(most):  # then all others have what they may
            assert all(taken[u] >= within[u] for u in ready)


def test_what_is_urgent_is_never_held_back() -> None:
    users = ["bob"] * 6 + ["", ""]
    order = fairly(candidates(users, frozenset(range(6))), dict.fromkeys(range(6), "bob"), 6, compose)
    assert {one.key for one in order} == set(range(6))


def test_one_person_with_thousands_costs_two_choices() -> None:
    calls = 0

    def counted(items: Sequence[Candidate], most: int) -> tuple[Candidate, ...]:
        nonlocal calls
        calls += 1
        return compose(items, most)

    users = ["bob"] * 5000 + [""] * 20
    order = fairly(candidates(users), dict.fromkeys(range(5000), "bob"), 9, counted)
    assert calls == 2
    assert sum(one.key < 5000 for one in order) == 3
