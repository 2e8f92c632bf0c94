"""A call of a tool that does something outside is made once: where its end is not known, a person says what is true."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, ToolException
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import interrupt

from agents.models.run import Run
from agents.roster.ends import CannotDo
from agents.tools.calls import Repeat, call_key
from agents.work.permissions import OURS
from storage.ledger.work.stepping import Before, Step
from storage.rules.values.ask import Kind

AGAIN, DONE, STOP = CHOICES = ("Do it again", "It was done, go on", "Stop")
NOT_KNOWN = "The answer of this call is lost."
KEY = "sluice_key"  # of what an interrupt holds: under what it is answered


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
            await run.ties.lose_call(run.given, call.key)
            raise

    async def _begin(self, run: Run, request: ToolCallRequest, call: Step, repeat: Repeat) -> ToolMessage | None:
        """Note that a call begins; where it is not to be made, return what the agent hears instead."""
        before = await run.ties.begin_call(run.given, call, 0)
        if not before.times:
            return None
        if before.other or repeat is Repeat.ASK:
            answer = _answer(run, request, call, before)
            if answer != AGAIN:
                return _told(request, answer)
        await run.ties.begin_call(run.given, call, before.times)
        return None


def repeat_of(tool: BaseTool) -> Repeat:
    """Return how a tool may be called again; a tool that says nothing reaches nothing outside and is called freely."""
    return Repeat((tool.metadata or {}).get("repeat", Repeat.FREELY))


def _step(request: ToolCallRequest) -> Step:
    args = json.dumps(request.tool_call["args"], sort_keys=True, default=str)
    sha256 = hashlib.sha256(args.encode()).hexdigest()
    return Step(call_key(request.runtime), request.tool_call["name"], sha256)


def _answer(run: Run, request: ToolCallRequest, call: Step, before: Before) -> str:
    """Return what a person said of this very call and its last beginning; asks where nobody said anything yet."""
    key = f"{call.key}:{run.given.attempt}:{before.times}"
    while (answer := run.given.answers.get(key)) is None:
        interrupt(_asks(request, key))  # it comes back with what was answered to another question of this call
    return answer


def _asks(request: ToolCallRequest, key: str) -> dict[str, Any]:
    name, args = request.tool_call["name"], request.tool_call["args"]
    text = f"I called {name} before, and its answer is lost: I do not know whether it was done."
    shown = json.dumps(args, ensure_ascii=False, indent=1, default=str)
    return {"kind": Kind.QUESTION.value, "text": text, "choices": CHOICES, "tool": name, "args": shown, KEY: key}


def _told(request: ToolCallRequest, answer: str) -> ToolMessage:
    """What the agent hears in the place of the call's answer.

    Raises:
        CannotDo: the person stopped it.
    """
    name = request.tool_call["name"]
    if answer == STOP:
        raise CannotDo(f"It was stopped, since nobody knows whether {name} was done.")
    text = "it was done" if answer == DONE else answer
    words = f"{NOT_KNOWN} A person looked, and says: {text}. It was not called again; go on without its answer."
    return ToolMessage(words, tool_call_id=request.tool_call["id"] or "", name=name, additional_kwargs={OURS: True})
