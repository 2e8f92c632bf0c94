"""A critic's quotation is worth something only where it stands as a whole."""

import pytest

from agents.review.quotations import NOT_THERE, verified
from agents.review.verdicts import Judged
from storage.rules.values.check import Check, Finding

ASKED = Check(criterion="names the price", finding=Finding.NOT_CHECKED)


@pytest.mark.parametrize(
    "quotation, text, expected",
    [
        ("39 €", "It costs 39 €.", Finding.MET),
        ("39 €", "It costs 139 €.", Finding.IN_DOUBT),
        ("39 €", "It costs 1,039 €.", Finding.IN_DOUBT),
        ("We ship in March", "We **ship** in March.", Finding.MET),
        ("It's done", "It’s done.", Finding.MET),
        ("ship in", "We ship\nin March.", Finding.MET),
    ],
)
def test_a_quotation_stands_where_it_says(quotation: str, text: str, expected: Finding) -> None:
    judged = Judged(number=1, verdict="met", quotation=quotation, reason="")
    assert verified(ASKED, judged, text).finding is expected


def test_what_is_wrong_is_kept_beside_the_words_that_show_it() -> None:
    said = Judged(number=1, verdict="not met", quotation="Rude text", reason="It names no date.")
    assert verified(ASKED, said, "Rude text here.").evidence == "“Rude text”: It names no date."
    assert verified(ASKED, said, "Other text.").evidence == f"It names no date. {NOT_THERE}"
    met = Judged(number=1, verdict="met", quotation="Rude text", reason="It is there.")
    assert verified(ASKED, met, "Rude text here.").evidence == "“Rude text”"
