import asyncio
import gc
import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from agents.attempts.attempt import Attempts
from agents.models.choice import choose, ollama
from agents.models.load import load
from agents.models.refusals import NoSuchModel, refused
from agents.offline.worker import OfflineWorker
from agents.review.critic import Critic
from agents.roster.agent_spec import AgentSpec
from agents.roster.built_in import roster
from agents.roster.contract import Plain
from agents.roster.ends import Broken, CannotDo, Waits
from agents.roster.quiet import Quiet
from bot.views.stream.task_line import task_line
from storage.jobs.port import Again, Job
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.approvals import Approved
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import keeping
from storage.ledger.queries import reading
from storage.ledger.tasks import assigning, chains, suggesting
from storage.ledger.work import halting, spending, still_running
from storage.rules.authority import Policy
from storage.rules.refusal import Stale
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.change import Change
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State, Suggested
from storage.rules.values.worker import agent
from storage.tables import post
from tests.agents.scripted import Scripted, says
from tests.ledger.hands import ALICE, TEAM, assign, draft

JOB = Job(id=1, team=TEAM, kind="attempt", key="1", tries=1)


class Fails(Plain):
    def __init__(self, error: Exception) -> None:
        self.error = error

    async def work(self, given):
        raise self.error


class Sleeps(Plain):
    """Works for longer than any test waits, and then cleans up for some seconds."""

    def __init__(self, cleaning: float = 0.0) -> None:
        self.cleaning, self.began, self.ended = cleaning, asyncio.Event(), asyncio.Event()

    async def work(self, given):
        self.began.set()
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(self.cleaning)
            self.ended.set()


class Waiting(Plain):
    """Is done when it is told so."""

    def __init__(self) -> None:
        self.began, self.done = asyncio.Event(), asyncio.Event()

    async def work(self, given):
        self.began.set()
        await self.done.wait()
        return draft()


def attempts(ledger: Ledger, worker, **spec) -> Attempts:
    return Attempts(
        ledger=ledger,
        roster={"writer": AgentSpec(description="x", **spec)},
        workers={"writer": worker},
        critic=Critic(),
    )


async def test_no_model_looks_at_what_is_scripted(ledger: Ledger) -> None:
    await assign(ledger, criteria=("is friendly",))
    model = Scripted(script=[says(Review={"criteria": []})])
    roster = {"writer": AgentSpec(description="x")}
    scripted = Attempts(
        ledger=ledger,
        roster=roster,
        workers={"writer": OfflineWorker()},
        critic=Critic(model=model),
        scripted=frozenset({"writer"}),
    )
    await scripted.run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).draft
    assert shown is not None and model.seen == []


async def test_nothing_begins_while_somebody_is_served(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.roster.quiet.MOST", 60.0)
    await assign(ledger)
    worker, quiet = Waiting(), Quiet()
    with quiet.serving():
        running = asyncio.create_task(replace(attempts(ledger, worker), quiet=quiet).run(JOB))
        await asyncio.sleep(0.3)
        assert not worker.began.is_set()
    worker.done.set()
    await asyncio.wait_for(running, 20)
    assert worker.began.is_set()


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
    assert words in shown.about.text


async def test_what_gives_up_by_a_limit_of_its_own_is_tried_again(ledger: Ledger) -> None:
    await assign(ledger)
    with pytest.raises(TimeoutError):
        await attempts(ledger, Fails(TimeoutError())).run(JOB)
    assert (await ledger.see(reading.whole, ALICE, number=1)).item is None


async def test_a_question_comes_to_the_shelf_and_the_attempt_goes_on_with_its_answer(ledger: Ledger) -> None:
    class Asks(Plain):
        async def work(self, given):
            if "k" not in given.answers:
                raise Waits((Ask(key="k", kind=Kind.QUESTION, text="Which price?", choices=("39 €",)),))
            return replace(draft(), body=f"It costs {given.answers['k']}")

    await assign(ledger)
    made = attempts(ledger, Asks())
    await made.run(JOB)
    item = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert item is not None and item.ask is not None and item.ask.text == "Which price?"
    done = await ledger.do(deciding.decide, ALICE, Click(key=item.key, version=0), Verdict.ANSWER, (), "39 €")
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    await made.run(JOB)
    shown = await ledger.see(reading.whole, ALICE, number=1)
    assert shown.draft is not None and shown.draft.body == "It costs 39 €"


@pytest.mark.parametrize("how", ["stop", "cancel", "stop all"])
async def test_what_is_stopped_ends_within_a_second(ledger: Ledger, how: str) -> None:
    worker = Sleeps()
    made = attempts(ledger, worker)
    task = (await assign(ledger)).task
    watching = asyncio.create_task(made.watch())
    working = asyncio.create_task(made.run(JOB))
    await asyncio.wait_for(worker.began.wait(), 20)
    verb = {
        "stop": lambda: ledger.do(halting.stop, ALICE, key=task.key),
        "cancel": lambda: ledger.do(assigning.cancel, ALICE, task.key),
        "stop all": lambda: ledger.do(spending.stop_all, ALICE),
    }[how]
    if how == "stop all":
        ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({ALICE.user})))
    await verb()
    await asyncio.wait_for(worker.ended.wait(), 20)
    await asyncio.wait_for(working, 20)  # the job itself is done, not failed
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
    await assign(ledger, worker=agent("poet"))
    await attempts(ledger, OfflineWorker()).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert shown is not None
    assert "no agent “poet”" in shown.about.text


async def test_an_unexpected_error_is_left_to_be_tried_again_and_told_in_the_end(ledger: Ledger) -> None:
    await assign(ledger)
    made = attempts(ledger, Fails(RuntimeError("boom")))
    with pytest.raises(RuntimeError):
        await made.run(JOB)
    await made.buried(Job(id=1, team=TEAM, kind="attempt", key="1", tries=3), "boom")
    shown = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert shown is not None
    assert shown.about.text == "It failed 3 times: boom. Who runs Sluice can fix it."


async def lines(ledger: Ledger) -> list[str]:
    """What is to be told in lines, each with its hearer."""

    def told(tx):
        posts = tx.conn.execute(sa.select(post).where(post.c.team == TEAM, post.c.surface == "line")).all()
        return [f"{p.owner}: {(keeping.kept(tx, TEAM, p.subject) or {}).get('text', '')}" for p in posts]

    return await ledger.see(told)


async def test_who_can_mend_an_installation_hears_of_it_once_a_day(ledger: Ledger) -> None:
    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({"U0ADMIN"})))
    made = attempts(ledger, Fails(Broken("The MCP server “orders” can't be used.")))
    for number in (1, 2):
        await assign(ledger)
        await made.run(Job(id=number, team=TEAM, kind="attempt", key=str(number), tries=1))
        shown = (await ledger.see(reading.whole, ALICE, number=number)).item
        assert shown is not None
        assert shown.about.text == "The MCP server “orders” can't be used. An administrator was told."
    (said,) = await lines(ledger)
    assert said == (
        "U0ADMIN: writer can't work on T-1: The MCP server “orders” can't be used. When it is fixed, press Retry on the waiting cards."
    )


@pytest.mark.parametrize("status", [429, 503])
async def test_a_provider_that_is_away_is_waited_for(ledger: Ledger, status: int) -> None:
    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({"U0ADMIN"})))
    await assign(ledger)
    for request in range(2):  # each answer has words of its own
        error = RuntimeError(f"overloaded, request {request}")
        error.status_code = status
        with pytest.raises(Again):
            await attempts(ledger, Fails(error)).run(JOB)
    waits = (await ledger.see(reading.whole, ALICE, number=1)).task
    assert waits.state is State.WORKING
    assert "T-1 · Write a memo · writer · waits for its model, which can't be used now" in task_line(
        waits, await ledger.see(people.look_up, TEAM, ALICE.user), ledger.clock()
    )
    (said,) = await lines(ledger)
    assert "can't be used: overloaded, request 0. What needs it waits and is tried again." in said
    seen: list[Any] = []

    class Works(Plain):
        async def work(self, given):
            seen.append((await ledger.see(reading.whole, ALICE, number=1)).task.progress)
            return draft()

    await attempts(ledger, Works()).run(JOB)
    assert seen == [None]


async def test_criteria_that_were_taken_meanwhile_are_checked(ledger: Ledger) -> None:
    key = (await assign(ledger, criteria=())).task.key
    await ledger.do(suggesting.suggest, TEAM, 1, Suggested(("mentions Lyon",), ()))

    class Takes(Plain):
        async def work(self, given):
            await ledger.do(suggesting.take, ALICE, key)
            return draft()

    await replace(attempts(ledger, Takes()), suggester=Looks(), send_back=False).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).draft
    assert shown is not None and [c.criterion for c in shown.checks] == ["mentions Lyon"]


async def test_a_draft_that_is_not_good_enough_is_no_matter_for_administrators(ledger: Ledger) -> None:
    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({"U0ADMIN"})))
    await assign(ledger)
    await attempts(ledger, Fails(CannotDo("The model refused."))).run(JOB)
    assert await lines(ledger) == []


class Brings:
    """Brings nothing for as long as it is asked to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.brought = seconds, 0

    async def __call__(self, approved: Approved) -> str:
        await asyncio.sleep(self.seconds)
        self.brought += 1
        return "sluice/t-1"


CHANGE = Change(repository="shop", base="a" * 40, sha256="b" * 64)


class Changes(Plain):
    """Hands in a change to a repository."""

    async def work(self, given):
        return replace(draft(given.version), change=CHANGE)


async def approve(ledger: Ledger) -> Job:
    await assign(ledger)
    await attempts(ledger, Changes()).run(JOB)
    item = (await ledger.see(reading.whole, ALICE, number=1)).item
    assert item is not None
    done = await ledger.do(deciding.decide, ALICE, Click(key=item.key, version=1), Verdict.APPROVE)
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    return Job(id=1, team=TEAM, kind="publish", key=str(done.decision.id), tries=3)


async def test_a_delivery_that_is_given_up_is_told_to_who_assigned_it(ledger: Ledger) -> None:
    job = await approve(ledger)
    for _ in range(2):
        await replace(attempts(ledger, OfflineWorker()), bring=Brings(0)).unpublished(job, "the disk is full")
    (said,) = await lines(ledger)
    assert said.startswith(f"{ALICE.user}: T-1 could not be brought to its repository: It failed 3 times: the disk is")


async def test_a_command_that_fails_is_told_to_administrators_too(ledger: Ledger) -> None:
    async def fails(approved: Approved) -> str:
        raise Broken("“git push” failed: no such remote.")

    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({"U0ADMIN"})))
    job = await approve(ledger)
    await replace(attempts(ledger, OfflineWorker()), bring=fails).publish(job)
    assigner, admin = sorted(await lines(ledger))
    assert admin == "U0ADMIN: A delivery can't be made: “git push” failed: no such remote."
    assert "no such remote. Its patch is attached" in assigner


async def test_a_stop_of_everything_holds_deliveries_and_looks_at_briefs(ledger: Ledger) -> None:
    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({ALICE.user})))
    job, brings, looks = await approve(ledger), Brings(30), Looks()
    other = (await assign(ledger)).task
    made = replace(attempts(ledger, OfflineWorker()), bring=brings, suggester=looks)
    watching = asyncio.create_task(made.watch())
    bringing = asyncio.create_task(made.publish(job))
    looking = asyncio.create_task(made.suggest(Job(id=2, team=TEAM, kind="suggest", key=str(other.id), tries=1)))
    await asyncio.wait_for(looks.began.wait(), 20)
    await ledger.do(spending.stop_all, ALICE)
    with pytest.raises(Again):
        await asyncio.wait_for(bringing, 20)
    await asyncio.wait_for(looking, 20)
    await made.suggest(Job(id=2, team=TEAM, kind="suggest", key=str(other.id), tries=1))
    brings.seconds = 0
    with pytest.raises(Again):
        await made.publish(job)
    assert (looks.count, brings.brought) == (1, 0)  # nothing is begun any more
    await ledger.do(spending.go_on, ALICE)
    await made.publish(job)
    assert brings.brought == 1
    watching.cancel()


class Looks:
    """A suggester that thinks for longer than any test waits."""

    def __init__(self) -> None:
        self.began, self.count = asyncio.Event(), 0

    async def suggest(self, given):
        self.count += 1
        self.began.set()
        await asyncio.sleep(30)


@pytest.mark.parametrize("status, words", [(401, "does not accept the key"), (404, "knows no such model")])
def test_a_providers_refusal_is_for_who_can_mend_it(status: int, words: str) -> None:
    error = RuntimeError("x")
    error.status_code = status
    no = refused("openai:gpt-x", error)
    assert isinstance(no, Broken) and str(no) == f"openai:gpt-x: the provider {words} ({status})."
    assert refused("openai:gpt-x", RuntimeError("x")) is None
    error.status_code = 400
    assert not isinstance(refused("openai:gpt-x", error), Broken)


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


@pytest.mark.parametrize(
    "error, words, told",
    [
        (RuntimeError("the provider is away"), "mended: the provider is away", 0),
        (Broken("No key."), "mended: No key.", 1),
        (CannotDo("x" * 900), "mended: xxx", 0),
    ],
)
async def test_a_draft_is_not_lost_by_its_mending(ledger: Ledger, error: Exception, words: str, told: int) -> None:
    class Stuck(Plain):
        async def work(self, given):
            return draft(body="A memo about nothing")

        async def mend(self, given, made, findings):
            raise error

    ledger.terms = replace(ledger.terms, policy=Policy(admins=frozenset({"U0ADMIN"})))
    await assign(ledger, criteria=("names the price", *(f"names the {n * 'x'}" for n in range(50, 60))))
    await attempts(ledger, Stuck()).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).draft
    assert shown is not None and shown.body == "A memo about nothing"
    assert "Sent back once" in shown.remarks[0] and words in shown.remarks[0] and len(shown.remarks[0]) < 600
    assert len(await lines(ledger)) == told


async def test_a_draft_that_there_is_no_time_to_check_comes_unchecked(ledger: Ledger) -> None:
    class Done(Plain):
        async def work(self, given):
            return draft()

    await assign(ledger, criteria=("is friendly", "at most 400 words"))
    slow = Critic(model=Scripted(script=[says(Review={"criteria": []})], latency=30))
    roster = {"writer": AgentSpec(description="x", minutes=0.01)}
    await Attempts(ledger=ledger, roster=roster, workers={"writer": Done()}, critic=slow).run(JOB)
    shown = (await ledger.see(reading.whole, ALICE, number=1)).draft
    assert shown is not None
    assert [(c.finding, c.evidence) for c in shown.checks][0] == (Finding.IN_DOUBT, "No time was left to check it.")
    assert shown.checks[1].finding is Finding.MET


async def test_what_cleans_up_for_long_is_not_cut_off(ledger: Ledger) -> None:
    worker = Sleeps(cleaning=1.0)
    made, task = attempts(ledger, worker), (await assign(ledger)).task
    watching, working_ = asyncio.create_task(made.watch()), asyncio.create_task(made.run(JOB))
    await asyncio.wait_for(worker.began.wait(), 20)
    await ledger.do(halting.stop, ALICE, key=task.key)
    await asyncio.wait_for(worker.ended.wait(), 20)
    await working_
    watching.cancel()


async def test_looking_goes_on_after_the_database_was_away(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Sleeps()
    made, task, seen, away = attempts(ledger, worker), (await assign(ledger)).task, ledger.see, [2]

    async def see(query, *args, **more):
        if query is still_running.running and away[0]:
            away[0] -= 1
            raise OSError("away")
        return await seen(query, *args, **more)

    monkeypatch.setattr(ledger, "see", see)
    watching, running_ = asyncio.create_task(made.watch()), asyncio.create_task(made.run(JOB))
    await asyncio.wait_for(worker.began.wait(), 20)
    await ledger.do(halting.stop, ALICE, key=task.key)
    await asyncio.wait_for(worker.ended.wait(), 20)
    await running_
    watching.cancel()


async def test_what_is_handed_in_as_its_task_is_canceled_ends_quietly(ledger: Ledger) -> None:
    """The verb that cancels is under way, the hand-in waits behind it, and the attempt is canceled meanwhile."""
    loop, unheard = asyncio.get_running_loop(), list[dict]()
    loop.set_exception_handler(lambda _, context: unheard.append(context))
    key = (await assign(ledger)).task.key
    began, go_on, worker = asyncio.Event(), threading.Event(), Waiting()

    def cancel(tx, claim) -> None:
        loop.call_soon_threadsafe(began.set)
        go_on.wait(30)
        chains.cancel_all(tx, claim, key)

    attempt = asyncio.create_task(attempts(ledger, worker).run(JOB))
    await worker.began.wait()
    canceling = asyncio.create_task(ledger.do(cancel, ALICE))
    await began.wait()
    worker.done.set()
    handing_in = await _verb_beside(canceling)
    attempt.cancel()
    await asyncio.wait([attempt])
    go_on.set()
    await asyncio.wait([canceling, handing_in])
    assert isinstance(handing_in._exception, Stale)  # `exception()` would take note of it
    del handing_in
    gc.collect()
    assert unheard == []


async def _verb_beside(other: asyncio.Task) -> asyncio.Task:
    async with asyncio.timeout(30):
        while True:
            for one in asyncio.all_tasks():
                if one is not other and one.get_coro().__qualname__ == "Ledger.do":
                    return one
            await asyncio.sleep(0.01)
