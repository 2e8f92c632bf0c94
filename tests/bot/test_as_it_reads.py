"""What made a fresh reader stop: figures that did not agree, words that came twice, lines that moved under the thumb."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.views import asks, revising
from bot.views.card import card
from bot.views.enclosed import HEADING, enclosed
from storage.rules.pages.cards import Card
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Permission, Question, Submission
from tests.bot.editors import editor, opened, writing
from tests.bot.test_versions import comparison
from tests.bot.test_views import ALICE, NOW, draft, item, shown
from tests.world import World, words

TIME = re.compile(r"((?:\d+ s)|(?:\d+ min)) to read")
SHORT = "October is right. Two refunds are not in it."
APPROVED = Decision(
    id=4, verdict=Verdict.APPROVE, draft_version=1, who=ALICE, at=NOW, effect_due=NOW + timedelta(seconds=30)
)


LYON = Ask(key="1", kind=Kind.PERMISSION, text="May I book it?", tool="book", args="room: Lyon")


def lines(the_card: Card) -> list[str]:
    return str(card(the_card, ALICE, "UTC", NOW, settled=False)[0]["text"]["text"]).split("\n")


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.REJECT, Verdict.REVISE])
def test_what_is_decided_takes_as_many_lines_as_before(verdict: Verdict) -> None:
    waits = shown()
    decided = replace(waits, item=replace(waits.item, decision=replace(APPROVED, verdict=verdict)))
    assert lines(waits)[2] == "Approve posts in <#C0ACME>"
    assert lines(decided)[1].startswith("You ") and len(lines(decided)) == len(lines(waits)) == 3


def test_a_permission_takes_as_many_lines_after_the_answer_as_before() -> None:
    waits = shown(about=Permission(LYON))
    decided = replace(waits, item=replace(waits.item, decision=replace(APPROVED, verdict=Verdict.ALLOW)))
    assert lines(waits)[1] == "Look at one thing: it can't be taken back"
    assert lines(decided)[1:] == ["You allowed it once at 12:00.", "writer goes on in 30 s."]
    assert len(lines(decided)) == len(lines(waits))


def test_a_draft_that_stands_on_its_card_has_no_box_and_the_card_says_so() -> None:
    whole = draft(summary=SHORT, body="October is right.\n\nTwo refunds are not in it.\n", answer="")
    assert enclosed(item(draft=whole)) is None
    assert "These words are all of it." in words(card(shown(draft=whole), ALICE, "UTC", NOW, settled=False))
    more = replace(whole, body=f"{whole.body}\nA third one is.")
    assert enclosed(item(draft=more)) is not None
    assert "all of it" not in words(card(shown(draft=more), ALICE, "UTC", NOW, settled=False))


def test_a_heading_inside_of_a_card_is_told_from_a_button() -> None:
    box = enclosed(item(draft=replace(draft(), checks=(), body="## Why\n\nIt costs.\n\n## Open\n\n- the price\n")))
    assert box is not None
    assert box["child_blocks"][0]["text"]["text"] == f"{HEADING}Why\nIt costs.\n\n{HEADING}Open\n• the price"


def test_what_was_not_done_is_said_once() -> None:
    undone = "“short”: not done: To say it shorter needs a model."
    late = draft(2, summary="Not done: to say it shorter needs a model.", answer=undone, missing=(undone,))
    told = words(card(replace(shown(draft=late), previous=draft()), ALICE, "UTC", NOW, settled=False))
    assert told.lower().count("to say it shorter needs a model") == 1
    elsewhere = replace(late, summary="A memo.")
    told = words(card(replace(shown(draft=elsewhere), previous=draft()), ALICE, "UTC", NOW, settled=False))
    assert told.lower().count("to say it shorter needs a model") == 1


def test_who_asks_for_a_change_has_the_draft_before_their_eyes() -> None:
    assert "Dana" in words(revising.revise(item(), "x"))
    two = item(about=Submission(candidates=(draft(1, body="First."), draft(2, body="Second."))))
    told = words(revising.revise(two, "x"))
    assert told.index("Version A") < told.index("First.") < told.index("Version B") < told.index("Second.")


def test_a_window_says_that_what_is_asked_for_cant_be_taken_back() -> None:
    told = words(asks.in_window(item(about=Permission(LYON))))
    assert "Permission · writer asks:" in told and "it can't be taken back" in told
    question = words(asks.in_window(item(about=Question(replace(LYON, kind=Kind.QUESTION, args="")))))
    assert "Question · writer asks:" in question and "taken back" not in question


async def test_a_card_and_its_window_name_the_same_time(tmp_path: Path) -> None:
    async with writing(tmp_path, lambda given: f"{given.candidate} {'word ' * 150}") as (sluice, _):
        message, view = await comparison(sluice, "writer: Memo; 2 versions")
        assert TIME.findall(words(message)) == TIME.findall(words(view)) == ["2 min"]


@pytest.mark.undo(20)
async def test_the_editor_says_what_approve_does_as_the_window_does(tmp_path: Path) -> None:
    async with writing(tmp_path, "One line.") as (sluice, _):
        _, view = await opened(sluice)
        assert "Approve adds it to the card's thread" in words(view)
        assert "Approve adds it to the card's thread" in words(await editor(sluice, view))


async def test_a_limit_is_said_as_what_comes_not_as_what_is(sluice: World) -> None:
    assert "New work is held back while 20 tasks wait for you or are under way." in await sluice.said(
        "/collect limit 20"
    )
