"""Where a reviewer wants a section: it stands there, or the answer says that it was not moved."""

from dataclasses import replace

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

BODY = "## Decision\n\nWe go with Acme.\n\n## Next steps\n\nAnna books.\n\n## Risks\n\nThe price may rise."
NOTES = "We go with Acme.\nAnna books.\nThe price may rise."


async def after(note: str) -> tuple[Draft, list[str]]:
    first = await OfflineWorker().work(assignment("Post", NOTES))
    given = assignment("Post", NOTES, version=2, previous=replace(first, body=BODY), note=note)
    made = await OfflineWorker().work(given)
    return made, [line[3:] for line in made.body.splitlines() if line.startswith("## ")]


@pytest.mark.parametrize(
    "note",
    [
        "move Next steps to the end", "Put next steps last", "move the next steps to the bottom", "put Next steps at the end",
        "please move the section Next steps to the very end",
    ],
)  # fmt: skip
async def test_what_goes_to_the_end_stands_there(note: str) -> None:
    made, titles = await after(note)
    assert titles == ["Decision", "Risks", "Next steps"]
    assert made.answer.endswith("done: “Next steps” stands last now.")


@pytest.mark.parametrize(
    "note",
    ["move Next steps first", "put Next steps at the top", "start with Next steps", "Begin with the next steps", "bring Next steps to the top"],
)  # fmt: skip
async def test_what_goes_first_stands_there(note: str) -> None:
    made, titles = await after(note)
    assert titles == ["Next steps", "Decision", "Risks"] and "stands first now" in made.answer


@pytest.mark.parametrize(
    "note",
    [
        "move Risks below Decision", "put Risks after the decision", "move Risks up", "put Risks before Next steps",
        "move Risks into Decision", "bring Risks", "move Risks to the second place", "Put Risks in bold", "move Risks down",
        "put Risks into a table", "move Risks between Decision and Next steps",
    ],
)  # fmt: skip
async def test_another_place_is_not_called_the_first(note: str) -> None:
    made, titles = await after(note)
    assert titles == ["Decision", "Next steps", "Risks"] and made.body == BODY
    assert "not done" in made.answer and made.missing


@pytest.mark.parametrize(
    "note",
    [
        "remove decision on the price", "drop Next steps of Bob", "Delete Risks that are small", "drop the decision to wait",
        "keep only Risks that are large", "keep only Next steps of Anna",
    ],
)  # fmt: skip
async def test_a_part_of_a_section_is_not_the_section(note: str) -> None:
    made, _ = await after(note)
    assert made.body == BODY and "not done" in made.answer and made.missing


@pytest.mark.parametrize(
    "note",
    [
        "drop Risks",
        "drop the section on Risks",
        "remove the Risks section, please",
        "delete the risks part",
        "drop risk",
    ],
)
async def test_a_section_that_is_named_is_dropped(note: str) -> None:
    made, titles = await after(note)
    assert titles == ["Decision", "Next steps"] and "dropped the section “Risks”" in made.answer


async def test_a_section_that_is_to_be_kept_alone_is_kept() -> None:
    _, titles = await after("keep only the Next steps section")
    assert titles == ["Next steps"]


@pytest.mark.parametrize("note", ["keep only Risks and Decision", "Only the decision, the risks"])
async def test_several_sections_are_kept(note: str) -> None:
    made, titles = await after(note)
    assert titles == ["Decision", "Risks"] and "dropped “Next steps”" in made.answer


async def test_of_titles_that_begin_alike_the_one_that_is_named_goes() -> None:
    goal = f"memo\n{NOTES}\nBob will call Tom by 4 December.\nTODO call Ann"
    first = await OfflineWorker().work(assignment(goal))
    made = await OfflineWorker().work(assignment(goal, version=2, previous=first, note="drop Next steps"))
    assert "TODO call Ann" in made.body and "Bob will call" not in made.body
    assert made.answer.endswith("dropped the section “Next steps”.")
