"""People's words reach an agent before its next call of the model, and its own list of steps reaches people."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import AnyMessage, HumanMessage
from langgraph.prebuilt.tool_node import ToolCallRequest

from agents.models.run import Run
from storage.rules.values.task import Progress
from storage.rules.words import one_line

MARK = "steer-"


def known(messages: Iterable[AnyMessage]) -> int:
    """Return the last row of people's words that a conversation has; 0 when it has none."""
    rows = [int(m.id.removeprefix(MARK)) for m in messages if m.id and m.id.startswith(MARK)]
    return max(rows, default=0)


def spoken(words: Iterable[tuple[int, str]]) -> list[AnyMessage]:
    """Return people's words as messages; the row is the id, so that a replay replaces them and never repeats them."""
    return [HumanMessage(f"A word from the person meanwhile: {text}", id=f"{MARK}{row}") for row, text in words]


class Steering(AgentMiddleware[Any, Run]):
    """A middleware that brings people's words to the agent, and its progress to people."""

    async def abefore_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """Return what people have said since, as messages for the model; None when they said nothing."""
        run: Run = runtime.context
        words = await run.link.heard(run.given, known(state["messages"]))
        return {"messages": spoken(words)} if words else None

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> Any:
        """Run a tool; after `write_todos`, report the agent's progress."""
        done = await handler(request)
        if request.tool_call["name"] == "write_todos" and getattr(done, "status", "") != "error":
            run = cast(Run, request.runtime.context)
            await run.link.report(run.given, progress(request.tool_call["args"].get("todos") or []))
        return done


def progress(given: object) -> Progress:
    """Return an agent's progress from its list of steps (“3 of 5: comparing vendors”); what is no step counts not."""
    todos = [todo for todo in given if isinstance(todo, dict)] if isinstance(given, list) else []
    done = sum(1 for t in todos if t.get("status") == "completed")
    now = next((t for t in todos if t.get("status") == "in_progress"), None)
    return Progress(done, len(todos), one_line(str(now["content"]))[:120] if now and now.get("content") else "")
