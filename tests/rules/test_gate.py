import pytest

from storage.rules.gate import Load, held


@pytest.mark.parametrize(
    "load, urgent, words",
    [
        (Load(11, 0, 12), False, None),
        (Load(12, 0, 12), False, "12 things wait"),
        (Load(13, 0, 12), False, "13 things wait"),
        (Load(12, 0, 12), True, None),
        (Load(14, 0, 12), True, None),
        (Load(15, 0, 12), True, "15 things wait"),
        (Load(1, 0, 1), False, "1 thing waits"),
        (Load(5, 6, 12), False, None),
        (Load(5, 7, 12), False, "5 things wait for your decision and 7 tasks are under way, which is your limit"),
        (Load(11, 1, 12), False, "11 things wait for your decision and 1 task is under way, which is your limit"),
        (Load(0, 12, 12), False, "12 tasks are under way for you, which is your limit"),
        (Load(9, 5, 12), True, None),
        (Load(12, 0, 12, own=False), False, "12 things wait for the reviewer's decision, which is their limit"),
        (Load(0, 12, 12, own=False), False, "12 tasks are under way for the reviewer, which is their limit"),
        (Load(9, 6, 12), True, "your limit is 12"),
        (Load(0, 0, 12, from_assigner=3, own=False), False, None),
        (Load(0, 0, 12, from_assigner=4, own=False), False, "a third"),
        (Load(0, 0, 2, from_assigner=0, own=False), False, None),
    ],
)
def test_what_starts_and_what_waits(load: Load, urgent: bool, words: str | None) -> None:
    found = held(load, urgent)
    assert (found is None) if words is None else (found is not None and words in found.why)


def test_it_tells_how_many_decisions_make_room() -> None:
    found = held(Load(14, 0, 12))
    assert found is not None
    assert found.decisions == 3
