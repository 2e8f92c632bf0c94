"""What words say of when something is to come again: put off is no wish for a change, and a day that is ruled out is none."""

import pytest

from storage.rules.meaning import meaning
from storage.rules.replies import Meaning
from storage.rules.until import Until, until_of


@pytest.mark.parametrize("text", ["put it off", "put it off until Monday", "Put this off.", "move it to tomorrow"])
def test_what_is_put_off_comes_later(text: str) -> None:
    assert meaning(text).meaning is Meaning.LATER


@pytest.mark.parametrize("text", ["put it off until Friday", "put it off until 15 December", "move it to Friday"])
def test_what_is_put_off_to_another_day_is_no_wish(text: str) -> None:
    assert meaning(text).meaning is not Meaning.REVISE


@pytest.mark.parametrize("text", ["put the price first", "move the table up", "put it in a table"])
def test_a_wish_stays_one(text: str) -> None:
    assert meaning(text).meaning is Meaning.REVISE


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("later, not Monday", Until.NEXT),
        ("not tomorrow, later", Until.NEXT),
        ("not now, Monday", Until.MONDAY),
        ("later, but not on Monday", Until.NEXT),
        ("later, not next week", Until.NEXT),
        ("not before Monday", Until.MONDAY),
        ("not today, tomorrow", Until.TOMORROW),
        ("not today, not tomorrow", Until.DAY_AFTER),
        ("not tomorrow, not today", Until.DAY_AFTER),
    ],
)
def test_a_day_that_is_ruled_out_is_not_meant(text: str, until: Until) -> None:
    assert until_of(text) is until
