import pytest

from storage.rules.gate import Load, held


@pytest.mark.parametrize(
    "load, urgent, words",
    [
        (Load(waiting=11, under_way=0, limit=12), False, None),
        (Load(waiting=12, under_way=0, limit=12), False, "12 things wait"),
        (Load(waiting=13, under_way=0, limit=12), False, "13 things wait"),
        (Load(waiting=12, under_way=0, limit=12), True, None),
        (Load(waiting=14, under_way=0, limit=12), True, None),
        (Load(waiting=15, under_way=0, limit=12), True, "15 things wait"),
        (Load(waiting=1, under_way=0, limit=1), False, "1 thing waits"),
        (Load(waiting=5, under_way=6, limit=12), False, None),
        (
            Load(waiting=5, under_way=7, limit=12),
            False,
            "5 things wait for your decision and 7 tasks are under way, which is your limit",
        ),
        (
            Load(waiting=11, under_way=1, limit=12),
            False,
            "11 things wait for your decision and 1 task is under way, which is your limit",
        ),
        (Load(waiting=0, under_way=12, limit=12), False, "12 tasks are under way for you, which is your limit"),
        (Load(waiting=9, under_way=5, limit=12), True, None),
        (
            Load(waiting=12, under_way=0, limit=12, own=False),
            False,
            "12 things wait for the reviewer's decision, which is their limit",
        ),
        (
            Load(waiting=0, under_way=12, limit=12, own=False),
            False,
            "12 tasks are under way for the reviewer, which is their limit",
        ),
        (Load(waiting=9, under_way=6, limit=12), True, "your limit is 12"),
        (Load(waiting=0, under_way=0, limit=12, from_assigner=3, own=False), False, None),
        (
            Load(waiting=0, under_way=0, limit=12, from_assigner=4, own=False),
            False,
            "4 of your tasks are with this reviewer, who takes 4 from one person at a time",
        ),
        (
            Load(waiting=12, under_way=0, limit=12, from_assigner=4, own=False),
            False,
            "which is their limit. 4 of your tasks are with this reviewer",
        ),
        (Load(waiting=0, under_way=0, limit=2, from_assigner=0, own=False), False, None),
    ],
)
def test_what_starts_and_what_waits(load: Load, urgent: bool, words: str | None) -> None:
    found = held(load, urgent)
    assert (found is None) if words is None else (found is not None and words in found.why)


def test_it_tells_how_many_of_ones_own_must_be_done() -> None:
    shared = held(Load(waiting=1, under_way=4, limit=12, from_assigner=5, own=False, own_ahead=1))
    assert shared is not None and (shared.own, shared.ahead) == (2, 1)
    both = held(Load(waiting=3, under_way=0, limit=3, from_assigner=1, own=False))
    assert both is not None and (both.decisions, both.own) == (1, 1)
    behind = held(Load(waiting=6, under_way=0, limit=6, from_assigner=2, own=False, own_ahead=2, ahead=2))
    assert behind is not None and (behind.decisions, behind.own) == (3, 3)
    room = held(Load(waiting=12, under_way=0, limit=12, from_assigner=1, own=False))
    assert room is not None and (room.decisions, room.own) == (1, 0)


def test_it_tells_how_many_decisions_make_room() -> None:
    found = held(Load(waiting=14, under_way=0, limit=12))
    assert found is not None
    assert found.decisions == 3
