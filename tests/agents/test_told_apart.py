"""What a call of a model took goes to the ledger without its worker waiting, and is there before the work comes back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from unittest.mock import MagicMock

import pytest

from agents.apart import calls
from agents.apart.agents_side import AgentsSide, LedgerApart
from agents.apart.ledger_side import Course, LedgerSide
from agents.apart.staff_apart import AgentApart, Apart
from agents.attempts.crew import Crew
from agents.roster.ends import CannotDo, Waits
from storage.ledger.work.assignment import Assignment
from storage.rules.budget import Budgets
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.draft import Draft
from storage.rules.values.spent import Spent
from tests.agents.given import LedgerLink
from tests.agents.test_calls_apart import DRAFT, GIVEN, Pins
from tests.agents.test_line import ends

TOOK = Spent(10, 20, None)
CAPPED = Budgets(task=1_000_000)


class Slow(LedgerLink):
    """A ledger that takes its time to write what was spent, or fails at it."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error, self.asked, self.within = error, list[str](), 0.1

    async def reserve(self, given: Assignment, model: str, micros: int | None) -> int | None:
        self.asked.append("reserve")
        return await super().reserve(given, model, micros)

    async def settle(self, given: Assignment, model: str, reserved: int | None, spent: Spent | None) -> None:
        self.asked.append("settle")
        await asyncio.sleep(self.within)
        if self.error is not None:
            raise self.error
        await super().settle(given, model, reserved, spent)


Work = Callable[[LedgerApart, Assignment], Awaitable[Draft]]


class Worker:
    """An agent that does one thing with its link."""

    link: LedgerApart

    def __init__(self, does: Work) -> None:
        self._does = does

    async def work(self, given: Assignment) -> Draft:
        return await self._does(self.link, given)


@asynccontextmanager
async def apart(ledger: LedgerLink, does: Work, budgets: Budgets | None = None) -> AsyncIterator[AgentApart]:
    """The agents' side with one worker, as the bot's side calls it."""
    worker, courses, afar = Worker(does), dict[int, Course](), Apart()
    agents = AgentsSide(Crew(workers={"writer": worker}, critic=MagicMock(), explainer=MagicMock(), suggester=None))
    async with ends(LedgerSide(ledger, Pins(), courses).answer, agents.answer) as (here, there):
        worker.link = LedgerApart(there, budgets or Budgets())
        afar.connect(here, courses)
        yield AgentApart("writer", afar)


async def call_a_model(link: LedgerApart, given: Assignment) -> None:
    reserved = await link.reserve(given, "openai:x", 100)
    await link.settle(given, "openai:x", reserved, TOOK)


async def test_a_worker_waits_for_no_figure_and_the_ledger_has_it_before_the_work_is_back() -> None:
    ledger, waited = Slow(), list[float]()

    async def work(link: LedgerApart, given: Assignment) -> Draft:
        began = asyncio.get_running_loop().time()
        for _ in range(3):
            await call_a_model(link, given)
        waited.append(asyncio.get_running_loop().time() - began)
        return DRAFT

    async with apart(ledger, work) as agent:
        assert await agent.work(GIVEN) == DRAFT
        assert ledger.settled == [TOOK] * 3
    assert ledger.asked == ["settle"] * 3  # where nothing is capped, nothing is reserved
    assert waited[0] < ledger.within


@pytest.mark.parametrize("end", [CannotDo("no"), Waits((Ask(key="k", kind=Kind.QUESTION, text="Which?"),))])
async def test_it_is_there_however_the_work_ends(end: Exception) -> None:
    ledger = Slow()

    async def work(link: LedgerApart, given: Assignment) -> Draft:
        await call_a_model(link, given)
        raise end

    async with apart(ledger, work) as agent:
        with pytest.raises(type(end)):
            await agent.work(GIVEN)
        assert ledger.settled == [TOOK]


async def test_who_stops_the_work_stops_no_figure() -> None:
    ledger = Slow()

    async def work(link: LedgerApart, given: Assignment) -> Draft:
        await call_a_model(link, given)
        return DRAFT

    async with apart(ledger, work) as agent:
        working = asyncio.create_task(agent.work(GIVEN))
        await asyncio.sleep(ledger.within / 2)  # the work is done, and its figure is being written
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
        await asyncio.sleep(ledger.within)
    assert ledger.settled == [TOOK]


async def test_what_the_ledger_can_not_keep_fails_the_work_with_its_own_error() -> None:
    async def work(link: LedgerApart, given: Assignment) -> Draft:
        await call_a_model(link, given)
        return DRAFT

    async with apart(Slow(OSError("disk full")), work) as agent:
        with pytest.raises(OSError, match="disk full"):
            await agent.work(GIVEN)


async def test_nobody_pays_on_while_the_ledger_keeps_no_figure() -> None:
    ledger = Slow(OSError("disk full"))

    async def work(link: LedgerApart, given: Assignment) -> Draft:
        for _ in range(20):
            await link.heard(given, 0)
            await call_a_model(link, given)
            await asyncio.sleep(0.05)  # the model takes its time
        return DRAFT

    async with apart(ledger, work) as agent:
        with pytest.raises(OSError, match="disk full"):
            await agent.work(GIVEN)
    assert len(ledger.asked) < 5


async def test_a_capped_call_is_reserved_and_its_settling_is_waited_for() -> None:
    ledger = Slow()

    async def work(link: LedgerApart, given: Assignment) -> Draft:
        await call_a_model(link, given)
        assert ledger.settled == [TOOK]
        return DRAFT

    async with apart(ledger, work, CAPPED) as agent:
        assert await agent.work(GIVEN) == DRAFT
    assert ledger.asked == ["reserve", "settle"]


async def test_a_call_that_took_nothing_and_set_nothing_aside_is_not_told() -> None:
    ledger = Slow()

    async def work(link: LedgerApart, given: Assignment) -> Draft:
        await link.settle(given, "openai:x", None, None)
        return DRAFT

    async with apart(ledger, work) as agent:
        assert await agent.work(GIVEN) == DRAFT
    assert ledger.asked == []


def test_what_was_spent_comes_as_it_went() -> None:
    assert calls.SPENT.values(calls.SPENT.pack("openai:x", TOOK)) == ("openai:x", TOOK)
