"""A revision without a model: each answer begins with the word that tells, and tells the truth."""

import re

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.values.draft import Draft
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
        ("Under 80 words, please", False),
        ("Under 2 words, please", False),
        ("Cut it by half", False),
        ("At most 900 words", True),
        ("Add Antarctica", False),
        ("Add the student plan", False),
        ("Make it funnier", False),
        ("The reseller gets 29 € too.", False),
        ("Say that the reseller gets 29 € too", False),
        ("Add that the fair is cold", True),
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
        "Add: the corrected invoice comes on Monday",
        "Add the sentence “The corrected invoice comes on Monday.”",
        "Please add that sentence: The corrected invoice comes on Monday",
    ],
)
async def test_a_sentence_that_a_reviewer_wants_added_is_added(note: str) -> None:
    first, second = await revised(note, "Answer to Acme", f"{THREAD}\n\nAnswer: I see both charges.")
    assert any("corrected invoice" in r for r in first.remarks)
    assert "\nThe corrected invoice comes on Monday.\n" in second.body and second.body.endswith("Kind regards")
    assert second.body.count("I see both charges") == 1
    assert second.missing == () and second.answer.endswith(": done: added as you wrote it.")


async def test_what_cannot_be_added_says_what_would_help() -> None:
    _, second = await revised("Add a section on Antarctica")
    assert "new sentences need a language model" in second.answer
    assert second.answer.endswith("paste the sentence after “add:”.")
