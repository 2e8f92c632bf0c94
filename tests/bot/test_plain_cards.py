"""What a reader stumbled over: what was decided keeps its height, every sentence is true of what it stands on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.views import ids, sitting
from bot.views.card import card
from bot.views.digest import digest
from bot.views.missing import gap
from bot.views.review import review
from storage.rules.effort import asked_words
from storage.rules.needs import thing
from storage.rules.pages.summaries import Seen
from storage.rules.values.ask import MATERIAL, Ask, Kind
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import COMPARE
from storage.rules.values.item import Problem, Question, Remedy, Submission
from storage.rules.values.task import State
from tests.bot.speaking import labels
from tests.bot.test_sitting_views import BEFORE, page, whole
from tests.bot.test_views import ALICE, NOW, collected, draft, shown, task
from tests.bot.test_views import item as draft_item
from tests.world import BOB, words

SETTLE = timedelta(minutes=2)
AGAIN = Decision(id=5, verdict=Verdict.RETRY, draft_version=0, who=ALICE, at=NOW, effect_due=NOW, effected_at=NOW)
APPROVED = Decision(
    id=4, verdict=Verdict.APPROVE, draft_version=1, who=ALICE, at=NOW, effect_due=NOW + timedelta(seconds=30)
)
PROBLEM = shown(32, about=Problem(text="The export is busy."), draft=None)


def kinds(*cards) -> list[str]:
    return [block["type"] for block in digest.digest(collected(*cards), NOW, SETTLE).blocks]


def text(*cards) -> str:
    return words({"blocks": list(digest.digest(collected(*cards), NOW, SETTLE).blocks)})


def test_what_was_tried_again_stays_as_high_as_it_was() -> None:
    other = shown(33)
    retried = replace(PROBLEM, item=replace(PROBLEM.item, decision=AGAIN))
    assert kinds(PROBLEM, other) == kinds(retried, other)
    assert "The export is busy." in text(retried, other)


@pytest.mark.parametrize(
    ("verdict", "told", "beside"),
    [
        (Verdict.APPROVE, "✓ Approved at 13:00", "Open"),
        (Verdict.REVISE, "↺ Asked to revise at 13:00", "Open"),
        (Verdict.REJECT, "✗ Rejected at 13:00", "Add a reason"),
    ],
)
def test_what_came_of_a_press_stands_where_the_buttons_stood(verdict: Verdict, told: str, beside: str) -> None:
    waits = shown(30)
    decided = replace(waits, item=replace(waits.item, decision=replace(APPROVED, verdict=verdict)))
    before, after = (card(c, ALICE, "Europe/Rome", NOW, settled=False) for c in (waits, decided))
    assert len(before) == len(after) and before[-1]["type"] == "actions"
    assert after[-1]["text"]["text"] == told and labels({"blocks": after}) == [beside, "Undo"]
    assert after[-1]["accessory"]["action_id"] == ids.UNDO  # at the other end of the row than Approve was
    late = card(decided, ALICE, "Europe/Rome", NOW + timedelta(seconds=31), settled=False)
    assert len(late) == len(before) and "Undo" not in labels({"blocks": late})


def test_the_foot_of_several_versions_names_the_one_that_was_taken() -> None:
    two = replace(shown(30), item=draft_item(30, about=Submission(candidates=(draft(1), draft(2)))))
    taken = replace(two, item=replace(two.item, decision=replace(APPROVED, draft_version=2)))
    assert card(taken, ALICE, "Europe/Rome", NOW, settled=False)[-1]["text"]["text"] == "✓ B taken at 13:00"


def test_after_the_time_to_undo_a_card_offers_to_open_it_again() -> None:
    effected = replace(APPROVED, effected_at=NOW)
    waits = shown(30)
    closed = replace(waits, item=replace(waits.item, decision=effected, task=task(30, State.APPROVED), open=False))
    drawn = card(closed, ALICE, "Europe/Rome", NOW + timedelta(minutes=1), settled=False)
    assert labels({"blocks": drawn}) == ["Open", "Reopen"] and drawn[-1]["text"]["text"].startswith("✓ Approved at")


def test_the_end_of_a_message_says_that_all_is_decided() -> None:
    decided = [replace(c, item=replace(c.item, decision=APPROVED)) for c in (shown(30), shown(31))]
    assert "All 2 are decided. The next collection comes" in text(*decided)
    assert kinds(*decided)[-1] == kinds(shown(30), shown(31))[-1] == "context"
    assert "are decided." not in text(decided[0], shown(31))


def test_of_several_with_one_cause_each_can_be_opened() -> None:
    two = [shown(n, about=Problem(text="No.", remedy=Remedy.MATERIAL), draft=None) for n in (32, 33)]
    message = {"blocks": list(digest.digest(collected(*two), NOW, SETTLE).blocks)}
    assert [label for label in labels(message) if label.startswith(("Retry", "Open"))] == [
        "Retry all 2", f"Open {two[0].item.task.name}", f"Open {two[1].item.task.name}",
    ]  # fmt: skip


def test_what_was_given_away_in_a_review_is_with_somebody() -> None:
    given = replace(BEFORE, decision=None, reviewer=BOB)
    assert f"{given.task.name} is with <@{BOB}> now." in words(page(draft_item(30), seen=Seen("", given)))
    stands = replace(given, stands_for=ALICE)
    assert "is with" not in words(page(draft_item(30), seen=Seen("", replace(stands, reviewer=ALICE))))


def test_the_way_out_of_a_review_is_not_named_like_the_end_of_a_task() -> None:
    assert sitting.STOP == "Close review"


def test_words_for_an_agent_are_offered_while_it_works() -> None:
    working = replace(task(30, State.WORKING), progress=None)
    asking = replace(working, state=State.ASKING)
    drawn = [words(review.whole(whole(replace(draft_item(30), task=t)), ALICE, NOW)) for t in (working, asking)]
    assert "To tell it something while it works, " in drawn[0] and "To tell it something" not in drawn[1]


def test_a_question_that_needs_words_takes_the_time_to_write_them() -> None:
    assert asked_words("Which day?", ("Monday", "Friday")) == 2 < 60 < asked_words("Which notes?", ())


def test_what_was_not_done_is_not_called_missing_as_well() -> None:
    assert gap("Not done: it needs a language model.") == "Not done: it needs a language model."
    assert gap("the refund date") == "Missing: the refund date" and gap("Which date?") == "Which date?"


def test_a_line_of_a_list_names_the_one_thing_to_look_at() -> None:
    compared = draft(remarks=(f"{COMPARE} it with the notes: rules arranged it, and they understand nothing.",))
    compared = replace(compared, missing=(), checks=(Check(criterion="short", finding=Finding.MET, evidence="yes"),))
    assert thing(replace(draft_item(30), draft=compared)) == "compare it with the notes"
    question = replace(draft_item(30), about=Question(Ask(key=MATERIAL, kind=Kind.QUESTION, text="?")), draft=None)
    assert thing(question) == "needs your words"


def test_what_did_not_work_names_whose_it_is() -> None:
    theirs = replace(PROBLEM, item=replace(PROBLEM.item, reviewer=BOB))
    shown_there = words({"blocks": card(theirs, "", "UTC", NOW, settled=False)})
    assert f"for <@{BOB}> · from <@{ALICE}>" in shown_there
    assert "for <@" not in words({"blocks": card(PROBLEM, ALICE, "UTC", NOW, settled=False)})
