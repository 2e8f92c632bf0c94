"""The figures of the desk fall short with a worse rule in the place of ours."""

import pytest

from benchmarks import desk, desk_page
from benchmarks.portfolio import DAY, DAYS, LONGEST, Thing, arrivals, collected, next_of, pinged, working
from storage.rules.order_cost import Candidate
from storage.rules.ordering import by_ratio
from storage.rules.ranking import choose, oldest_first

SEEDS = desk.SEEDS[:1]


def lightest_first(items, most: int, _sitting) -> list[Candidate]:
    return by_ratio(items)[::-1][:most]


@pytest.mark.parametrize("worse", [oldest_first, lightest_first])
def test_a_worse_rule_falls_short(worse) -> None:
    rows = [row for load in (0.95, 0.8) for row in desk.judged(desk.compared(load, worse, SEEDS))]
    assert [row.name for row in rows if not row.ok] == ["desk, load 0.95", "desk, load 0.8", "desk, load 0.8"]


def all_of(thing: Thing) -> list[Thing]:
    return [thing, *(all_of(thing.behind) if thing.behind else [])]


def test_all_three_see_the_same_and_lose_nothing() -> None:
    things = arrivals(1, 0.8)
    assert things == arrivals(1, 0.8)
    whole = [one for thing in things for one in all_of(thing)]
    assert len(whole) == pytest.approx(0.8 * 30 * DAYS, rel=0.1)
    assert len({one.shown.key for one in whole}) == len(whole)
    assert max(len(all_of(thing)) for thing in things) == LONGEST
    assert any(one.by_colleague for one in whole)
    pings = pinged(things)
    assert pings.switches == pings.closed == pytest.approx(len(whole), rel=0.02)
    ours, oldest = (collected(things, rule) for rule in (choose, oldest_first))
    assert ours.from_start < oldest.from_start
    assert ours.closed == pytest.approx(oldest.closed, rel=0.02)


def test_what_is_behind_a_thing_comes_only_once_it_is_decided() -> None:
    thing = next(thing for thing in arrivals(1, 0.8) if thing.behind)
    following = next_of(thing, 10_000.0)
    assert following is not None and following.shown.ready_at > 10_000.0
    assert thing.shown.weight > following.shown.weight
    assert next_of(all_of(thing)[-1], 10_000.0) is None


def test_nobody_is_at_work_by_night() -> None:
    assert [working(at) for at in (0, 600, 1020, DAY + 1439)] == [540, 600, DAY + 540, 2 * DAY + 540]


def test_the_page_has_a_row_for_each_way_at_each_load_and_the_picture_a_line() -> None:
    loads = [desk.compared(load, choose, SEEDS) for load in (0.6, 0.8)]
    lines = desk_page.table(loads)
    assert len(lines) == 2 + 2 * 3 and lines[2].startswith("| 0.6 | Sluice | ")
    assert desk_page.picture(loads).count("<path stroke") == 3 * len(desk_page.FIGURES)
