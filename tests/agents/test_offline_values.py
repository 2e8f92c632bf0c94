"""Numbers, dates and months as people write them: the same value is the same, and nothing that is odd ends the work."""

import pytest

from agents.offline.periods import period
from agents.offline.points.splitting import points
from agents.offline.remarks.sentences import split_sentences
from agents.offline.swaps import Swap
from agents.offline.value import Sort
from agents.offline.values import value_of, values
from agents.offline.verbs.carrying_out import understood
from agents.offline.verbs.counted import named
from storage.rules.dates_in_text import days


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("0.125", "125", False),
        ("0,125", "125", False),
        ("0.125", "0,125", True),
        ("0.1250", "0.125", True),
        ("1.000", "1,000", True),
        ("1,000", "1000", True),
        ("1.000,50", "1,000.5", True),
        ("1.234.567", "1234567", True),
        ("1234.567", "1,234.567", True),
        ("1234.567", "1,234,567", False),
        ("1.234,567", "1234567", False),
        ("1.2.3", "12.3", False),
        ("0.250 €", "250 €", False),
        ("0.250 €", "0,25 €", True),
        ("007", "7", True),
    ],
)
def test_numbers_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert value_of(one).same(value_of(other)) is same


@pytest.mark.parametrize(
    "old, new, text, made",
    [
        ("250 €", "260 €", "0.250 €/kWh; 250 €", "0.250 €/kWh; 260 €"),
        ("125", "130", "The share is 0.125 and the count is 125.", "The share is 0.125 and the count is 130."),
        ("100", "200", "Of 0.100 mm and 100 pieces", "Of 0.100 mm and 200 pieces"),
        ("0.125", "0.25", "0,125 of 125", "0.25 of 125"),
    ],
)
def test_a_part_of_one_is_never_taken_for_thousands(old: str, new: str, text: str, made: str) -> None:
    assert Swap(value_of(old), value_of(new)).apply(text)[0] == made


@pytest.mark.parametrize("odd", ["5 AVRİL", "5 MAİ", "3 ſept", "3 agoſto", "APRİL 3", "5 JUNİ 2026", "3 ſep 2026"])
def test_a_date_in_letters_that_only_look_alike_is_skipped(odd: str) -> None:
    assert list(days(f"{odd} and 2 May")) == [next(days(f"{odd} and 2 May"))]
    assert [v.text for v in values(f"{odd} and 2 May")][-1] == "2 May"
    assert period(odd) is None and period("APRİL") is None
    assert points(f"Change {odd} to 2 May", understood)


@pytest.mark.parametrize("odd", ["MAGGİO", "ſeptember", "MİTTWOCH", "DİENSTAG"])
def test_a_name_in_letters_that_only_look_alike_is_skipped(odd: str) -> None:
    assert values(f"{odd} 12") == values(f"{'x' * len(odd)} 12")


def test_an_odd_ordinal_is_skipped() -> None:
    assert named("drop the fİrst section", []) == "drop the fİrst section"


@pytest.mark.parametrize(
    "text, month, day",
    [
        ("3. Maerz", 3, 3), ("3 fevrier", 2, 3), ("3 aout", 8, 3), ("3 decembre", 12, 3), ("2. Dez. 2026", 12, 2),
        ("2 déc. 2026", 12, 2), ("2 dic. 2026", 12, 2), ("2. Okt.", 10, 2), ("3 févr.", 2, 3), ("3 janv. 2026", 1, 3),
        ("1er mai", 5, 1), ("2 de diciembre de 2026", 12, 2), ("2nd of December, 2026", 12, 2), ("Dec. 2, 2026", 12, 2),
        ("2 marzo", 3, 2), ("3 juil. 2026", 7, 3),
    ],
)  # fmt: skip
def test_months_are_read_in_five_languages(text: str, month: int, day: int) -> None:
    (found,) = days(f"On {text} we launch.")
    assert (found.month, found.day) == (month, day)


@pytest.mark.parametrize("month", ["maerz", "fevrier", "aout", "decembre", "marzo", "March", "août", "dezember"])
def test_a_month_alone_is_a_value_in_every_spelling(month: str) -> None:
    assert [v.sort for v in values(f"In {month} we launch")] == [Sort.MONTH]


@pytest.mark.parametrize("text", ["It may rain", "Non piove mai", "la segunda parte", "quarta riga", "We march on"])
def test_a_word_that_is_mostly_no_month_is_none(text: str) -> None:
    assert not [v for v in values(text) if v.text.lower() != "march"]


@pytest.mark.parametrize("day", ["maandag", "Sonnabend", "miercoles", "domenica", "segunda-feira", "Friday"])
def test_weekdays_are_values(day: str) -> None:
    assert [v.sort for v in values(f"On {day} we launch")] == [Sort.WEEKDAY]


@pytest.mark.parametrize(
    "note",
    [
        "The launch is on 2 Dec. 2026 and it costs 49 €",
        "Acme comes on Dec. 2 and it costs 49 €",
        "Acme comes on Mon. 2 Dec. and leaves on Tue. 3 Dec. 2026",
        "Acme kommt am 2. Dez. 2026 und zahlt 49 €",
        "Acme arriva il 2 dic. 2026 e paga 49 €",
        "Acme vient le 2 déc. 2026 et paie 49 €",
        "Acme viene el 2 dic. 2026 y paga 49 €",
        "Acme pays in Dec. 2026 and not in Jan. as planned",
        "Acme kommt am 2. 12. 2026 und zahlt 49 €",
    ],
)
def test_a_shortened_month_tears_no_fact(note: str) -> None:
    assert points(note, understood) == [note]
    assert split_sentences(note) == [note]


def test_a_shortened_month_may_end_a_sentence() -> None:
    assert points("We launch on 2 Dec. It costs 49 €.", understood) == ["We launch on 2 Dec.", "It costs 49 €."]
    assert split_sentences("We launch on 2 Dec. It costs 49 €.") == ["We launch on 2 Dec.", "It costs 49 €."]
