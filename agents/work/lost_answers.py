"""What a person says of a call whose answer is lost, and what the agent hears then."""

import json
from typing import Any

from langchain_core.messages import ToolMessage
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import interrupt

from agents.models.run import Run
from agents.roster.ends import CannotDo
from agents.work.permissions import OURS
from storage.ledger.work.stepping import Before, Step
from storage.rules.values.ask import Kind

AGAIN, DONE, STOP = CHOICES = ("Do it again", "It was done, go on", "Stop")
NOT_KNOWN = "The answer of this call is lost."
KEY = "sluice_key"  # of what an interrupt holds: under what it is answered


def answer_on(run: Run, request: ToolCallRequest, call: Step, before: Before) -> str:
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


def told_instead(request: ToolCallRequest, answer: str) -> ToolMessage:
    """Return what the agent hears in the place of the call's answer.

    Raises:
        CannotDo: the person stopped it.
    """
    name = request.tool_call["name"]
    if answer == STOP:
        raise CannotDo(f"It was stopped, since nobody knows whether {name} was done.")
    text = "it was done" if answer == DONE else answer
    words = f"{NOT_KNOWN} A person looked, and says: {text}. It was not called again; go on without its answer."
    return ToolMessage(words, tool_call_id=request.tool_call["id"] or "", name=name, additional_kwargs={OURS: True})
