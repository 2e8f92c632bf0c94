"""What counts as a decision without a model: what was decided, and not what somebody would like, or is still to be."""

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

REST = "Anna is against it.\nBob will call Tom by 4 December."


async def memo(line: str, goal: str = "memo") -> Draft:
    return await OfflineWorker().work(assignment(f"{goal}\n{line}\n{REST}"))


@pytest.mark.parametrize(
    "line",
    [
        "I agree with Bob.", "Cara would agree to 39 €.", "Cara may agree to 39 €.", "To be agreed: the venue.",
        "The plan needs to be approved.", "The price has to be decided by Friday.", "It must be approved first.",
        "It will be decided in May.", "The offer should be approved by legal.", "If approved, we ship in May.",
        "Once it is agreed, we ship.", "I don't think we decided that.", "Do you agree?", "Bob thinks that they agree.",
        "Da decidere: chi paga lo stand.", "Das muss noch beschlossen werden.", "Il prezzo va approvato.",
        "Il faut que ce soit approuvé.", "Tiene que ser aprobado.", "They have yet to be decided.",
        "We hope that it gets approved.", "We can't agree on a price.", "We want to agree on a price.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("goal, title", [("memo", "## Decision"), ("summary", "## Decided")])
async def test_what_is_not_decided_yet_is_no_decision(line: str, goal: str, title: str) -> None:
    made = await memo(line, goal)
    assert title not in made.body and line in made.body
    assert "decision" not in made.summary.lower().replace("no decision", "")


@pytest.mark.parametrize(
    "line",
    [
        "Decision: open.", "Decision: pending", "Decision: none yet", "Decision: tbd", "Decision: postponed?",
        "Decision needed: 39 € or 49 €", "Decisions: to be made", "Beschluss: offen", "Decisione: rinviata a domani?",
        "We still need to decide who presents.", "We have to decide on the booth.", "Wir müssen noch entscheiden, wer fährt.",
        "Dobbiamo ancora decidere il prezzo.", "Offen: der Stand", "Aperto: lo stand", "Da decidere: chi paga",
        "Zu klären: der Stand", "To be decided: the booth",
    ],
)  # fmt: skip
async def test_what_is_to_be_decided_is_open(line: str) -> None:
    made = await memo(line)
    assert f"## Open questions\n\n- {line}" in made.body and "## Decision" not in made.body


@pytest.mark.parametrize(
    "line",
    [
        "Decision: 39 € until March.", "Beschluss: 39 €", "Entscheidung: Stand 12", "Decisione: restiamo a 39 €",
        "Décision : 39 €", "Decisión: 39 €", "We agree on 39 €.", "Both agreed to 39 €.", "We agreed that it is approved.",
        "The board approved the plan.", "We will ship in May, that is decided.", "All agree: 39 €.",
        "It was approved by legal.", "We decided what has to be approved by legal.",
    ],
)  # fmt: skip
async def test_what_was_decided_is_a_decision(line: str) -> None:
    made = await memo(line)
    assert f"## Decision\n\n- {line}" in made.body
