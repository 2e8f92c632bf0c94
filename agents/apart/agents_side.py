"""The agents' side of the line: the work that the bot's process asks for, and the ledger as it is reached from here."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from agents.apart import calls
from agents.apart.calls import Call, Doing
from agents.apart.failures import foreseen
from agents.apart.line import Line
from agents.attempts.crew import Crew
from agents.attempts.ledger_link import is_capped
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.budget import Budgets
from storage.rules.values.draft import File
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress

log = structlog.get_logger()
T = TypeVar("T")
_WITHIN: ContextVar[int] = ContextVar("within", default=0)  # the number of the call that is answered here


class AgentsSide:
    """Answers what the bot's process asks of the agents."""

    def __init__(self, crew: Crew) -> None:
        workers = crew.workers

        async def drain(name: str) -> None:
            workers[name].drain()

        suggester = crew.suggester
        self._doing = Doing(
            (
                (calls.WORK, lambda name, *given: workers[name].work(*given)),
                (calls.MEND, lambda name, *given: workers[name].mend(*given)),
                (calls.UNHEARD, lambda name, *given: workers[name].unheard(*given)),
                (calls.FORGET, lambda name, *given: workers[name].forget(*given)),
                (calls.DRAIN, drain),
                (calls.CHECK, crew.critic.check),
                (calls.EXPLAIN, crew.explainer.explain),
                *([(calls.SUGGEST, suggester.suggest)] if suggester is not None else []),
            )
        )

    async def answer(self, name: str, number: int, within: int, body: bytes) -> bytes:
        """Return the answer to a call; what it writes into the ledger is told to be in its course."""
        _WITHIN.set(number)
        try:
            return await self._doing.answer(name, body)
        except Exception as error:
            if not foreseen(error):
                log.warning("agents.failed", call=name, error=type(error).__name__, exc_info=error)
            raise


@dataclass(frozen=True, slots=True)
class LedgerApart:
    """A `LedgerLink` over the line: the other process knows the assignment of each call, and takes no other."""

    line: Line
    budgets: Budgets

    async def heard(self, given: Assignment, after: int) -> tuple[tuple[int, str], ...]:
        """Return what people said to the worker after row `after`: (row, text), oldest first."""
        return await self._ask(calls.HEARD, after)

    async def report(self, given: Assignment, progress: Progress) -> None:
        """Report an attempt's progress."""
        await self._ask(calls.REPORT, progress)

    async def reserve(self, given: Assignment, model: str, micros: int | None) -> int | None:
        """Reserve money for one call of a model; None when no budget limits the call."""
        if not is_capped(self.budgets, model, micros):
            return None
        return await self._ask(calls.RESERVE, model, micros)

    async def settle(self, given: Assignment, model: str, reserved: int | None, spent: Spent | None) -> None:
        """Write what a call has taken; when `spent` is None, nothing was taken. The ledger has it before it gets the
        work; the worker waits for it only where something was reserved."""
        if reserved is not None:
            await self._ask(calls.SETTLE, model, reserved, spent)
        elif spent is not None:
            self.line.tell(calls.SPENT.name, calls.SPENT.pack(model, spent), _WITHIN.get())

    async def took(self, given: Assignment) -> tuple[Spent, int]:
        """Return what the attempt's calls of models have taken, and how many there were."""
        return await self._ask(calls.TOOK)

    async def files_before(self, given: Assignment) -> tuple[File, ...]:
        """Return the files that came with the version that is to be changed."""
        return await self._ask(calls.FILES_BEFORE)

    async def begin_call(self, given: Assignment, call: Step, after: int) -> Before:
        """Write that a call of a tool begins, if it began `after` times before; return what is known of it."""
        return await self._ask(calls.BEGIN_CALL, call, after)

    async def lose_call(self, given: Assignment, key: str = "") -> None:
        """Write that the outcome of a call is not known; without a key, of all calls so far."""
        await self._ask(calls.LOSE_CALL, key)

    async def tell(self, given: Assignment, text: str, about: str) -> None:
        """Tell the administrators something that only they can repair, while the work goes on."""
        await self._ask(calls.TELL, text, about)

    async def check(self, team: str, server: str, seen: Mapping[str, str], former: Mapping[str, str]) -> frozenset[str]:
        """Return the names of the tools whose descriptions have changed, as `Pins` does."""
        return await self._ask(calls.PINS, server, seen, former)

    async def _ask(self, call: Call[T], *values: Any) -> T:
        return await calls.ask(self.line, call, *values, within=_WITHIN.get())
