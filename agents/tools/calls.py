"""Calls of tools: what names each of them, and which may be made again when nobody knows whether they were done."""

import uuid
from enum import StrEnum
from typing import Any

from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool

CALLS = uuid.UUID("6f0c1a58-2f0e-4b7f-9a55-0d6c1c2f7a10")  # the space that the names of calls stand in


class Repeat(StrEnum):
    """The answer to whether a call may be made again when its outcome is not known."""

    FREELY = "freely"  # it reads, or does nothing more the second time
    KEYED = "keyed"  # the server does a call once for each key
    ASK = "ask"


def call_key(runtime: Any) -> str:
    """Return the key of a call: the same when it is made again after a crash, different for every other call."""
    messages = runtime.state["messages"]
    asked = next((m for m in reversed(messages) if isinstance(m, AIMessage) and _holds(m, runtime.tool_call_id)), None)
    said = runtime.config["configurable"]["thread_id"], asked.id if asked else "", runtime.tool_call_id
    return str(uuid.uuid5(CALLS, ":".join(str(part) for part in said)))


def _holds(message: AIMessage, call_id: str | None) -> bool:
    return any(call["id"] == call_id for call in message.tool_calls)


def repeat_of(tool: BaseTool) -> Repeat:
    """Return how a tool may be called again; a tool that says nothing reaches nothing outside and is called freely."""
    return Repeat((tool.metadata or {}).get("repeat", Repeat.FREELY))
