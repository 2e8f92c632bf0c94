"""Where a reviewer wants a section: it stands there, or the answer says that it was not moved."""

from dataclasses import replace

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.task import Draft
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
