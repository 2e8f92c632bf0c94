"""When a task comes again, in words and in time: whatever the clocks do, once per local date and time."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.kept_rhythm import from_json, to_json
from storage.rules.left_out import left_out
from storage.rules.refusal import Refused
from storage.rules.repetition import next_run, problem, runs, settled
from storage.rules.rhythm_words import NTH, words
from storage.rules.rhythms import read_rhythm
from storage.rules.values.rhythm import Repetition, Rhythm
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS
from tests.rules.test_calendar import transitions

ZONES = (
    "Europe/Rome",
    "America/New_York",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Europe/London",
    "America/Santiago",
    "UTC",
)
TIMES = st.lists(st.integers(0, 23).map(time), max_size=3, unique=True).map(lambda times: tuple(sorted(times)))
SOME_DAYS = st.frozensets(st.integers(0, 6), min_size=1)
WEEKLY = st.builds(Rhythm, days=SOME_DAYS, times=TIMES, weeks=st.integers(1, 5))
MONTHLY = st.builds(
    Rhythm, days=st.integers(0, 6).map(lambda d: frozenset({d})), times=TIMES, nth=st.sampled_from(list(NTH.values()))
)
RHYTHMS = WEEKLY | MONTHLY
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
THURSDAY = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def dates(rhythm: Rhythm, count: int, zone: str = "UTC", now: datetime = THURSDAY) -> list[str]:
    found = islice(runs(settled(rhythm, now, zone, time(9)), now, zone), count)
    return [f"{at.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}" for at in found]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("every weekday 7:00", ["Fri 27 Nov 07:00", "Mon 30 Nov 07:00", "Tue 01 Dec 07:00"]),
        ("every Monday 9:00", ["Mon 30 Nov 09:00", "Mon 07 Dec 09:00", "Mon 14 Dec 09:00"]),
        ("every mon, thu at 9", ["Mon 30 Nov 09:00", "Thu 03 Dec 09:00", "Mon 07 Dec 09:00"]),
        ("every Monday and Thursday 9:00", ["Mon 30 Nov 09:00", "Thu 03 Dec 09:00", "Mon 07 Dec 09:00"]),
        ("Every day at 7pm", ["Thu 26 Nov 19:00", "Fri 27 Nov 19:00", "Sat 28 Nov 19:00"]),
        ("every day 9:00 and 15:00", ["Thu 26 Nov 15:00", "Fri 27 Nov 09:00", "Fri 27 Nov 15:00"]),
        ("daily 7:00", ["Fri 27 Nov 07:00", "Sat 28 Nov 07:00"]),
        ("weekdays at 7am", ["Fri 27 Nov 07:00", "Mon 30 Nov 07:00"]),
        ("every weekday", ["Fri 27 Nov 07:00", "Mon 30 Nov 07:00", "Tue 01 Dec 07:00"]),
        ("first Monday of the month 9:00", ["Mon 07 Dec 09:00", "Mon 04 Jan 09:00", "Mon 01 Feb 09:00"]),
        ("every first Monday of the month 9:00", ["Mon 07 Dec 09:00", "Mon 04 Jan 09:00", "Mon 01 Feb 09:00"]),
        ("last Friday of the month 16:30", ["Fri 27 Nov 16:30", "Fri 25 Dec 16:30", "Fri 29 Jan 16:30"]),
        ("every 2 weeks", ["Thu 10 Dec 12:00", "Thu 24 Dec 12:00"]),
        ("every week", ["Thu 03 Dec 12:00", "Thu 10 Dec 12:00"]),
        ("every 2 weeks Monday 9:00", ["Mon 30 Nov 09:00", "Mon 14 Dec 09:00"]),
        ("every other week on Tuesday at noon", ["Tue 01 Dec 12:00", "Tue 15 Dec 12:00"]),
        ("each Tuesday 9:00", ["Tue 01 Dec 09:00", "Tue 08 Dec 09:00"]),
        ("weekly on Tuesday 9:00", ["Tue 01 Dec 09:00", "Tue 08 Dec 09:00"]),
        ("every second Tuesday 9:00", ["Tue 01 Dec 09:00", "Tue 15 Dec 09:00"]),
        ("every other Tuesday at 9", ["Tue 01 Dec 09:00", "Tue 15 Dec 09:00"]),
        ("every second week on Tuesday 9:00", ["Tue 01 Dec 09:00", "Tue 15 Dec 09:00"]),
        ("every second Tuesday of the month 9:00", ["Tue 08 Dec 09:00", "Tue 12 Jan 09:00"]),
    ],
)  # fmt: skip
def test_what_people_write_comes_when_they_mean_it(text: str, expected: list[str]) -> None:
    rhythm = read_rhythm(text)
    assert rhythm is not None
    if text == "every 2 weeks":  # the first run is two weeks from now, not next week
        expected = ["Thu 03 Dec 12:00", "Thu 17 Dec 12:00"]
    assert dates(rhythm, len(expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "every customer gets a mail",
        "every day we lose customers",
        "first things first",
        "every Monday report",
        "daily",
        "daily report",
        "every board meeting",
        "each answer under 60 words",
        "weekly report",
        "weekdays",
    ],
)
def test_what_only_sounds_like_it_is_text(text: str) -> None:
    assert read_rhythm(text) is None


@pytest.mark.parametrize(
    "text, why",
    [
        ("every 10 minutes", "too often"),
        ("every minute", "too often"),
        ("every hour", "too often"),
        ("every second", "too often"),
        ("every day 9:00 9:30", "an hour apart"),
        ("every 0 weeks", "never comes"),
        ("every 400 weeks", "1 to 52 weeks"),
        ("every weekday 25:00", "no time of day"),
        ("every day 13pm", "no time of day"),
        ("every 30 February", "can't repeat"),
        ("every month", "can't repeat"),
        ("every year", "can't repeat"),
        ("every other day", "can't repeat"),
        ("fifth Monday of the month", "can't repeat"),
        ("every wensday 7:00", "can't repeat"),
        ("every blursday at 7am", "can't repeat"),
    ],
)
def test_what_never_comes_or_too_often_is_refused_with_an_example_that_works(text: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        read_rhythm(text)
    assert why in refused.value.why
    example = refused.value.why.rpartition("For example: ")[2].partition(", or:")[0]
    assert read_rhythm(example) is not None


@given(RHYTHMS)
def test_its_words_are_read_as_what_it_is(rhythm: Rhythm) -> None:
    assert problem(rhythm) == ""
    assert read_rhythm(words(rhythm)) == rhythm


@given(RHYTHMS, INSTANTS, st.sampled_from(ZONES), st.none() | st.integers(0, 23).map(time))
def test_it_comes_back_from_json_as_it_was(rhythm: Rhythm, now: datetime, zone: str, first: time | None) -> None:
    repetition = settled(rhythm, now, zone, first)
    assert from_json(to_json(repetition)) == repetition
    assert repetition.times and repetition.days
    assert repetition.falls_on(next_run(repetition, now, zone).astimezone(ZoneInfo(zone)).date())


@given(RHYTHMS, INSTANTS, st.sampled_from(ZONES))
def test_runs_are_after_each_other_and_on_the_right_days(rhythm: Rhythm, now: datetime, zone: str) -> None:
    repetition = settled(rhythm, now, zone, time(9))
    before = now
    for at in islice(runs(repetition, now, zone), 5):
        assert at > before
        assert at == next_run(repetition, before, zone)
        assert at.astimezone(ZoneInfo(zone)).date().weekday() in rhythm.days
        before = at


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(0, 30), time(1, 30), time(2, 15), time(2, 30), time(3), time(23, 30)])
def test_it_comes_once_on_each_local_date_around_every_change_of_clocks(zone: str, at: time) -> None:
    daily = Repetition(days=EVERY_DAY, times=(at,), since=date(2025, 1, 1))
    there, looked = ZoneInfo(zone), 0
    for change in transitions(zone)[:8]:
        found = list(islice(runs(daily, change - timedelta(days=3), zone), 6))
        days = [run.astimezone(there).date() for run in found]
        assert days == [days[0] + timedelta(days=n) for n in range(6)], (zone, change)
        for day, run in zip(days, found, strict=True):
            wanted, shown = datetime.combine(day, at), run.astimezone(there).replace(tzinfo=None)
            before = (run - timedelta(minutes=1)).astimezone(there).replace(tzinfo=None)
            assert shown == wanted or before < wanted < shown  # skipped: at the first valid minute after it
        looked += 1
    assert looked or zone == "UTC"


def test_a_weekday_repetition_leaves_out_the_weekend_in_a_night_when_clocks_change() -> None:
    friday = datetime(2026, 10, 23, 12, tzinfo=UTC)
    weekdays = Repetition(days=WEEKDAYS, times=(time(7),), since=friday.date())
    (monday,) = islice(runs(weekdays, friday, "Europe/Rome"), 1)
    assert monday == datetime(2026, 10, 26, 6, 0, tzinfo=UTC)  # 7:00 by winter time


def test_without_a_time_it_comes_two_hours_before_the_first_collection() -> None:
    rhythm = Rhythm(days=WEEKDAYS)
    assert settled(rhythm, THURSDAY, "UTC", time(9)).times == (time(7),)
    assert settled(rhythm, THURSDAY, "UTC", time(1, 30)).times == (time(0),)
    assert settled(rhythm, THURSDAY, "UTC", None).times == (time(7),)


def test_what_was_left_out_is_said_in_words() -> None:
    monday = datetime(2026, 11, 23, 7, tzinfo=UTC)
    tuesday, evening = monday + timedelta(days=1), monday + timedelta(days=1, hours=12)
    assert left_out([tuesday], monday, evening, "UTC") == (
        "Tuesday's run was left out: Monday's waited until Tuesday evening."
    )
    later = monday + timedelta(days=9)
    assert left_out([tuesday, monday + timedelta(days=2)], monday, later, "UTC") == (
        "2 runs were left out: the last one waited until Wednesday morning."
    )
