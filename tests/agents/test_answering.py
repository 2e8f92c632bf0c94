"""Answers to questions about a draft: from what it says, and honest where it says nothing."""

import asyncio

import pytest
import sqlalchemy as sa

from agents.attempts.answering import Answers
from agents.attempts.under_way import UnderWay
from agents.offline.explain import NOTHING, explain
from agents.roster.ends import CannotDo
from storage.jobs.port import Again, Job
from storage.ledger import people
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.work import inquiries, inquiring, spending
from storage.rules.authority import Policy
from storage.rules.pages.inquiries import Inquiry
from storage.rules.values.brief import Brief
from storage.rules.values.draft import Draft
from storage.rules.values.place import Place
from storage.rules.values.source import Source
from storage.rules.values.worker import agent
from storage.tables import post
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, TEAM, assign, work

BODY = (
    "# Memo\n\n- The price is **39 €** per seat.\n- We ship on 3 March.\n\n_Made without a language model: arranged._"
)
BRIEF = Brief(
    goal="Memo",
    worker=agent("writer"),
    sources=(Source("notes.md", "Hosting costs 20 € a month. Bob signs the contract."),),
)


@pytest.mark.parametrize(
    "question, part",
    [
        ("why 39 €?", "The draft says: “The price is 39 € per seat.”"),
        ("wann ist der 3 March?", "We ship on 3 March."),
        ("who signs the contract?", "notes.md says: “Bob signs the contract.”"),
        ("quanto costa hosting?", "Hosting costs 20 €"),
        ("who pays the lawyers?", NOTHING),
        ("wo steht das?", NOTHING),
        ("made without a model?", NOTHING),
        ("", NOTHING),
    ],
)
def test_the_sentences_that_say_it_are_quoted_with_their_place(question: str, part: str) -> None:
    assert part in explain(
        BRIEF, Draft(version=1, title="Memo", summary="", body=BODY, made_by="made by a test"), question
    )


class Says:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    async def explain(self, question: Inquiry) -> str:
        if self.error:
            raise self.error
        return "Hosting costs 20 €."


class Slow:
    """An explainer who takes long."""

    async def explain(self, inquiry: Inquiry) -> str:
        await asyncio.sleep(60)
        return "Too late."


class APIConnectionError(Exception):
    """As the clients of providers name it."""


async def question(ledger: Ledger) -> Job:
    made = await assign(ledger)
    await work(ledger, made)
    await ledger.do(inquiring.inquire, ALICE, made.task.key, "why?", Place("D1"))
    shown = sa.select(post.c.subject).where(post.c.team == TEAM, post.c.surface == "question")
    return Job(
        id=1, team=TEAM, kind="question", key=await ledger.see(lambda tx: tx.conn.execute(shown).scalar_one()), tries=1
    )


async def answer(ledger: Ledger, job: Job) -> str:
    asked = await ledger.see(inquiries.find_inquiry, TEAM, job.key)
    assert asked is not None
    return asked.answer


async def test_a_question_is_answered_once_however_often_it_runs(ledger: Ledger) -> None:
    job = await question(ledger)
    for _ in range(2):
        await Answers(ledger, Says()).run(job)
    assert await answer(ledger, job) == "Hosting costs 20 €."


async def test_who_cannot_answer_says_so(ledger: Ledger) -> None:
    job = await question(ledger)
    await Answers(ledger, Says(CannotDo("The budget is spent."))).run(job)
    assert await answer(ledger, job) == "I could not look for it: The budget is spent."


async def test_a_provider_that_is_away_is_asked_again(ledger: Ledger) -> None:
    job = await question(ledger)
    with pytest.raises(Again):
        await Answers(ledger, Says(APIConnectionError())).run(job)
    assert await answer(ledger, job) == ""


async def test_what_nobody_foresaw_is_told_at_the_end(ledger: Ledger) -> None:
    job = await question(ledger)
    with pytest.raises(ZeroDivisionError):
        await Answers(ledger, Says(ZeroDivisionError())).run(job)
    await Answers(ledger, Says()).buried(job, "division by zero")
    assert "something failed here" in await answer(ledger, job)


async def test_while_everything_is_stopped_a_question_waits(database: str) -> None:
    ledger = new_ledger(database, Terms(policy=Policy(admins=frozenset({ALICE.user}))))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    job = await question(ledger)
    await ledger.do(spending.stop_all, ALICE)
    with pytest.raises(Again):
        await Answers(ledger, Says()).run(job)
    ledger.close()


async def test_what_stops_everything_ends_an_answer_that_is_being_made(database: str) -> None:
    ledger = new_ledger(database, Terms(policy=Policy(admins=frozenset({ALICE.user}))))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    job, under_way = await question(ledger), UnderWay()
    watching = asyncio.create_task(under_way.watch(ledger))
    answering = asyncio.create_task(Answers(ledger, Slow(), under_way).run(job))
    await asyncio.sleep(0.1)
    await ledger.do(spending.stop_all, ALICE)
    with pytest.raises(Again, match="stopped"):
        await asyncio.wait_for(answering, 5)
    assert await answer(ledger, job) == ""
    watching.cancel()
    ledger.close()
