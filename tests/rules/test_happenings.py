"""All that history can hold has a row that says how people are told of it, and no row is shown as a word of the code."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.views.history import history
from storage.rules.happenings import TELLINGS, Happening, telling_of
from storage.rules.lifecycle import Event
from storage.rules.pages.history import Change
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TOLD_BY_ANOTHER_ROW = {Happening.ASK, Happening.ANSWERED, Happening.GIVE, Happening.PROBLEM}


def lines(*whats: str, **more: Any) -> str:
    usual = {"at": NOW, "who": "U01ALICE", "subject": "T-30", "was": "", "became": "", "why": "Shorter."}
    changes = tuple(Change(what=what, **{**usual, **more}) for what in whats)
    return str(history(changes, NOW, "UTC")["elements"][0]["text"])


def test_each_happening_has_its_row() -> None:
    assert set(TELLINGS) == set(Happening)


@pytest.mark.parametrize("word", [*Event, *Verdict, Kind.QUESTION, Kind.PERMISSION])
def test_events_and_decisions_and_requests_are_happenings(word: str) -> None:
    telling = TELLINGS[Happening(word)]
    assert telling.past or Happening(word) in TOLD_BY_ANOTHER_ROW


@pytest.mark.parametrize("what", [what for what in Happening if TELLINGS[what].past])
def test_a_line_has_the_words_of_its_row_and_who_did_it(what: Happening) -> None:
    telling = telling_of(what)
    line = lines(what)
    assert f"<@U01ALICE> {telling.past}" in line and line.endswith("Shorter.") is telling.quotes


@pytest.mark.parametrize("what", sorted(TOLD_BY_ANOTHER_ROW))
def test_what_another_row_tells_has_no_line(what: Happening) -> None:
    assert lines(what) == "No history yet."


def test_words_of_where_one_left_off_need_a_title_and_a_name_alone() -> None:
    for telling in TELLINGS.values():
        assert "{" not in telling.yours.format(title="Memo") + telling.theirs.format(title="Memo", who="Bob")


def test_a_word_of_another_release_is_shown_as_it_is() -> None:
    assert "<@U01ALICE> knighted" in lines("knighted")
