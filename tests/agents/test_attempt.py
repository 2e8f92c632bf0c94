import asyncio

import pytest

from agents.attempt import Attempts
from agents.contract import CannotDo
from agents.critic import Critic
from agents.models import NoSuchModel, choose, load, ollama
from agents.offline.worker import OfflineWorker
from agents.roster import AgentSpec, roster
from storage.jobs.port import Job
from storage.ledger import reading
from storage.ledger.core import Ledger
from storage.rules.task import Kind, State
from tests.ledger.hands import ALICE, TEAM, assign

JOB = Job(1, TEAM, "attempt", "1", 1)


class Fails:
    def __init__(self, error: Exception) -> None:
        self.error = error

    async def work(self, given):
        raise self.error


class Sleeps:
    async def work(self, given):
        await asyncio.sleep(30)


def attempts(ledger: Ledger, worker, **spec) -> Attempts:
    return Attempts(ledger, {"writer": AgentSpec(description="x", **spec)}, {"writer": worker}, Critic())


async def test_a_draft_comes_to_the_shelf_checked(ledger: Ledger) -> None:
    await assign(ledger, criteria=("at most 400 words",))
    await attempts(ledger, OfflineWorker()).run(JOB)
    shown = await ledger.see(reading.whole, ALICE, number=1)
    assert shown.task.state is State.READY
    assert shown.draft is not None
    assert shown.draft.checks[0].evidence.endswith("words")
    assert shown.draft.files


@pytest.mark.parametrize(
    "worker, spec, words",
    [
        (Fails(CannotDo("The file is protected.")), {}, "The file is protected."),
        (Fails(NoSuchModel("No key.")), {}, "No key."),
        (Sleeps(), {"minutes": 0.001}, "not done within 0.001 minutes"),
    ],
)
async def test_a_failure_becomes_a_problem_in_plain_words(ledger: Ledger, worker, spec: dict, words: str) -> None:
    await assign(ledger)
    await attempts(ledger, worker, **spec).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert shown is not None
    assert shown.kind is Kind.PROBLEM
    assert words in shown.problem


async def test_an_agent_that_is_gone_is_named(ledger: Ledger) -> None:
    await assign(ledger, worker="poet")
    await attempts(ledger, OfflineWorker()).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert shown is not None
    assert "no agent “poet”" in shown.problem


async def test_an_unexpected_error_is_left_to_be_tried_again_and_told_in_the_end(ledger: Ledger) -> None:
    await assign(ledger)
    made = attempts(ledger, Fails(RuntimeError("boom")))
    with pytest.raises(RuntimeError):
        await made.run(JOB)
    await made.buried(Job(1, TEAM, "attempt", "1", 3), "boom")
    shown = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert shown is not None
    assert shown.problem == "It failed 3 times: boom"


async def test_a_finished_attempt_runs_no_second_time(ledger: Ledger) -> None:
    await assign(ledger)
    made = attempts(ledger, OfflineWorker())
    await made.run(JOB)
    await made.run(JOB)
    assert len((await ledger.see(reading.whole, ALICE, number=1)).history) == 3  # assign, begin, hand in


@pytest.mark.parametrize(
    "configured, keys, name",
    [
        ("openai:gpt-x", frozenset(), "openai:gpt-x"),
        ("offline", frozenset({"ANTHROPIC_API_KEY"}), ""),
        (None, frozenset({"OPENAI_API_KEY"}), "openai:gpt-5-mini"),
        (None, frozenset({"ANTHROPIC_API_KEY", "OPENAI_API_KEY"}), "anthropic:claude-sonnet-4-5"),
    ],
)
async def test_the_order_of_models(configured: str | None, keys: frozenset[str], name: str) -> None:
    assert (await choose(configured, keys)).name == name


async def test_an_ollama_on_its_port_is_found() -> None:
    async def answer(reader, writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.0 200 OK\r\n\r\n{"models": [{"name": "small:1b"}]}')
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert await ollama(("127.0.0.1", port)) == "small:1b"
    server.close()
    assert await ollama(("127.0.0.1", 1)) is None


@pytest.mark.parametrize("name, words", [("nobody:x", "can't be used"), ("local", "not part of this version")])
def test_a_model_that_does_not_exist_is_named(name: str, words: str) -> None:
    with pytest.raises(NoSuchModel, match=words):
        load(name)


def test_the_roster_takes_what_is_configured_beside_the_built_in() -> None:
    made = roster({"poet": AgentSpec(description="Verse"), "writer": AgentSpec(description="Ours")})
    assert set(made) == {"writer", "assistant", "poet"}
    assert made["writer"].description == "Ours"
