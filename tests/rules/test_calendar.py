"""Slots around every change of clocks, in every distinct zone, 2025 to 2035."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from storage.rules.calendar import due_slot, is_late, next_slot, slots_of_day
from storage.rules.clocks import instant
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS, Schedule

START, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)


@cache
def transitions(zone: str) -> tuple[datetime, ...]:
    """Every instant at which a zone's offset changes, by looking at each day and then bisecting."""
    there, found = ZoneInfo(zone), []
    day, before = START, START.astimezone(there).utcoffset()
    while day < END:
        after = (day + timedelta(days=1)).astimezone(there).utcoffset()
        if after != before:
            low, high = day, day + timedelta(days=1)
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                low, high = (middle, high) if middle.astimezone(there).utcoffset() == before else (low, middle)
            found.append(high)
        day, before = day + timedelta(days=1), after
    return tuple(found)


@cache
def distinct_zones() -> tuple[str, ...]:
    """One zone for each behaviour in the years tested."""
    seen: dict[object, str] = {}
    for name in sorted(available_timezones()):
        there = ZoneInfo(name)
        key = tuple((START + timedelta(days=7 * n)).astimezone(there).utcoffset() for n in range(574))
        seen.setdefault(key, name)
    return tuple(seen.values())


def test_there_are_many_zones() -> None:
    assert len(distinct_zones()) > 60


def test_each_local_date_and_time_comes_once_and_at_a_valid_minute() -> None:
    looked = 0
    for name in distinct_zones():
        zone = ZoneInfo(name)
        for change in transitions(name):
            for hours in range(-3, 4):
                local = (change + timedelta(hours=hours)).astimezone(zone)
                for minute in (0, 30):
                    looked += 1
                    check_one(local.date(), time(local.hour, minute), zone, change)
    assert looked > 5000


def check_one(day: date, at: time, zone: ZoneInfo, change: datetime) -> None:
    found = instant(day, at, zone)
    shown = found.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    if shown == wanted:  # it exists: the first of two when it repeats
        earlier = (found - timedelta(hours=3), found)
        assert not any(
            (found - timedelta(minutes=m)).astimezone(zone).replace(tzinfo=None) == wanted for m in range(1, 181)
        ), (zone, earlier)
    else:  # it is skipped: the first valid minute after the gap
        before = (found - timedelta(minutes=1)).astimezone(zone).replace(tzinfo=None)
        assert before < wanted < shown, (zone, day, at)


@pytest.mark.parametrize(
    "zone, day, at, expected",
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ],
)
def test_known_nights(zone: str, day: date, at: time, expected: datetime) -> None:
    assert instant(day, at, ZoneInfo(zone)) == expected


def test_a_whole_year_of_slots_comes_once_each() -> None:
    for zone in ("Europe/Rome", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"):
        times = Schedule((time(0, 30), time(2, 30), time(9)), EVERY_DAY, zone)
        seen, now = [], datetime(2026, 1, 1, tzinfo=UTC)
        while now < datetime(2027, 1, 1, tzinfo=UTC):
            slot = next_slot(times, now)
            assert slot is not None
            assert slot.at > now
            seen.append((slot.day, slot.time))
            now = slot.at
        assert len(seen) == len(set(seen))
        assert len(seen) >= 3 * 365 - 2  # two times in one gap fall together


def test_weekdays_leave_out_the_weekend() -> None:
    times = Schedule((time(9),), WEEKDAYS, "Europe/Rome")
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    slot = next_slot(times, friday)
    assert slot is not None
    assert slot.day == date(2026, 11, 30)


def test_one_catch_up_stands_for_all_that_was_slept_through() -> None:
    times = Schedule((time(9), time(13)), EVERY_DAY, "UTC")
    now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    slot = due_slot(times, now - timedelta(days=3), now)
    assert slot is not None
    assert (slot.day, slot.time) == (date(2026, 11, 24), time(13))
    assert is_late(slot, now)
    assert due_slot(times, slot.at, now) is None


def test_no_times_never_come_round() -> None:
    assert next_slot(Schedule((), EVERY_DAY, "UTC"), START) is None
    assert slots_of_day(Schedule((time(9),), frozenset({6}), "UTC"), date(2026, 11, 24)) == []
