"""Every call of a model: reserved before, settled after, within the agent's limits."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from agents.models.away import away
from agents.models.prices import LETTERS, Price, cost, spent
from agents.models.refusals import refused
from agents.models.run import Run
from agents.roster.agent_spec import AgentSpec
from agents.roster.ends import Broken, Limit
from agents.work.circles import check_circle
from storage.rules.budget import DOLLAR, dollars
from storage.rules.values.spent import Spent

ANSWER = 4000  # tokens that an answer is reserved for


@dataclass(frozen=True, slots=True)
class Named:
    """A model with its name as `provider:model`."""

    name: str
    model: BaseChatModel


class Meter(AgentMiddleware[Any, Run]):
    """A middleware that holds each call of a model to the limits and budgets."""

    def __init__(self, spec: AgentSpec, models: Sequence[Named], prices: Mapping[str, Price]) -> None:
        super().__init__()
        self._spec, self._prices = spec, prices
        self._names, self._last = {id(m.model): m.name for m in models}, id(models[-1].model)

    async def awrap_model_call(
        self, request: ModelRequest[Run], handler: Callable[[ModelRequest[Run]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        """Reserve money for a call, make it, and write what it took; raise when a limit would be passed."""
        run, name = request.runtime.context, self._names.get(id(request.model), "")
        check_circle(request.state["messages"])
        estimate = self._estimate(name, request)
        self._check_limits(run, estimate)
        reserved = await run.link.reserve(run.given, name, estimate)
        try:
            response = await handler(request)
        except asyncio.CancelledError:  # the provider may have it
            await run.link.settle(run.given, name, reserved, Spent(0, 0, estimate) if reserved is not None else None)
            raise
        except Exception as error:
            await run.link.settle(run.given, name, reserved, None)
            no = refused(name, error) or away(name, error)
            if no is None:
                raise
            if isinstance(no, Broken) and id(request.model) != self._last:  # another one takes over
                await run.link.tell(run.given, f"Another model takes its place: {no}", no.about)
            raise no from error
        took = self._spent(name, response, estimate if reserved is not None else None)
        run.spent, run.calls, run.model = run.spent + took, run.calls + 1, name
        run.known += took.micros or 0
        await run.link.settle(run.given, name, reserved, took)
        return response

    def _estimate(self, name: str, request: ModelRequest[Run]) -> int | None:
        said = (len(str(m.content)) + len(str(getattr(m, "tool_calls", ""))) for m in request.messages)
        asked = sum(said) // LETTERS + 1000
        return cost(name, asked, ANSWER, self._prices)

    def _check_limits(self, run: Run, estimate: int | None) -> None:
        """Those of the whole attempt, however often it was taken up again.

        Raises:
            Limit: one would be passed.
        """
        if run.calls >= self._spec.calls:
            raise Limit(f"It did not come to an end within {self._spec.calls} calls of the model.")
        taken = run.spent.tokens_in + run.spent.tokens_out
        if self._spec.tokens is not None and taken >= self._spec.tokens:
            raise Limit(f"It took {taken:,} tokens; {self._spec.tokens:,} is the most for this agent.")
        cap = self._spec.dollars
        if cap is not None and run.known + (estimate or 0) > cap * DOLLAR:
            raise Limit(f"It would take more than {dollars(round(cap * DOLLAR))}, the most for this agent.")

    def _spent(self, name: str, response: ModelResponse[Any], estimate: int | None) -> Spent:
        """What the provider says; where it says nothing, what was set aside stays."""
        used = [m.usage_metadata for m in response.result if isinstance(m, AIMessage) and m.usage_metadata]
        if not used:
            return Spent(0, 0, estimate)
        return spent(name, used, self._prices)
