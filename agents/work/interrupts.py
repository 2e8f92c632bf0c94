"""What an interrupted run asks of people."""

from typing import Any

from langgraph.types import Interrupt

from agents.work.lost_answers import KEY
from storage.rules.values.ask import Ask, Kind


def key_of(asked: Interrupt) -> str:
    """Return under what an interrupt is answered."""
    return str(asked.value.get(KEY, asked.id))


def ask_of(key: str, answer: dict[str, Any]) -> Ask:
    """Return what an interrupt asks, as it is put to people."""
    choices = tuple(str(c).strip()[:75] for c in answer.get("choices", ()) if str(c).strip())
    text = str(answer["text"])[:2000]
    return Ask(
        key=key,
        kind=Kind(answer["kind"]),
        text=text,
        choices=choices,
        tool=str(answer.get("tool", "")),
        args=str(answer.get("args", "")),
    )
