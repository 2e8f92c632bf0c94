"""Dates and hours as people write them in several languages, with a comma, a day of the week, or an hour in front."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.words.dates import when
from bot.words.until import until
from storage.rules.refusal import Refused

ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)  # a Wednesday, 10:00 in Berlin


def shown(at: datetime | None) -> str:
    return f"{at.astimezone(ZoneInfo(ZONE)):%a %d %b %Y %H:%M}" if at else ""


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Freitag 13.11.", "Fri 13 Nov 2026 18:00"),
        ("Freitag, 13.11., 17 Uhr", "Fri 13 Nov 2026 17:00"),
        ("Freitag 6.11.", "Fri 06 Nov 2026 18:00"),
        ("Thursday 3/12", "Thu 03 Dec 2026 18:00"),
        ("Freitag 17.30", "Fri 06 Nov 2026 17:30"),
        ("Freitag 17.30.", "Fri 06 Nov 2026 17:30"),
        ("Freitag 17 Uhr 30", "Fri 06 Nov 2026 17:30"),
        ("Donnerstag, 3. Dezember, 17 Uhr", "Thu 03 Dec 2026 17:00"),
        ("Thursday, December 3, 5pm", "Thu 03 Dec 2026 17:00"),
        ("Fri 27 Nov 2026 0:00", "Fri 27 Nov 2026 00:00"),
    ],
)
def test_a_day_of_the_week_with_its_date(text: str, expected: str) -> None:
    assert shown(when(text, NOW, ZONE)) == expected


@pytest.mark.parametrize(
    "text", ["Thursday 4/12", "Freitag 14.11.", "Friday 20 November 2027", "Donnerstag, 4. Dezember"]
)
def test_a_day_of_the_week_with_another_date_is_asked_about(text: str) -> None:
    with pytest.raises(Refused, match=r"is a \w+day: \d+ \w+ 202\d. Name the day or the date."):
        when(text, NOW, ZONE)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Freitag, 17 Uhr", "Fri 06 Nov 2026 17:00"),
        ("jeudi, 17h", "Thu 05 Nov 2026 17:00"),
        ("venerdì, ore 17", "Fri 06 Nov 2026 17:00"),
        ("viernes, 17h30", "Fri 06 Nov 2026 17:30"),
        ("Friday, 5pm", "Fri 06 Nov 2026 17:00"),
        ("um 17 Uhr", "Wed 04 Nov 2026 17:00"),
        ("alle 17", "Wed 04 Nov 2026 17:00"),
        ("a las 17", "Wed 04 Nov 2026 17:00"),
        ("à 17h", "Wed 04 Nov 2026 17:00"),
        ("morgen, 17 Uhr", "Thu 05 Nov 2026 17:00"),
        ("17 Uhr morgen", "Thu 05 Nov 2026 17:00"),
        ("5pm tomorrow", "Thu 05 Nov 2026 17:00"),
        ("übermorgen 9 Uhr", "Fri 06 Nov 2026 09:00"),
        ("tomorrow, 9", "Thu 05 Nov 2026 09:00"),
        ("5/12 à 17h", "Sat 05 Dec 2026 17:00"),
        ("24/12/2026 à 17h", "Thu 24 Dec 2026 17:00"),
        ("5.12., 17:00", "Sat 05 Dec 2026 17:00"),
        ("5.12.2026, 17:00", "Sat 05 Dec 2026 17:00"),
        ("5.12. 17 Uhr", "Sat 05 Dec 2026 17:00"),
        ("5.12. um 9 Uhr", "Sat 05 Dec 2026 09:00"),
        ("5.12. 17", "Sat 05 Dec 2026 17:00"),
        ("5.12.27", "Sun 05 Dec 2027 18:00"),
        ("6. November, 17 Uhr", "Fri 06 Nov 2026 17:00"),
        ("Dec 5 at 17", "Sat 05 Dec 2026 17:00"),
        ("in 2h", "Wed 04 Nov 2026 12:00"),
    ],
)
def test_an_hour_stays_an_hour(text: str, expected: str) -> None:
    assert shown(when(text, NOW, ZONE)) == expected


@pytest.mark.parametrize("text", ["5.12. - 10.12.", "5.12.-10.12.", "5 Dec – 10 Dec", "5/12 budget"])
def test_two_days_or_other_words_are_no_day(text: str) -> None:
    assert when(text, NOW, ZONE) is None


def test_the_end_of_the_next_week_is_at_its_hour_over_a_change_of_clocks() -> None:
    friday = datetime(2026, 10, 23, 16, 0, tzinfo=UTC)  # 18:00 in Berlin, two days before the change
    assert shown(when("end of week", friday, ZONE)) == "Fri 30 Oct 2026 17:00"


@pytest.mark.parametrize(
    "text, expected, whole_day",
    [
        ("5.12.", "Sat 05 Dec 2026 00:00", True),
        ("5.12.2026", "Sat 05 Dec 2026 00:00", True),
        ("5/12", "Sat 05 Dec 2026 00:00", True),
        ("Freitag 17.30", "Fri 06 Nov 2026 17:30", False),
        ("5.12. 18:00", "Sat 05 Dec 2026 18:00", False),
        ("next month", "Tue 01 Dec 2026 00:00", True),
        ("nächsten Monat", "Tue 01 Dec 2026 00:00", True),
        ("next week", "Mon 09 Nov 2026 00:00", True),
        ("in 2 weeks", "Wed 18 Nov 2026 00:00", True),
        ("in 3 days", "Sat 07 Nov 2026 00:00", True),
        ("in 2 hours", "Wed 04 Nov 2026 12:00", False),
        ("Wednesday", "Wed 11 Nov 2026 00:00", True),
        ("mittwoch", "Wed 11 Nov 2026 00:00", True),
        ("Thursday", "Thu 05 Nov 2026 00:00", True),
    ],
)
def test_until_a_day_is_until_it_begins(text: str, expected: str, whole_day: bool) -> None:
    found = until(text, NOW, ZONE)
    assert found is not None
    assert (shown(found[0]), found[1]) == (expected, whole_day)
