"""Somebody hears of each kind of work that was given up, and what they decided is theirs to decide again."""

import ast
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
import sqlalchemy as sa

from bot.front import handlers_of
from bot.jobs import done_by_agents
from bot.outbound.rendering import Rendering
from storage.ledger.core.ledger import Ledger, Terms, Tx
from storage.ledger.decisions import clicks, deciding
from storage.ledger.work import giving_up
from storage.rules.authority import Policy
from storage.rules.jobs import QUEUES, JobKind, Queue
from storage.rules.posts import PostKind
from storage.rules.values.decision import Verdict
from storage.tables import decision
from tests.ledger.hands import ALICE, TEAM, assign, told, work

ROOT = Path(__file__).parents[2]
ELSEWHERE = {
    JobKind.ATTEMPT,
    JobKind.CHECK,
    JobKind.RECHECK,
    JobKind.PUBLISH,
    JobKind.QUESTION,
    JobKind.POST,
}  # who hears does more than change the ledger


def promised() -> set[str]:
    """Return the kinds of all promises in the code."""
    files = [*ROOT.glob("storage/ledger/**/*.py"), *ROOT.glob("bot/**/*.py")]
    calls = [
        node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    promises = [call for call in calls if _name(call) in ("promise", "Promise")]
    named = [call.args[1] for call in promises if len(call.args) > 1]
    named += [word.value for call in promises for word in call.keywords if word.arg == "kind"]
    return {JobKind[kind.attr] for kind in named if isinstance(kind, ast.Attribute)}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_somebody_hears_of_each_kind() -> None:
    assert giving_up.TOLD.keys() | ELSEWHERE == promised() == set(JobKind)


def test_each_kind_has_its_queue_and_what_does_it() -> None:
    anything: Any = MagicMock()
    of_agents = done_by_agents(anything, anything)
    assert set(QUEUES) == set(JobKind)
    agents = Queue.ATTEMPTS, Queue.LOOKS
    assert {kind for kind, queue in QUEUES.items() if queue in agents} == set(of_agents)
    assert set(handlers_of(anything, anything, anything)) == set(JobKind) - set(of_agents)


def test_each_kind_of_message_is_drawn() -> None:
    assert set(Rendering(ledger=MagicMock(), hosts=frozenset(), newer=MagicMock(), bot="U").pictures()) == set(PostKind)


@pytest.fixture
def watched(ledger: Ledger) -> Ledger:
    ledger.terms = Terms(policy=Policy(admins=frozenset({"U09ADMIN"})))
    return ledger


async def test_a_decision_that_can_never_take_effect_is_none_and_its_decider_hears(watched: Ledger) -> None:
    key = await work(watched, await assign(watched))
    decided = await watched.do(deciding.decide, ALICE, clicks.Click(key=key, version=1), Verdict.APPROVE)
    assert decided.decision is not None
    await watched.do(giving_up.effect, TEAM, str(decided.decision.id), "no such channel")
    (line,) = await told(watched, ALICE.user)
    assert "could not be carried out (no such channel)" in line and "T-1" in line
    assert await told(watched, "U09ADMIN")
    again = await watched.do(deciding.decide, ALICE, clicks.Click(key=key, version=1), Verdict.REJECT)
    assert again.decision is not None and again.decision.verdict is Verdict.REJECT


async def test_a_decision_that_took_effect_meanwhile_stays(watched: Ledger) -> None:
    key = await work(watched, await assign(watched))
    decided = await watched.do(deciding.decide, ALICE, clicks.Click(key=key, version=1), Verdict.APPROVE)
    assert decided.decision is not None

    def done(tx: Tx) -> None:
        tx.conn.execute(sa.update(decision).where(decision.c.team == TEAM).values(effected_at=tx.now))

    await watched.do(done)
    await watched.do(giving_up.effect, TEAM, str(decided.decision.id), "late")
    assert await told(watched, ALICE.user) == []


@pytest.mark.parametrize("kind", sorted(giving_up.TOLD.keys() - {"effect", "inbox"}))
async def test_who_runs_the_installation_hears_of_the_rest(watched: Ledger, kind: str) -> None:
    await watched.do(giving_up.TOLD[kind], TEAM, "1", "boom")
    (line,) = await told(watched, "U09ADMIN")
    assert "boom" in line
