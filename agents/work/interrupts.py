"""What an interrupted run asks of people."""

from typing import Any

from langgraph.types import Interrupt

from agents.work.lost_answers import KEY
from storage.rules.values.ask import Ask, Kind

CHOICE = 300  # characters of an answer that is suggested: it is what the agent hears


def key_of(asked: Interrupt) -> str:
    """Return under what an interrupt is answered."""
    return str(asked.value.get(KEY, asked.id))


def ask_of(key: str, answer: dict[str, Any]) -> Ask:
    """Return what an interrupt asks, as it is put to people."""
    stated = (str(c).strip()[:CHOICE] for c in answer.get("choices", ()))
    choices = tuple(dict.fromkeys(choice for choice in stated if choice))
    text = str(answer["text"])[:2000]
    return Ask(
        key=key,
        kind=Kind(answer["kind"]),
        text=text,
        choices=choices,
        tool=str(answer.get("tool", "")),
        args=str(answer.get("args", "")),
    )
