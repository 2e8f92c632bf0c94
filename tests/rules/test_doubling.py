"""What people write may be long and odd: each rule that reads it looks at 4,000 characters within a fifth of a second."""

import contextlib
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import product

import pytest

from bot.words import dates, times, until
from storage.rules import dates_in_text, feelings, intents, meaning, picks, playbook, rhythms, rows_of, sections, words
from storage.rules.brief import read
from storage.rules.differing import differing
from storage.rules.noted import Known
from storage.rules.refusal import Refused

NOW = datetime(2026, 11, 26, tzinfo=UTC)
LONG, SLOWEST = 4_000, 0.2  # characters, and seconds of this process
KNOWN = Known(dates.reader(NOW, "UTC"), NOW, {"@bob": "U02BOB", "#x": "C01X"})
LOOKS: Mapping[str, Callable[[str], object]] = {
    "brief": lambda text: read(text, ("writer", "coder"), KNOWN),
    "meaning": meaning.meaning,
    "picks": lambda text: picks.read_picks(text, True),
    "what is looked for": intents.looked_for,
    "cancel": intents.cancels,
    "days": lambda text: list(dates_in_text.days(text)),
    "rhythm": rhythms.read_rhythm,
    "feelings": feelings.upset,
    "a playbook's call": lambda text: playbook.read_call(text, "writer: {a} and {b c}"),
    "rows": rows_of.read_rows,
    "list": rows_of.read_list,
    "sections": sections.parts,
    "plain words": words.unmarked,
    "due": lambda text: dates.when(text, NOW, "UTC"),
    "times": times.times_of_day,
    "until": lambda text: until.until(text, NOW, "UTC"),
    "what differs": lambda text: differing(text.splitlines(), text[::-1].splitlines()),
}
STARTS = [
    "",
    "for each row",
    "for each of: ",
    "every mon",
    "cancel ",
    "by ",
    "then writer: ",
    "1 ",
    "writer: ",
    "find ",
]
PUMPS = [
    " ",
    "\t",
    "\n",
    "1",
    ",",
    ".",
    "(",
    "a",
    "a ",
    "1. ",
    "T-1 ",
    "**",
    "is ",
    "and ",
    "{a}",
    "|",
    "; ",
    "\n- ",
    "`",
]


@pytest.mark.parametrize("name", LOOKS)
def test_no_text_takes_long(name: str) -> None:
    look = LOOKS[name]
    for text in ("by Friday", "1 x"):
        _look(look, text)  # what it loads on its first call is not counted
    for start, pump in product(STARTS, PUMPS):
        text = (start + pump * (LONG // len(pump)))[:LONG] + "x"
        began = time.thread_time()
        _look(look, text)
        assert time.thread_time() - began < SLOWEST, (start, pump)


def _look(look: Callable[[str], object], text: str) -> None:
    with contextlib.suppress(Refused):
        look(text)
