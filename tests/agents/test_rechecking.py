"""What a person edited is checked again: by code, by the critic where there is one, and honestly where nobody can."""

import pytest

from agents.attempts.rechecking import Rechecking
from agents.models.away import Away
from agents.review.critic import Critic
from storage.jobs.port import Again, Job
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import editing
from storage.ledger.decisions.clicks import Click
from storage.ledger.rows import finding_items
from storage.rules.jobs import JobKind
from storage.rules.values.check import Finding
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from tests.agents.scripted import Scripted, says
from tests.ledger.hands import ALICE, TEAM, assign, work


async def edited(ledger: Ledger, text: str, *criteria: str) -> tuple[str, Job]:
    """Have a draft edited; the key of its item, and the job that checks it."""
    key = await work(ledger, await assign(ledger, criteria=criteria))
    version = await ledger.do(editing.edit, ALICE, Click(key=key, version=1), text)
    return key, Job(id=1, team=TEAM, kind=JobKind.RECHECK, key=f"{key}.{version}", tries=1)


async def item(ledger: Ledger, key: str) -> tuple[Item, Draft]:
    found = await ledger.see(finding_items.find_item, TEAM, key)
    assert found is not None and found.draft is not None
    return found, found.draft


async def test_code_checks_what_was_edited(ledger: Ledger) -> None:
    key, job = await edited(ledger, "Three plain words", "short", "under 3 words")
    await Rechecking(ledger, Critic()).run(job)
    found, draft = await item(ledger, key)
    assert [check.finding for check in draft.checks] == [Finding.NOT_CHECKED, Finding.NOT_MET]
    assert found.decision is None


async def test_the_critic_checks_what_was_edited(ledger: Ledger) -> None:
    key, job = await edited(ledger, "Three plain words", "short")
    judged = {"criteria": [{"number": 1, "verdict": "met", "quotation": "Three plain words"}]}
    model = Scripted(script=[says(Review=judged)])
    await Rechecking(ledger, Critic(model=model)).run(job)
    found, draft = await item(ledger, key)
    assert draft.checks[0].finding is Finding.MET
    assert found.decision is not None


async def test_no_model_looks_at_what_is_scripted(ledger: Ledger) -> None:
    _, job = await edited(ledger, "Three plain words", "short")
    model = Scripted(script=[])
    await Rechecking(ledger, Critic(model=model), frozenset({"writer"})).run(job)
    assert model.seen == []


async def test_a_job_that_comes_twice_does_nothing_more(ledger: Ledger) -> None:
    key, job = await edited(ledger, "Short words", "under 3 words")
    await Rechecking(ledger, Critic()).run(job)
    await Rechecking(ledger, Critic()).run(job)
    assert (await item(ledger, key))[0].decision is None  # “short” was met, and nobody checks it any more


async def test_a_provider_that_is_away_is_asked_again(ledger: Ledger) -> None:
    class Gone(Critic):
        async def check(self, *given: object) -> Draft:
            raise Away("The provider is away.")

    _, job = await edited(ledger, "Three plain words", "short")
    with pytest.raises(Again):
        await Rechecking(ledger, Gone()).run(job)


async def test_after_the_last_try_it_is_in_doubt_and_waits_for_the_person(ledger: Ledger) -> None:
    key, job = await edited(ledger, "Three plain words", "short")
    await Rechecking(ledger, Critic()).buried(job, "boom")
    found, draft = await item(ledger, key)
    assert found.decision is None
    assert Finding.IN_DOUBT in {check.finding for check in draft.checks}
