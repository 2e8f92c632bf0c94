"""What the offline worker reads in a line: a time of day, a number in a name."""

import pytest

from agents.offline.dated_event import happening
from agents.offline.remarks.remark import Remark
from agents.offline.sort_keys import Kind, keys


@pytest.mark.parametrize(
    "line, when, what, minutes",
    [
        ("2:30 PM Alarm raised", "2:30 PM", "Alarm raised", 870),
        ("12:15 AM Backup ran", "12:15 AM", "Backup ran", 15),
        ("12:15 am Backup ran", "12:15 am", "Backup ran", 15),
        ("12:05 p.m. Lunch", "12:05 p.m.", "Lunch", 725),
        ("14:30 Alarm raised", "14:30", "Alarm raised", 870),
    ],
)
def test_a_time_of_day(line: str, when: str, what: str, minutes: int) -> None:
    event = happening(Remark(text=line, source="notes.md"))
    assert event is not None
    assert (event.when, event.what, event.at[-1]) == (when, what, minutes)


def test_a_hyphen_in_a_name_is_no_minus() -> None:
    cells = ["T-1 login", "T-10 search", "T-2 export", "-5"]
    order = keys(Kind.NUMBER, cells)
    assert order is not None and [key and key[0][1] for key in order] == [1, 10, 2, -5]
