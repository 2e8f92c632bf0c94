"""What an answer of the embedded model has to look like: one action with its input."""

from __future__ import annotations

import json
from collections.abc import Sequence

from agents.local.engine import Json

REST = "answer"  # the action that calls no tool


def schema(tools: Sequence[Json], forced: bool) -> Json:
    """Return the JSON schema of an answer: one tool with its input, or plain words when no tool is forced."""
    offered = [_variant(t["name"], t.get("parameters") or {"type": "object"}) for t in tools]
    return {"anyOf": offered if forced else [*offered, _variant(REST, {"type": "string"})]}


def _variant(name: str, given: Json) -> Json:
    return {
        "type": "object",
        "properties": {"action": {"const": name}, "input": given},
        "required": ["action", "input"],
        "additionalProperties": False,
    }


def with_note(jsons: list[Json], tools: Sequence[Json], forced: bool) -> list[Json]:
    """Return a conversation with a note on the actions that an answer may choose."""
    lines = [f"- {t['name']}: {t.get('description', '')} input={json.dumps(_inputs(t))}" for t in tools]
    rest = [] if forced else [f"- {REST}: the final answer, input is text"]
    note = 'Reply with one JSON object {"action": …, "input": …}. Actions:\n' + "\n".join([*lines, *rest])
    if jsons and jsons[0]["role"] == "system":
        return [{"role": "system", "content": f"{jsons[0]['content']}\n\n{note}"}, *jsons[1:]]
    return [{"role": "system", "content": note}, *jsons]


def _inputs(tool: Json) -> Json:
    given: Json = (tool.get("parameters") or {}).get("properties", {})
    return given
