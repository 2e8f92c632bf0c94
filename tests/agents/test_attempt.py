import asyncio
from dataclasses import replace

import pytest

from agents.attempt import Attempts
from agents.contract import CannotDo, Plain, Waits
from agents.critic import Critic
from agents.models import NoSuchModel, choose, load, ollama
from agents.offline.worker import OfflineWorker
from agents.roster import roster
from agents.specs import AgentSpec
from storage.jobs.port import Job
from storage.ledger import assigning, deciding, effects, reading, running, spending, working
from storage.ledger.core import Ledger
from storage.ledger.deciding import Click
from storage.rules.authority import Policy
from storage.rules.task import Ask, Kind, State, Verdict
from tests.ledger.hands import ALICE, TEAM, assign, draft

JOB = Job(1, TEAM, "attempt", "1", 1)


class Fails(Plain):
    def __init__(self, error: Exception) -> None:
        self.error = error

    async def work(self, given):
        raise self.error


class Sleeps(Plain):
    """Works for longer than any test waits."""

    def __init__(self, ended: asyncio.Event | None = None) -> None:
        self.ended = ended or asyncio.Event()

    async def work(self, given):
        try:
            await asyncio.sleep(30)
        finally:
            self.ended.set()


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


async def test_a_question_comes_to_the_shelf_and_the_attempt_goes_on_with_its_answer(ledger: Ledger) -> None:
    class Asks(Plain):
        async def work(self, given):
            if "k" not in given.answers:
                raise Waits((Ask("k", Kind.QUESTION, "Which price?", ("39 €",)),))
            return replace(draft(), body=f"It costs {given.answers['k']}")

    await assign(ledger)
    made = attempts(ledger, Asks())
    await made.run(JOB)
    item = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert item is not None and item.ask is not None and item.ask.text == "Which price?"
    done = await ledger.do(deciding.decide, ALICE, Click(item.key, 0), Verdict.ANSWER, (), "39 €")
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    await made.run(JOB)
    shown = await ledger.see(reading.whole, ALICE, number=1)
    assert shown.draft is not None and shown.draft.body == "It costs 39 €"


@pytest.mark.parametrize("how", ["stop", "cancel", "stop all"])
async def test_what_is_stopped_ends_within_a_second(ledger: Ledger, how: str) -> None:
    ended = asyncio.Event()

    made = attempts(ledger, Sleeps(ended))
    task = (await assign(ledger)).task
    watching = asyncio.create_task(made.watch())
    working = asyncio.create_task(made.run(JOB))
    await asyncio.sleep(0.2)
    verb = {
        "stop": lambda: ledger.do(running.stop, ALICE, key=task.key),
        "cancel": lambda: ledger.do(assigning.cancel, ALICE, task.key),
        "stop all": lambda: ledger.do(spending.stop_all, ALICE),
    }[how]
    if how == "stop all":
        ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({ALICE.user})))
    await verb()
    await asyncio.wait_for(ended.wait(), 1)
    await asyncio.wait_for(working, 1)  # the job itself is done, not failed
    watching.cancel()


async def test_a_draft_that_fails_a_criterion_goes_back_once_before_a_person_sees_it(ledger: Ledger) -> None:
    seen: list[tuple[str, ...]] = []

    class Mends(Plain):
        async def work(self, given):
            return draft(body="A memo about nothing")

        async def mend(self, given, made, findings):
            seen.append(findings)
            return replace(made, body="The price is 39 €")

    await assign(ledger, criteria=("names the price",))
    await attempts(ledger, Mends()).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).draft
    assert shown is not None and shown.body == "The price is 39 €"
    assert seen == [("Not met: names the price (“price” does not occur)",)]
    assert "Sent back once by the checks: Not met: names the price" in shown.remarks[0]


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


@pytest.mark.parametrize("name, words", [("nobody:x", "can't be used")])
def test_a_model_that_does_not_exist_is_named(name: str, words: str) -> None:
    with pytest.raises(NoSuchModel, match=words):
        load(name)


def test_the_roster_takes_what_is_configured_beside_the_built_in() -> None:
    made = roster({"poet": AgentSpec(description="Verse"), "writer": AgentSpec(description="Ours")})
    assert set(made) == {"writer", "researcher", "analyst", "coder", "assistant", "poet"}
    assert made["writer"].description == "Ours"


async def test_a_draft_that_can_not_be_mended_comes_as_it_is(ledger: Ledger) -> None:
    class Stuck(Plain):
        async def work(self, given):
            return draft(body="A memo about nothing")

        async def mend(self, given, made, findings):
            raise CannotDo("no budget is left")

    await assign(ledger, criteria=("names the price",))
    await attempts(ledger, Stuck()).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).draft
    assert shown is not None and shown.body == "A memo about nothing"
    assert "could not be mended: no budget is left" in shown.remarks[0]


async def test_looking_goes_on_after_the_database_was_away(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = asyncio.Event()

    made, task, seen, away = attempts(ledger, Sleeps(ended)), (await assign(ledger)).task, ledger.see, [2]

    async def see(query, *args, **more):
        if query is working.running and away[0]:
            away[0] -= 1
            raise OSError("away")
        return await seen(query, *args, **more)

    monkeypatch.setattr(ledger, "see", see)
    watching, running_ = asyncio.create_task(made.watch()), asyncio.create_task(made.run(JOB))
    await asyncio.sleep(0.2)
    await ledger.do(running.stop, ALICE, key=task.key)
    await asyncio.wait_for(ended.wait(), 3)
    await running_
    watching.cancel()
