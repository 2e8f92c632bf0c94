"""Several commands in one text, and how long it takes to see that there are none."""

from time import monotonic

import pytest

from bot.envelope.decoding import decode
from bot.words.one_command import one_command
from storage.rules.refusal import Refused


@pytest.mark.parametrize("between", ["\n", "\n\n  ", "\n \t\n\t"])
def test_several_commands_are_refused(between: str) -> None:
    with pytest.raises(Refused, match="One command makes one task"):
        one_command(decode(f"writer: One{between}/assign writer: Two", {}), "/assign", behind=True)


@pytest.mark.parametrize("blanks", ["\n", " ", "\n ", "\r\n"])
def test_a_text_of_blanks_is_read_at_once(blanks: str) -> None:
    began = monotonic()
    words = decode(f"{blanks * 50_000}x /assign y", {})
    assert one_command(words, "/assign", behind=True).text == words.text
    assert monotonic() - began < 0.5
