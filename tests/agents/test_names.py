"""What a file is called is what a person sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.work.names import LONGEST, plain_name, plain_names


@pytest.mark.parametrize(
    "name, plain",
    [
        ("towns.csv", "towns.csv"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("invoice.pdf.exe", "invoice-pdf.exe"),
        ("re\u0301sume\u0301.md", "résumé.md"),
        ("a\u200bb\n\tc.txt", "ab c.txt"),
        ("x" * 300 + ".csv", "x" * (LONGEST - 4) + ".csv"),
        (".bashrc", "bashrc"),
        ("...", "file"),
        ("", "file"),
        ("report v1.2", "report v1.2"),
        ("report v1.2 final", "report v1-2 final"),
        ('a:b|c?"d".md', "a-b-c--d.md"),
        ("fix.patch", "fix.patch"),
        ("test-run.txt", "test-run.txt"),
    ],
)
def test_a_name_is_plain(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@given(st.lists(st.text(max_size=150), max_size=8))
def test_whatever_it_is_called_it_is_short_visible_and_its_own(names: list[str]) -> None:
    plain = plain_names(names)
    assert len({name.lower() for name in plain}) == len(names)
    for name in plain:
        assert 0 < len(name) <= LONGEST and name.count(".") <= 1
        assert name == unicodedata.normalize("NFC", name) and not any(unicodedata.category(c)[0] == "C" for c in name)
