from datetime import UTC, datetime, time
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from bot.words import any_date
from bot.words.dates import other, when
from bot.words.month_dates import month_date
from bot.words.times import times_of_day
from bot.words.until import until
from storage.rules.refusal import Refused
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday, 11:00 in Rome


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Friday 17:00", "2026-11-27 16:00"),
        ("friday", "2026-11-27 17:00"),
        ("fri 9am", "2026-11-27 08:00"),
        ("EOD", "2026-11-24 17:00"),
        ("end of day", "2026-11-24 17:00"),
        ("end of week", "2026-11-27 16:00"),
        ("EOW", "2026-11-27 16:00"),
        ("end of month", "2026-11-30 16:00"),
        ("tomorrow", "2026-11-25 17:00"),
        ("tomorrow 9", "2026-11-25 08:00"),
        ("tomorrow at noon", "2026-11-25 11:00"),
        ("17:00", "2026-11-24 16:00"),
        ("9:00", "2026-11-25 08:00"),
        ("in 2 hours", "2026-11-24 12:00"),
        ("in two weeks", "2026-12-08 10:00"),
        ("in 1h30", "2026-11-24 11:30"),
        ("2h", "2026-11-24 12:00"),
        ("6h", "2026-11-25 05:00"),
        ("1 h 30", "2026-11-24 11:30"),
        ("04-12 morning", "2027-04-12 07:00"),
        ("17 h 30", "2026-11-24 16:30"),
        ("tomorrow at 5:30 pm", "2026-11-25 16:30"),
        ("Friday 9:30 AM", "2026-11-27 08:30"),
        ("5:30 p.m. tomorrow", "2026-11-25 16:30"),
        ("12:15 am Friday", "2026-11-26 23:15"),
        ("at 5 pm", "2026-11-24 16:00"),
        ("the day after tomorrow 9:00", "2026-11-26 08:00"),
        ("übermorgen", "2026-11-26 17:00"),
        ("am Freitag", "2026-11-27 17:00"),
        ("in a week", "2026-12-01 10:00"),
        ("2026-12-01", "2026-12-01 17:00"),
        ("2026-12-01 14:30", "2026-12-01 13:30"),
        ("1 Dec", "2026-12-01 17:00"),
        ("24.12.", "2026-12-24 17:00"),
        ("the 1st", "2026-12-01 17:00"),
        ("20th", "2026-12-20 17:00"),
        ("the 30th", "2026-11-30 17:00"),
        ("31st", "2026-12-31 17:00"),
        ("next week", "2026-12-04 16:00"),
        ("2027-03-14 02:30 America/New_York", "2027-03-14 07:00"),
    ],
)
def test_due_times(text: str, expected: str) -> None:
    found = when(text, NOW, "Europe/Rome")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("next Friday", "2026-11-27 17:00"),
        ("next Tuesday", "2026-12-01 17:00"),
        ("next Monday", "2026-11-30 17:00"),
        ("Friday next week", "2026-12-04 17:00"),
        ("next week Friday 9:00", "2026-12-04 08:00"),
        ("next month", "2026-12-31 16:00"),
        ("venerdì", "2026-11-27 17:00"),
        ("Freitag um 17 Uhr", "2026-11-27 16:00"),
        ("nächsten Montag", "2026-11-30 17:00"),
        ("vendredi prochain à 17h", "2026-11-27 16:00"),
        ("el viernes", "2026-11-27 17:00"),
        ("morgen", "2026-11-25 17:00"),
        ("domani alle 9", "2026-11-25 08:00"),
        ("5 de diciembre", "2026-12-05 17:00"),
        ("12/11", "2026-12-11 17:00"),
        ("3/12", "2026-12-03 17:00"),
        ("12/11/2027", "2027-11-12 17:00"),
        ("30/11 9:00", "2026-11-30 08:00"),
        ("5.12.", "2026-12-05 17:00"),
        ("5.12.2026 14:00", "2026-12-05 13:00"),
        ("Fri 27 Nov 18:00", "2026-11-27 17:00"),
        ("Fri 4 Dec 2026 9:00", "2026-12-04 08:00"),
    ],
)
def test_more_due_times(text: str, expected: str) -> None:
    found = when(text, NOW, "Europe/Rome")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("text", ["27 November", "nov 27", "Fri 27 November", "27 novembre", "27/11"])
def test_the_date_of_today_is_today(text: str) -> None:
    found = when(text, datetime(2026, 11, 27, 8, 7, tzinfo=UTC), "Europe/Rome")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == "2026-11-27 17:00"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("noon", "2026-11-28 11:00"),
        ("1 december 0:00", "2026-11-30 23:00"),
        ("1 december 12am", "2026-11-30 23:00"),
        ("Mon 30 Nov 0:00", "2026-11-29 23:00"),
    ],
)
def test_noon_and_midnight_are_what_they_say(text: str, expected: str) -> None:
    found = when(text, datetime(2026, 11, 27, 12, 30, tzinfo=UTC), "Europe/Rome")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    "text, now, expected",
    [
        ("in 12 months", datetime(2026, 11, 27, 8, 7, tzinfo=UTC), "2027-11-27 08:07"),
        ("in 1 month", datetime(2027, 1, 31, 8, 0, tzinfo=UTC), "2027-02-28 08:00"),
        ("in 1 day", datetime(2026, 10, 24, 7, 0, tzinfo=UTC), "2026-10-25 08:00"),  # clocks went back
        ("in a week", datetime(2026, 10, 24, 7, 0, tzinfo=UTC), "2026-10-31 08:00"),
        ("in 24 hours", datetime(2026, 10, 24, 7, 0, tzinfo=UTC), "2026-10-25 07:00"),
    ],
)
def test_days_and_months_from_now_are_those_of_the_calendar(text: str, now: datetime, expected: str) -> None:
    found = when(text, now, "Europe/Rome")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1 December 17", "2026-12-01 16:00"),
        ("5. Dezember 17 Uhr", "2026-12-05 16:00"),
        ("5 dicembre alle 17", "2026-12-05 16:00"),
        ("5 dec 17h", "2026-12-05 16:00"),
        ("1 December 2027", "2027-12-01 17:00"),
        ("17 uhr 30", "2026-11-27 16:30"),
    ],
)
def test_an_hour_behind_a_month_is_no_year(text: str, expected: str) -> None:
    found = when(text, datetime(2026, 11, 27, 8, 7, tzinfo=UTC), "Europe/Rome")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("text", ["1a" * 3000, "1 " + "aaa " * 1500, "1" + "a" * 6000 + " x", "1 " * 3000 + "uhr"])
def test_long_words_are_no_date_and_take_no_time(text: str) -> None:
    began = monotonic()
    assert when(text, datetime(2026, 11, 27, 8, 7, tzinfo=UTC), "Europe/Rome") is None
    assert monotonic() - began < 1


@pytest.mark.parametrize("text", ["29.2.", "29/2"])
def test_a_leap_day_of_the_coming_twelve_months(text: str) -> None:
    found = when(text, datetime(2027, 3, 5, 9, tzinfo=UTC), "Europe/Rome")
    assert found is not None
    assert f"{found:%Y-%m-%d}" == "2028-02-29"


@pytest.mark.parametrize(
    "text, zone, expected",
    [
        ("next Friday", "Europe/Rome", "2026-12-04"),
        ("vendredi prochain", "Europe/Paris", "2026-12-04"),
        ("Tuesday", "Europe/Rome", "2026-12-01"),
        ("3/12", "Europe/Rome", "2027-03-12"),
        ("1/12", "America/New_York", "2026-12-01"),
        ("12/11/2027", "Europe/Rome", "2027-12-11"),
        ("12/11/2027", "America/New_York", "2027-11-12"),
        ("next Monday", "Europe/Rome", ""),
        ("next Tuesday", "Europe/Rome", ""),
        ("this Friday", "Europe/Rome", ""),
        ("Friday", "Europe/Rome", ""),
        ("30/11", "Europe/Rome", ""),
        ("11/11/2027", "Europe/Rome", ""),
        ("tomorrow", "Europe/Rome", ""),
        ("next week", "Europe/Rome", ""),
        ("in a week", "Europe/Rome", ""),
        ("5.12.", "Europe/Rome", ""),
        ("5-1-2027", "Europe/Rome", "2027-05-01"),
        ("5-1-2027", "America/New_York", "2027-01-05"),
    ],
)
def test_what_may_mean_two_days(text: str, zone: str, expected: str) -> None:
    found = other(text, NOW, zone)
    assert (f"{found:%Y-%m-%d}" if found else "") == expected


@pytest.mark.parametrize("text", ["Frday", "the way", "may", "now and then", "", "1", "!!!", "Mars", "soon", "x" * 59])
def test_what_is_no_time_is_none(text: str) -> None:
    assert when(text, NOW, "Europe/Rome") is None


@pytest.mark.parametrize(
    "text", ["in 99999999999 hours", "9999-12-31", "2026-02-30", "tomorrow 9:00 Mars/Phobos", "in 9999 months"]
)
def test_impossible_times_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        when(text, NOW, "Europe/Rome")


def test_after_the_end_of_the_day_it_is_the_last_minute() -> None:
    late = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    assert f"{when('EOD', late, 'Europe/Rome'):%d %H:%M}" == "27 22:59"
    assert f"{when('end of week', late, 'Europe/Rome'):%d}" == "04"


@pytest.mark.parametrize(
    "text, times, days, zone",
    [
        ("9:00 13:00 16:30 weekdays", (time(9), time(13), time(16, 30)), WEEKDAYS, None),
        ("9 daily", (time(9),), EVERY_DAY, None),
        ("9am, 5pm and 13.30", (time(9), time(13, 30), time(17)), WEEKDAYS, None),
        ("9:00 mon wed fri Europe/Rome", (time(9),), frozenset({0, 2, 4}), "Europe/Rome"),
        ("9:00 9:00", (time(9),), WEEKDAYS, None),
        ("9 am mon-wed", (time(9),), frozenset({0, 1, 2}), None),
        ("9:00 fri to mon", (time(9),), frozenset({4, 5, 6, 0}), None),
        ("9:00 on weekdays", (time(9),), WEEKDAYS, None),
        ("9 a.m. & noon every day", (time(9), time(12)), EVERY_DAY, None),
        ("0900; 13:00/16:30 each Monday and on weekends", (time(9), time(13), time(16, 30)), {0, 5, 6}, None),
        ("weekdays and saturday 9 o'clock", (time(9),), frozenset(range(6)), None),
        ("12 midnight and 9a.m. daily", (time(0), time(9)), EVERY_DAY, None),
        ("9 Uhr Mo - Fr", (time(9),), WEEKDAYS, None),
        ("9:00 lunedì e mercoledì Europe/Rome", (time(9),), {0, 2}, "Europe/Rome"),
    ],
)
def test_times_of_day(text: str, times: tuple, days: frozenset, zone: str | None) -> None:
    assert times_of_day(text) == (times, days, zone)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "daily",
        "25:00",
        "9:00 9:10",
        "* * * * *",
        "9:00 someday",
        "9 to 17",
        "every 2 days at 9:00",
        "2 days 9:00",
        "3 a day",
        "9 every 3 weekdays",
        "nine",
        "mon 9:00 tue 13:00",
        "9:00 every day except Sunday",
        "9:00 Mars/Phobos",
        " ".join(f"{h}:00" for h in range(13)),
    ],
)
def test_times_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        times_of_day(text)


@pytest.mark.parametrize("text", ["today 25:00", "Friday at 24:30", "tomorrow 9:75"])
def test_a_day_with_a_time_of_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no time of day"):
        when(text, datetime(2026, 11, 26, 8, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    "text, day",
    [
        ("yesterday", "2026-11-23"),
        ("last Monday", "2026-11-23"),
        ("last Tuesday", "2026-11-17"),
        ("last week", "2026-11-17"),
        ("last month", "2026-10-31"),
        ("gestern", "2026-11-23"),
        ("letzten Freitag", "2026-11-20"),
        ("venerdì scorso", "2026-11-20"),
        ("lundi dernier", "2026-11-23"),
        ("el viernes pasado", "2026-11-20"),
    ],
)
def test_a_day_that_is_gone_is_read_as_one(text: str, day: str) -> None:
    found = when(text, NOW, "Europe/Rome")
    assert found is not None and f"{found:%Y-%m-%d}" == day and found < NOW


@pytest.mark.parametrize("text", ["last", "last time", "last Friday of the sprint", "last call"])
def test_other_words_with_last_are_no_day(text: str) -> None:
    assert when(text, NOW, "Europe/Rome") is None


def test_a_day_by_its_number_is_one_that_is_not_over() -> None:
    evening = datetime(2026, 12, 1, 19, 0, tzinfo=UTC)  # 20:00 in Rome
    found = when("on the 1st", evening, "Europe/Rome")
    assert found is not None and f"{found:%Y-%m-%d}" == "2027-01-01"


@pytest.mark.parametrize("text", ["24-28 December", "Dec 24-28", "5-10 Dec", "3-4 pm", "in some weeks", "in 13:99 pm"])
def test_a_range_and_what_is_no_number_is_no_time(text: str) -> None:
    assert when(text, NOW, "Europe/Rome") is None


@pytest.mark.parametrize("text", ["31 February", "February 31", "Feb 30th", "31. Juni", "31 June 2027", "0 May"])
def test_a_day_that_no_month_has_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=f"“{text}” is not in the calendar"):
        when(text, NOW, "Europe/Rome")


@pytest.mark.parametrize("text", ["29 February", "30 people", "March 4"])
def test_other_days_and_words_are_not(text: str) -> None:
    when(text, NOW, "Europe/Rome")


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Rome", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "text", ["12/31/9999", "31.12.9999", "Dec 31, 9999", "9999-12-31 23:59", "1.1.0001", "0001-01-01"]
)
def test_the_edges_of_the_calendar_break_nothing(text: str, zone: str) -> None:
    for reads in (when, until):
        try:
            found = reads(text, NOW, zone)
        except Refused as no:
            assert "too far away" in no.why
        else:
            assert found is None or (found[0] if isinstance(found, tuple) else found) < NOW


@pytest.mark.parametrize(
    "text, expected",
    [
        ("12 December", "2026-12-12 17:00"),
        ("12 December 17:00", "2026-12-12 16:00"),
        ("Dec 12 at 5pm", "2026-12-12 16:00"),
        ("December 12th, 2027", "2027-12-12 17:00"),
        ("the 1st of March", "2027-03-01 17:00"),
        ("1. März", "2027-03-01 17:00"),
        ("3 maerz 9h", "2027-03-03 08:00"),
        ("5 janvier 2027, 9:30", "2027-01-05 08:30"),
        ("on 5 January eod", "2027-01-05 17:00"),
        ("23 Nov", "2027-11-23 17:00"),
    ],
)
def test_a_day_with_its_month_needs_no_library(text: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(any_date, "_parsed", lambda *_: pytest.fail("the library was asked"))
    found = when(text, NOW, "Europe/Rome")
    assert found is not None and f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("text", ["24 Nov", "24 November 9:00", "Dec 5 17", "31 April", "29 Feb"])
def test_what_may_be_today_or_no_day_is_left_to_the_library(text: str) -> None:
    assert month_date(text.lower(), NOW, ZoneInfo("Europe/Rome")) == ()


def test_a_day_with_a_month_and_no_hour_is_refused() -> None:
    with pytest.raises(Refused, match="no time of day"):
        when("5 January 25:00", NOW, "Europe/Rome")
