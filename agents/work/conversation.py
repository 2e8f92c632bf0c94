"""What a conversation of an agent and its model tells: its last words, and how its last answer ended."""

from collections.abc import Sequence
from pathlib import Path

from langchain_core.messages import AIMessage, AnyMessage

from agents.tools import disk
from agents.work.deliverable import Deliverable

NO_NEWS = {Deliverable.__name__, "write_todos"}  # calls whose results tell the model nothing
CUT_OFF = {"max_tokens", "length", "MAX_TOKENS"}  # how providers say that an answer came to its limit


def since(messages: Sequence[AnyMessage], name: str) -> Sequence[AnyMessage]:
    """Return what came after a message."""
    at = next((n for n, m in enumerate(messages) if m.id == name), -1)
    return messages[at + 1 :]


def has_files(folder: Path) -> bool:
    """Tell whether files of its own go with the draft."""
    return bool(disk.listed(folder, "out"))


def is_cut_off(messages: Sequence[AnyMessage]) -> bool:
    """Tell whether the model's last answer ended at its limit: what it called then may be a part of it."""
    told = [m.response_metadata or {} for m in messages if isinstance(m, AIMessage)][-1:]
    return any({str(meta.get("stop_reason")), str(meta.get("finish_reason"))} & CUT_OFF for meta in told)


def asked_beside(messages: Sequence[AnyMessage]) -> bool:
    """Tell whether the hand-in stands beside other calls, whose results the model has not read."""
    last = next((m for m in reversed(messages) if isinstance(m, AIMessage)), None)
    return last is not None and any(call["name"] not in NO_NEWS for call in last.tool_calls)


def last_words(messages: Sequence[AnyMessage]) -> str:
    """Return the text of the model's last answer; '' where it gave none."""
    answers = [m.text for m in messages if isinstance(m, AIMessage)]
    return str(answers[-1]) if answers else ""
