"""Whether an agent goes round in circles: the same call again and again."""

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage

from agents.roster.ends import Stuck

CIRCLES = 4  # the same call so often in a row is a loop


def check_circle(messages: Sequence[Any]) -> None:
    """Check that an agent does not go round in circles.

    Raises:
        Stuck: the last calls of tools were all the same.
    """
    calls = [_calls(m) for m in messages if isinstance(m, AIMessage)][-CIRCLES:]
    if len(calls) == CIRCLES and calls[0] and all(c == calls[0] for c in calls):
        name = json.loads(calls[0])[0][0]
        raise Stuck(f"It went round in circles: the same call of {name} {CIRCLES} times.")


def _calls(message: AIMessage) -> str:
    made = [[c["name"], c["args"]] for c in message.tool_calls]
    return json.dumps(made, sort_keys=True, default=str) if made else ""
