"""What a form spells, beside Python's own reading of it."""

import json
import random
import time
from urllib.parse import quote, quote_plus, unquote

import pytest

from bot.envelope.parsing import FORM, parse, unescaped
from bot.envelope.payload import Malformed

SIGNS = "%%%%=3DdC7bA9c3ab \n\ré€_&+\x00"


def python_says(text: str) -> str | None:
    try:
        return unquote(text, errors="strict")
    except ValueError:
        return None


def we_say(text: str) -> str | None:
    try:
        return unescaped(text)
    except ValueError:
        return None


def test_it_reads_percent_signs_as_python_does() -> None:
    """Whole, cut off, doubled, of half a character, beside the signs that mails mean something by."""
    some = random.Random(7)  # noqa: S311, the same ones each time
    for _ in range(40_000):
        text = "".join(some.choice(SIGNS) for _ in range(some.randrange(1, 12)))
        assert we_say(text) == python_says(text), text
    for _ in range(2_000):
        text = quote("".join(chr(some.choice([10, 13, 61, 95, some.randrange(32, 0x3000)])) for _ in range(30)))
        assert we_say(text) == python_says(text), text


def test_a_press_in_a_long_message_is_read_in_a_fraction_of_pythons_time() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*Memo* on “prices”: 39 € + 1 = 40 €\n"}}
    payload = {"type": "block_actions", "message": {"blocks": [section] * 150}}
    body = f"payload={quote_plus(json.dumps(payload))}"
    assert parse(body.encode(), FORM) == payload

    def least(read: object) -> float:
        took = []
        for _ in range(20):
            began = time.perf_counter()
            read(body)  # type: ignore[operator]
            took.append(time.perf_counter() - began)
        return min(took)

    assert least(unescaped) < least(lambda text: unquote(text, errors="strict")) / 4


@pytest.mark.parametrize(
    "body",
    [
        "payload=",
        "payload=%7B",
        "payload=%ff%7B%7D",
        "payload=%7B%7D&payload=%7B%7D",
        "payload=%7B%7D&x=%fe",
        "payload",
    ],
)
def test_a_form_that_spells_nothing_is_refused(body: str) -> None:
    with pytest.raises(Malformed):
        parse(body.encode(), FORM)
