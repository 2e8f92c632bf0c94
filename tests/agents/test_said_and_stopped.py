"""A word that comes too late is told, a stop stops the critic too, and what was not read is not missing."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.attempts.attempt import Attempts
from agents.attempts.checking import Checking
from agents.attempts.ledger_link import LiveLedgerLink
from agents.attempts.rechecking import Rechecking
from agents.review.critic import Critic
from agents.roster.agent_spec import AgentSpec
from agents.tools.ask_person import ask_person
from agents.tools.box import Toolbox
from agents.tools.reader import Reader
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from storage.jobs.port import Again, Job
from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import reading
from storage.ledger.work import spending, steering
from storage.rules.authority import Policy
from storage.rules.refusal import Refused
from storage.rules.values.check import Finding
from storage.rules.values.draft import Draft, File
from tests.agents.given import assignment
from tests.agents.scripted import Scripted, hands_in, says
from tests.agents.test_rechecking import edited
from tests.agents.test_worker import saver
from tests.ledger.hands import ALICE, TEAM, assign, attempt_of

__all__ = ["saver"]


async def test_a_word_after_the_last_call_is_told_on_the_card(ledger: Ledger, saver: Any) -> None:
    ledger.terms = replace(ledger.terms, heeds=True)
    made = await assign(ledger)

    class Meanwhile(Scripted):
        async def _agenerate(self, messages: Any, *given: Any, **more: Any) -> Any:
            await ledger.do(steering.say, ALICE, made.task.key, "Write it in dollars")
            return self._next(messages)

    named = [Named("test:x", Scripted(script=[hands_in("39 €")]))]
    store, box = WorkStore(saver, Path(tempfile.mkdtemp())), Toolbox(always=[ask_person])
    worker = ModelWorker(AgentSpec(description="x"), named, store, LiveLedgerLink(ledger), box)
    critic = Critic(model=Meanwhile(script=[says(Review={"criteria": []})]))
    attempts = Attempts(
        ledger=ledger, roster={"writer": AgentSpec(description="x")}, workers={"writer": worker}, critic=critic
    )
    key = str(await attempt_of(ledger, made.task.id))
    await attempts.run(Job(id=1, team=TEAM, kind="attempt", key=key, tries=1))
    found = await ledger.see(reading.whole, ALICE, number=1)
    assert found.draft is not None
    assert "Said too late for this version: “Write it in dollars”" in found.draft.remarks


async def test_a_word_that_nobody_hears_is_refused(ledger: Ledger) -> None:
    made = await assign(ledger)
    with pytest.raises(Refused, match="hears nothing while it works"):
        await ledger.do(steering.say, ALICE, made.task.key, "Leave out the partners")


async def test_a_stop_of_everything_stops_the_critic(ledger: Ledger) -> None:
    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({ALICE.user})))
    _, job = await edited(ledger, "Three plain words", "short")
    await ledger.do(spending.stop_all, ALICE)
    model = Scripted(script=[says(Review={"criteria": []})])
    with pytest.raises(Again, match="everything is stopped"):
        await Rechecking(ledger, Critic(model=model)).run(job)
    assert not model.seen


async def test_what_may_stand_in_a_file_that_was_not_read_is_not_missing() -> None:
    files = (File("T-1-v1.md", "text/markdown", b"Here it is."), File("report.pdf", "application/pdf", b"%PDF-1.4"))
    handed = Draft(version=1, title="Report", summary="", body="Here it is.", made_by="@bob", files=files)
    checking = Checking(None, Critic(reads=Reader()))  # type: ignore[arg-type]
    seen = await checking.look(assignment(criteria=("mentions Rome", "at least 300 words")), handed)
    assert {check.finding for check in seen.checks} == {Finding.IN_DOUBT}
    assert all("report.pdf was not read." in check.evidence for check in seen.checks)
