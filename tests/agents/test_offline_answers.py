"""Questions and what answers them: without a model, nothing counts as an answer that is about something else."""

from dataclasses import replace

import pytest

from agents.offline.worker import OfflineWorker
from agents.roster.ends import Waits
from storage.rules.values.ask import MATERIAL
from storage.rules.values.draft import Draft
from storage.rules.values.source import Source
from tests.agents.given import assignment

UNCLAIMED = "Arranged from your lines. Whether it answers is for you to check."


async def made_of(goal: str, thread: str) -> Draft:
    given = assignment(goal)
    brief = replace(given.task.brief, sources=(Source("the thread", thread),))
    return await OfflineWorker().work(replace(given, task=replace(given.task, brief=brief)))


ROSSI = "Rossi asks: When does the price change? It changes on 15 December. What does it cost? It costs 39 €."
LETTER = "Hello,\n\n{}\n\nKind regards"


async def letter(goal: str, **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, **more))


@pytest.mark.parametrize(
    "text",
    [
        "From: Rossi, Acme\nTo: alice@x.example\nSubject: the price\n\nHello,\nwhen does the price change?\n\nBest, Rossi",
        "From: Rossi <rossi@x.example>\nDear Alice,\nWhen does the price change? We wait for it.\nBest regards\nRossi",
        "Hi Alice,\nWhen does the price change?\nThanks, Rossi",
        "Gentile Alice,\nquando cambia il prezzo?\nCordiali saluti, Rossi",
        "Da: Rossi\nBuongiorno,\nquando cambia il prezzo?\nGrazie\nRossi",
    ],
)
async def test_a_pasted_mail_is_answered_by_its_name(text: str) -> None:
    with pytest.raises(Waits, match="What should it say"):
        await letter(f"Reply to the mail\n{text}")
    made = await letter(f"Reply to the mail\n{text}", answers={MATERIAL: "The price changes on 15 December."})
    assert made.body == LETTER.format("The price changes on 15 December.")
