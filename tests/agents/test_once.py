"""A call whose end is not known is made again by the word of a person only; the ledger knows of each that began."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain.tools import tool
from langchain_core.tools import BaseTool

from agents.attempts.ledger_link import LiveLedgerLink
from agents.attempts.staff import checkpoints
from agents.roster.agent_spec import AgentSpec
from agents.roster.ends import CannotDo, Waits
from agents.tools.box import Toolbox
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from storage.ledger.core.ledger import Ledger
from storage.ledger.work import stepping, taking_up
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.refusal import Stale
from storage.rules.values.ask import Ask, Kind
from tests.agents.scripted import Scripted, hands_in, says
from tests.ledger.hands import TEAM, assign, attempt_of


class Bank:
    """A tool that pays, and whose answer may not come."""

    def __init__(self, repeat: str = "ask") -> None:
        self.paid: list[int] = []
        self.silent = True
        self.fails: Exception | None = None
        self.called = asyncio.Event()
        self.repeat = repeat

    def tool(self) -> BaseTool:
        @tool
        async def pay(euros: int) -> str:
            """Pay."""
            self.paid.append(euros)
            self.called.set()
            if self.fails is not None:
                raise self.fails
            if self.silent:
                await asyncio.sleep(60)
            return f"paid {euros}"

        pay.metadata = {"labels": ["content from outside"], "repeat": self.repeat}
        return pay


class Desk:
    """A worker over a ledger, which takes its attempt up again and again."""

    def __init__(self, ledger: Ledger, saver: Any, home: Path) -> None:
        self.ledger, self.saver, self.home, self.attempt = ledger, saver, home, 0

    async def begin(self) -> Assignment:
        if not self.attempt:
            self.attempt = await attempt_of(self.ledger, (await assign(self.ledger)).task.id)
        given = await self.ledger.do(taking_up.begin, TEAM, self.attempt)
        assert given is not None
        return given

    def worker(self, bank: Bank, *script: Any) -> tuple[ModelWorker, Scripted]:
        model = Scripted(script=list(script))
        named = [Named("test:scripted", model)]
        store, link = WorkStore(self.saver, self.home), LiveLedgerLink(self.ledger)
        return ModelWorker(AgentSpec(description="x"), named, store, link, Toolbox(always=[bank.tool()])), model

    async def cut_off(self, worker: ModelWorker, bank: Bank, given: Assignment) -> None:
        """Let it pay, and end it before the answer."""
        bank.called.clear()
        working = asyncio.create_task(worker.work(given))
        await asyncio.wait_for(bank.called.wait(), 20)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working

    async def asked(self, worker: ModelWorker, **answers: str) -> Ask:
        with pytest.raises(Waits) as waits:
            await worker.work(replace(await self.begin(), answers=answers))
        (one,) = waits.value.asks
        return one


@pytest.fixture
async def desk(ledger: Ledger, tmp_path: Path) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as parts:
        yield Desk(ledger, await checkpoints(tmp_path / "steps.db", parts), tmp_path / "work")


async def test_it_is_asked_again_after_each_beginning(desk: Desk) -> None:
    bank = Bank()
    worker, model = desk.worker(bank, says(pay={"euros": 39}), hands_in())
    await desk.cut_off(worker, bank, await desk.begin())
    first = await desk.asked(worker)
    assert (first.kind, first.tool) == (Kind.QUESTION, "pay")
    assert first.choices == ("Do it again", "It was done, go on", "Stop")
    assert (await desk.asked(worker)).key == first.key  # nobody has answered
    again = {first.key: "Do it again"}
    await desk.cut_off(worker, bank, replace(await desk.begin(), answers=again))
    second = await desk.asked(worker, **again)
    assert second.key != first.key
    await worker.work(replace(await desk.begin(), answers={**again, second.key: "It was done, go on"}))
    assert bank.paid == [39, 39]
    assert str(model.seen[1][-1].content).startswith("The answer of this call is lost.")


async def test_other_words_call_nothing_and_are_heard(desk: Desk) -> None:
    bank = Bank()
    worker, model = desk.worker(bank, says(pay={"euros": 39}), hands_in())
    await desk.cut_off(worker, bank, await desk.begin())
    one = await desk.asked(worker)
    await worker.work(replace(await desk.begin(), answers={one.key: "Half of it"}))
    assert bank.paid == [39]
    assert "Half of it" in str(model.seen[1][-1].content)


async def test_a_stop_ends_it(desk: Desk) -> None:
    bank = Bank()
    worker, _ = desk.worker(bank, says(pay={"euros": 39}), hands_in())
    await desk.cut_off(worker, bank, await desk.begin())
    one = await desk.asked(worker)
    with pytest.raises(CannotDo, match="nobody knows whether pay was done"):
        await worker.work(replace(await desk.begin(), answers={one.key: "Stop"}))
    assert bank.paid == [39]


@pytest.mark.parametrize("repeat", ["freely", "keyed"])
async def test_what_may_be_repeated_is_called_again_unasked(desk: Desk, repeat: str) -> None:
    bank = Bank(repeat)
    worker, _ = desk.worker(bank, says(pay={"euros": 39}), hands_in())
    await desk.cut_off(worker, bank, await desk.begin())
    bank.silent = False
    await worker.work(await desk.begin())
    assert bank.paid == [39, 39]


@pytest.mark.parametrize("repeat", ["ask", "keyed"])
async def test_the_same_call_of_a_conversation_that_was_dropped_asks(desk: Desk, repeat: str) -> None:
    bank = Bank(repeat)
    bank.silent = False
    pays, empty = says(pay={"euros": 39}), hands_in(body=" ")
    worker, model = desk.worker(bank, pays, empty, empty, pays, hands_in())
    with pytest.raises(CannotDo, match="empty"):
        await worker.work(await desk.begin())
    one = await desk.asked(worker)  # as after a Retry
    await worker.work(replace(await desk.begin(), answers={one.key: "It was done, go on"}))
    assert bank.paid == [39]


async def test_a_call_whose_connection_broke_is_not_made_again_by_the_model(desk: Desk) -> None:
    bank = Bank()
    bank.fails = ConnectionError("the pipe is broken")
    worker, _ = desk.worker(bank, says(pay={"euros": 39}), says(pay={"euros": 39}), hands_in())
    await desk.asked(worker)
    assert bank.paid == [39]


async def test_two_calls_alike_in_one_conversation_are_two(desk: Desk) -> None:
    bank = Bank()
    bank.silent = False
    both = says(pay={"euros": 39})
    both.tool_calls += says(pay={"euros": 39}).tool_calls
    worker, _ = desk.worker(bank, both, says(pay={"euros": 39}), hands_in())
    await worker.work(await desk.begin())
    assert bank.paid == [39, 39, 39]


async def test_a_provider_that_gives_each_call_the_same_id_has_each_made(desk: Desk) -> None:
    bank = Bank()
    bank.silent = False
    first, second = says(pay={"euros": 1}), says(pay={"euros": 1})
    second.tool_calls[0]["id"] = first.tool_calls[0]["id"]
    worker, _ = desk.worker(bank, first, second, hands_in())
    await worker.work(await desk.begin())
    assert bank.paid == [1, 1]


async def test_a_worker_whose_attempt_was_taken_up_elsewhere_calls_nothing(desk: Desk) -> None:
    bank = Bank()
    worker, _ = desk.worker(bank, says(pay={"euros": 39}), hands_in())
    given = await desk.begin()
    await desk.begin()  # by another one
    with pytest.raises(CannotDo, match="ended meanwhile"):
        await worker.work(given)
    assert bank.paid == []


async def test_what_was_noted_goes_with_the_task(ledger: Ledger, desk: Desk) -> None:
    given, call = await desk.begin(), Step("k", "pay", "0" * 64)
    assert await ledger.do(stepping.begin, given, call, 0) == Before(0, other=False)
    assert await ledger.do(stepping.begin, given, call, 0) == Before(1, other=False)
    await ledger.do(stepping.lose, given, "")
    other = replace(call, key="l")
    assert await ledger.do(stepping.begin, replace(given, candidate=1), other, 5) == Before(0, other=False)
    assert await ledger.do(stepping.begin, given, other, 0) == Before(1, other=True)
    with pytest.raises(Stale):
        await ledger.do(stepping.begin, replace(given, generation=9), other, 0)
    await ledger.do(stepping.forget, TEAM, given.task.id)
    assert await ledger.do(stepping.begin, given, other, 0) == Before(0, other=False)
