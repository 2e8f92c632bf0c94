"""When what is put off comes back, by the words of who puts it off."""

import pytest

from storage.rules.until import Until, until_of


@pytest.mark.parametrize(
    "text, until",
    [
        ("later", Until.NEXT),
        ("later today", Until.NEXT),
        ("heute später", Until.NEXT),
        ("heute Abend", Until.NEXT),
        ("più tardi oggi", Until.NEXT),
        ("plus tard aujourd'hui", Until.NEXT),
        ("not today", Until.TOMORROW),
        ("nicht heute", Until.TOMORROW),
        ("non oggi", Until.TOMORROW),
        ("pas aujourd'hui", Until.TOMORROW),
        ("hoy no", Until.TOMORROW),
        ("erst morgen", Until.TOMORROW),
        ("on Monday", Until.MONDAY),
        ("nächste Woche", Until.NEXT_WEEK),
    ],
)
def test_words_say_until_when(text: str, until: Until) -> None:
    assert until_of(text) is until
