"""The rows of one list count as one thing of a collection: nothing is lost, nothing is brought twice."""

from hypothesis import given
from hypothesis import strategies as st

from storage.rules.joined_rows import MOST, joined
from storage.rules.order_cost import Candidate

GROUPS = st.dictionaries(st.integers(1, 60), st.none() | st.integers(1, 3), max_size=40)


def candidates(groups: dict[int, int | None]) -> list[Candidate]:
    return [Candidate(key=key, stream=0, minutes=1.0, weight=2.0, ready_at=float(key)) for key in groups]


@given(GROUPS)
def test_each_stands_for_itself_or_its_group_once(groups: dict[int, int | None]) -> None:
    of = {key: group for key, group in groups.items() if group is not None}
    cards, found = joined(candidates(groups), of)
    held_by = {card: found.get(card.key, (card,)) for card in cards}
    members = [member.key for held in held_by.values() for member in held]
    assert sorted(members) == sorted(groups)
    assert len(cards) == len(groups) - len(of) + len(set(of.values()))
    for card, held in held_by.items():
        assert (card.minutes, card.weight) == (len(held), 2.0 * len(held))
        assert card.ready_at == min(member.ready_at for member in held)
        assert len({of.get(member.key) for member in held}) == 1


def test_no_more_than_a_list_can_hold() -> None:
    groups: dict[int, int | None] = dict.fromkeys(range(1, 301), 7)
    _, found = joined(candidates(groups), dict.fromkeys(range(1, 301), 7))
    (held,) = found.values()
    assert [member.key for member in held] == list(range(1, MOST + 1))
