"""A call of a tool that does something outside is made once: where its end is not known, a person says what is true."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, ToolException
from langgraph.prebuilt.tool_node import ToolCallRequest

from agents.models.run import Run
from agents.tools.calls import Repeat, call_key, repeat_of
from agents.work.lost_answers import AGAIN, answer_on, told_instead
from storage.ledger.work.stepping import Step


class Once(AgentMiddleware[Any, Run]):
    """A middleware that writes down each call to be made once; a repeat needs a server's key or a person's word."""

    def __init__(self, tools: Sequence[BaseTool]) -> None:
        super().__init__()
        self._repeats = {t.name: repeat_of(t) for t in tools}

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> Any:
        """Run a tool; when an earlier call's outcome is not known, do what the tool's `Repeat` says."""
        repeat = self._repeats.get(request.tool_call["name"], Repeat.FREELY)
        if repeat is Repeat.FREELY:
            return await handler(request)
        run, call = cast(Run, request.runtime.context), _step(request)
        instead = await self._begin(run, request, call, repeat)
        if instead is not None:
            return instead
        try:
            return await handler(request)
        except ToolException:  # the server's own answer
            raise
        except Exception:
            await run.link.lose_call(run.given, call.key)
            raise

    async def _begin(self, run: Run, request: ToolCallRequest, call: Step, repeat: Repeat) -> ToolMessage | None:
        """Note that a call begins; where it is not to be made, return what the agent hears instead."""
        before = await run.link.begin_call(run.given, call, 0)
        if not before.times:
            return None
        if before.other or repeat is Repeat.ASK:
            answer = answer_on(run, request, call, before)
            if answer != AGAIN:
                return told_instead(request, answer)
        await run.link.begin_call(run.given, call, before.times)
        return None


def _step(request: ToolCallRequest) -> Step:
    args = json.dumps(request.tool_call["args"], sort_keys=True, default=str)
    sha256 = hashlib.sha256(args.encode()).hexdigest()
    return Step(call_key(request.runtime), request.tool_call["name"], sha256)
