"""Turns of a conversation in the words that small models know, and back."""

from __future__ import annotations

import json
import uuid

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from agents.local.engine import Json
from agents.local.schema import REST


def turn(message: BaseMessage) -> Json:
    """Return a message in plain words, with the turns of tools too: small models do not know the tool role."""
    if isinstance(message, ToolMessage):
        return {"role": "user", "content": f"Result of {message.name}: {message.text}"}
    if isinstance(message, AIMessage) and message.tool_calls:
        first = message.tool_calls[0]
        return {"role": "assistant", "content": json.dumps({"action": first["name"], "input": first["args"]})}
    role = {"human": "user", "ai": "assistant"}.get(message.type, message.type)
    return {"role": role, "content": str(message.text)}


def called(text: str) -> AIMessage:
    """Return the tool that an answer chose; what was cut off in its middle stays words."""
    try:
        step = json.loads(text)
        action, given = step["action"], step["input"]
    except (ValueError, KeyError, TypeError):
        return AIMessage(content=text)
    if action == REST:
        return AIMessage(content=str(given))
    call = {"name": action, "args": given, "id": f"call_{uuid.uuid4().hex[:8]}", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[call])
