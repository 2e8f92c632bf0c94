import re
from importlib import resources

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from agents.offline.material import number, read
from agents.offline.worker import NOTICE, OfflineWorker
from storage.rules.task import Brief, Draft, Source
from tests.agents.given import assignment

NOTES = resources.files("bot.samples").joinpath("pricing-meeting.md").read_text("utf-8")
THREAD = resources.files("bot.samples").joinpath("double-charge.md").read_text("utf-8")
SHEET = resources.files("bot.samples").joinpath("quarter-sales.csv").read_text("utf-8")
SKELETON = re.compile(
    r"^(#|\||Hello|thank you for your message|Kind regards|_Made|Nothing in the material|- Nothing|$)"
)


async def make(goal: str, text: str, **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, text, **more))


async def test_notes_become_a_decision_memo() -> None:
    made = await make("Decision memo from the pricing meeting", NOTES, criteria=("at most 250 words",))
    titles = re.findall(r"^## (.+)$", made.body, re.M)
    assert titles[0] == "Decision"
    assert "Next steps" in titles
    assert "We decided to go with 39 € per seat" in made.body
    assert "The student plan is still open" in made.body.split("## Open questions")[1]
    assert len(made.body.split()) <= 250


async def test_a_thread_becomes_a_reply_in_the_words_of_our_side() -> None:
    made = await make("Answer to Acme on the double charge", THREAD)
    letter = made.body.split("## What they ask")[0]
    assert "Hello Dana" in letter
    assert "the refund of 240 € was approved on 23 November" in letter
    assert "Will we get a corrected invoice as well?" in made.body


async def test_a_table_is_summed_up() -> None:
    made = await make("Summary of the sales table", SHEET)
    assert "**Seats sold**: total 3,366; highest 603 (October), lowest 412 (April)" in made.body
    assert "**Churn %**: average 3.03" in made.body
    assert "April to October: 11,948 to 17,487 (+46 %)" in made.body


@pytest.mark.parametrize(
    "goal, text",
    [("Decision memo", NOTES), ("Answer to Acme", THREAD), ("Launch FAQ", NOTES), ("Plan for the launch", NOTES)],
)
async def test_it_invents_nothing(goal: str, text: str) -> None:
    made = await make(goal, text)
    known = " ".join(text.split())
    for line in made.body.splitlines():
        bare = re.sub(r"^[-*\s]+|\*\*", "", line).strip()
        assert SKELETON.match(line) or bare in known, line


async def test_it_says_that_no_model_made_it_and_hands_in_a_file() -> None:
    made = await make("Memo", NOTES)
    assert made.made_by == "made without a language model"
    assert made.body.endswith(NOTICE)
    assert made.files[0].name == "memo-v1.md"
    assert made.files[0].data.startswith(b"# Memo")


async def test_without_material_it_says_what_is_missing() -> None:
    made = await make("Launch FAQ", "")
    assert "Only a skeleton" in made.summary
    assert "None came with the brief" in made.body


@pytest.mark.parametrize(
    "note, gone, there, answer",
    [
        ("Drop the section Next steps", "## Next steps", "## Decision", "dropped the section “Next steps”"),
        ("Remove Lyon", "Lyon", "## Decision", "dropped 1 lines with “Lyon”"),
        ("Keep only the decision", "## Next steps", "## Decision", "kept 1 of"),
        ("Move Open questions first", "", "## Open questions", "stands first"),
        ("Add a section on the student plan", "", "## Student plan", "from the material"),
        ("Add a section on Antarctica", "", "## Antarctica", "says nothing on it"),
        ("Make it funnier", "", "## Decision", "not possible without a language model"),
    ],
)
async def test_a_revision_does_what_can_be_done_and_says_what_cannot(
    note: str, gone: str, there: str, answer: str
) -> None:
    first = await make("Decision memo", NOTES)
    second = await make("Decision memo", NOTES, version=2, previous=first, note=note)
    assert not gone or gone not in second.body
    assert there in second.body
    assert answer in second.answer
    if "first" in note:
        assert second.body.startswith(there)


async def test_shortening_reaches_the_length_that_was_asked_for() -> None:
    first = await make("Decision memo", NOTES)
    second = await make("Decision memo", NOTES, version=2, previous=first, note="Under 80 words, please")
    assert len(second.body.replace(NOTICE, "").split()) <= 80
    assert "## Decision" in second.body


@each(st.text(max_size=400), st.text(min_size=1, max_size=60))
def test_any_text_is_taken_apart_without_a_fault(text: str, goal: str) -> None:
    read(Brief(goal + "\n" + text, "writer", sources=(Source("x", text),)))


@pytest.mark.parametrize(
    "cell, value",
    [
        ("1,234", 1234.0),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("39 €", 39.0),
        ("-3 %", -3.0),
        ("abc", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_numbers(cell: str, value: float | None) -> None:
    assert number(cell) == value
