"""Before a tool is used: an agent holds at most two of private data, untrusted content, and a way out; whichever tool
would complete the third, and every one that sends or changes something outside, asks a person first."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import interrupt

from agents.models.run import Run
from agents.reading.material import framed
from agents.work.holding import REFUSED, held
from agents.work.labels import Label, labels
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict

LONGEST = 30_000  # characters of a tool's result that reach the model
ARGS = 2500  # characters of a call's arguments that a person can be shown whole
OURS = "sluice_ours"  # among what a message is noted with: the words are not the tool's


class Permissions(AgentMiddleware[Any, Run]):
    """A middleware that asks a person before an agent holds all three kinds of access."""

    def __init__(self, tools: Sequence[BaseTool]) -> None:
        super().__init__()
        self._by_name = {t.name: t for t in tools}

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> Any:
        """Run a tool, or first ask a person for permission; a refusal is told to the agent."""
        run = cast(Run, request.runtime.context)
        why = self._why(run, request)
        if not why or request.tool_call["name"] in run.given.grants:
            return self._framed(request, await handler(request))
        args = json.dumps(request.tool_call["args"], ensure_ascii=False, indent=1, default=str)
        if len(args) > ARGS:
            return _not_done(request, f"A person has to read this call: {len(args):,} characters; {ARGS:,} fit.")
        name = request.tool_call["name"]
        answer = interrupt({"kind": Kind.PERMISSION.value, "text": why, "tool": name, "args": args})
        if answer in (Verdict.ALLOW, Verdict.ALLOW_ALL):
            return self._framed(request, await handler(request))
        return _not_done(request, REFUSED)

    def _framed(self, request: ToolCallRequest, done: Any) -> Any:
        """What a tool brings is marked as material, where the tool does not do so itself."""
        tool = self._by_name.get(request.tool_call["name"])
        itself = bool(tool and tool.metadata and tool.metadata.get("frames"))
        if not isinstance(done, ToolMessage) or OURS in done.additional_kwargs:
            return done
        text = str(done.text)
        if left := _left_out(done):
            text = f"{text}\n({left})".lstrip()
            done = done.model_copy(update={"content": text})
        if len(text) > LONGEST and not itself:
            text = f"{text[:LONGEST]}\n(… the first {LONGEST:,} of {len(text):,} characters)"
            done = done.model_copy(update={"content": text})
        if itself or not labels(tool) & {Label.PRIVATE, Label.UNTRUSTED}:
            return done
        return done.model_copy(update={"content": framed(request.tool_call["name"], text)})

    def _why(self, run: Run, request: ToolCallRequest) -> str:
        """Why a person has to allow it; empty where nobody has to."""
        tool = self._by_name.get(request.tool_call["name"])
        if tool is None:
            return ""
        brings = labels(tool)
        if (tool.metadata or {}).get("free", lambda run, args: False)(run, request.tool_call["args"]):
            return ""
        if (tool.metadata or {}).get("asks"):
            return f"{tool.name} sends or changes something outside."
        had = held(run.given, request.state["messages"], self._by_name)
        if had | brings == frozenset(Label) and had != frozenset(Label):
            return f"{tool.name} would add {_listed(brings - had)} to {_listed(had)}."
        if had == frozenset(Label) and Label.OUT in brings:
            return f"{tool.name} is a way out, and it holds private data and content from outside."
        return ""


def _not_done(request: ToolCallRequest, why: str) -> ToolMessage:
    given = request.tool_call
    return ToolMessage(why, tool_call_id=given["id"] or "", name=given["name"], status="error")


def _listed(some: frozenset[Label]) -> str:
    return " and ".join(sorted(some))


def _left_out(done: ToolMessage) -> str:
    """Return what of a result is no text, and so can't be read by every model; empty where all of it is text."""
    parts = done.content if isinstance(done.content, list) else []
    kinds = [str(part.get("type", "something")) for part in parts if isinstance(part, dict) and "text" not in part]
    return f"left out, since only text is read here: {', '.join(kinds)}" if kinds else ""
