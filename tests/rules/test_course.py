"""How a sitting goes: its order, its length, and the steps from item to item."""

from dataclasses import replace
from datetime import UTC, datetime

from storage.rules import course, planning
from storage.rules.course import Standing
from storage.rules.order_cost import Candidate
from storage.rules.values.sitting import Course, Planned

NOW = datetime(2026, 3, 3, 13, tzinfo=UTC)


def candidate(key: int, stream: int = 1, minutes: float = 2.0, urgent: bool = False) -> Candidate:
    return Candidate(key=key, stream=stream, minutes=minutes, weight=1.0, urgent=urgent)


def a_course(*left: int, past: tuple[Planned, ...] = ()) -> Course:
    plan = tuple(Planned(key, 2.0) for key in left)
    return Course(id=1, plan=plan, past=past, most=10, expected=8.0, began_at=NOW)


def items(planned: tuple[Planned, ...]) -> list[int]:
    return [one.item for one in planned]


def test_a_stream_is_ended_before_the_next_begins_and_what_is_urgent_comes_first() -> None:
    order = [candidate(1, 1), candidate(2, 2), candidate(3, 1), candidate(4, 2, urgent=True), candidate(5, 3)]
    assert items(planning.plan(order, 10)) == [4, 1, 3, 2, 5]


def test_a_sitting_holds_the_most_and_an_hour() -> None:
    assert items(planning.plan([candidate(key) for key in range(30)], 10)) == list(range(10))
    assert items(planning.plan([candidate(key, minutes=25.0) for key in range(5)], 10)) == [0, 1]
    switching = [candidate(key, stream=key, minutes=19.0) for key in range(3)]
    assert len(planning.plan(switching, 10)) == 2  # the way into another stream counts
    assert items(planning.plan([candidate(7, minutes=90.0)], 10)) == [7]  # one is always shown


def test_what_is_decided_is_past_and_what_is_gone_is_passed_over() -> None:
    going = course.go_on(a_course(1, 2, 3), Standing(waits=frozenset({3}), decided=frozenset({1})))
    assert (items(going.plan), items(going.past)) == ([3], [1])
    assert (going.position, going.total) == (2, 2)


def test_what_is_put_off_in_the_window_counts_as_done_with() -> None:
    going = course.go_on(a_course(1, 2), Standing(waits=frozenset({2}), open=frozenset({1, 2})))
    assert (items(going.plan), items(going.past)) == ([2], [1])


def test_a_newer_version_takes_the_place_of_the_older_one() -> None:
    going = course.go_on(a_course(1, 2), Standing(waits=frozenset({2}), newer={1: 9}))
    assert items(going.plan) == [9, 2]


def test_what_is_taken_back_is_shown_again_but_nothing_that_was_skipped() -> None:
    past = (Planned(1, 2.0), Planned(2, 2.0, skipped=True))
    standing = Standing(waits=frozenset({1, 2, 3}), undone=(1, 2))
    going = course.go_on(a_course(3, past=past), standing)
    assert (items(going.plan), items(going.past)) == ([1, 3], [2])


def test_skip_and_back_are_each_others_way_back() -> None:
    begun = a_course(1, 2)
    skipped = course.skip(begun)
    assert skipped.past == (Planned(1, 2.0, skipped=True),) and items(skipped.plan) == [2]
    assert course.back(skipped, frozenset({1, 2})) == begun
    assert course.back(skipped, frozenset({2})) == skipped  # it is another's by now
    assert course.back(begun, frozenset({1, 2})) == begun


def test_a_course_tells_where_it_stands() -> None:
    at = a_course(1, 2, 3, past=(Planned(9, 5.0),))
    assert (at.position, at.total, at.left) == (2, 4, 6.0)
    assert replace(at, plan=()).present is None
