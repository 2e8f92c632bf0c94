"""A revision without a model: each answer begins with the word that tells, and tells the truth."""

import re

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.task import Draft
from tests.agents.given import assignment
from tests.agents.test_offline import NOTES, THREAD


async def revised(note: str, goal: str = "Decision memo", text: str = NOTES) -> tuple[Draft, Draft]:
    first = await OfflineWorker().work(assignment(goal, text))
    return first, await OfflineWorker().work(assignment(goal, text, version=2, previous=first, note=note))


@pytest.mark.parametrize(
    "note, done",
    [
        ("Drop the section Next steps", True),
        ("Drop the section Antarctica", False),
        ("Keep only the decision", True),
        ("Keep only Antarctica", False),
        ("Replace 39 € with 45 €", True),
        ("Replace 11 € with 12 €", False),
        ("Move Open questions first", True),
        ("Under 80 words, please", True),
        ("Under 2 words, please", False),
        ("At most 900 words", True),
        ("Add Antarctica", False),
        ("Add the student plan", False),
        ("Make it funnier", False),
        ("The reseller gets 29 € too.", True),
        ("Say that the reseller gets 29 € too", True),
    ],
)
async def test_each_answer_begins_with_the_word_that_tells(note: str, done: bool) -> None:
    _, second = await revised(note)
    for line in (second.answer, *(m for m in second.missing if m.startswith("“"))):
        assert re.match(rf"(?:1\. )?“[^”]+”: {'done' if done else 'not done'}: \S", line), line
    assert second.summary.startswith("Not done: ") is not done
    assert any(m.startswith("“") for m in second.missing) is not done


@pytest.mark.parametrize(
    "note",
    [
        "please add that the corrected invoice comes on Monday",
        "Mention that the corrected invoice comes on Monday.",
        "Add: the corrected invoice comes on Monday",
        "Add the sentence “The corrected invoice comes on Monday.”",
        "Please add that sentence: The corrected invoice comes on Monday",
    ],
)
async def test_a_sentence_that_a_reviewer_wants_added_is_added(note: str) -> None:
    first, second = await revised(note, "Answer to Acme", THREAD)
    assert any("corrected invoice" in r for r in first.remarks)
    assert "\nThe corrected invoice comes on Monday.\n" in second.body and second.body.endswith("Kind regards")
    assert second.body.count("I see both charges") == 1
    assert second.missing == () and second.answer.endswith(": done: taken in as you wrote it.")


async def test_what_cannot_be_added_says_what_would_help() -> None:
    _, second = await revised("Add a section on Antarctica")
    assert "there is no “Antarctica” in the material. I can't write new sentences without a model." in second.answer
    assert second.answer.endswith("Paste the sentence.")


async def test_what_was_dropped_stays_dropped_beside_a_fact() -> None:
    _, second = await revised("Remove outage\nThe invoice comes on Monday.", "Answer to Acme", THREAD)
    assert "1. “Remove outage”: done: " in second.answer and "outage" not in second.body
    assert "The invoice comes on Monday." in second.body


async def test_a_fact_is_in_the_text_whatever_its_form() -> None:
    notes = "Bob will call Dana by 3 May.\nSomeone should book the room."
    first, second = await revised("The invoice comes on Monday.", "action items", notes)
    assert first.missing and "done: taken in" in second.answer
    assert "The invoice comes on Monday." in second.body


async def test_an_action_that_a_reviewer_writes_joins_the_others() -> None:
    notes = "Bob will call Dana by 3 May.\nSomeone should book the room."
    _, second = await revised("Dana calls Acme on Monday.", "action items", notes)
    assert "| Dana | calls Acme | Monday |" in second.body and "done: taken in" in second.answer
