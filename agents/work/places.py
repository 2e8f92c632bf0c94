"""In which folder a turn began: steps are shared by all machines, folders may not be."""

from collections.abc import Sequence

from langchain_core.messages import AnyMessage, HumanMessage

PLACE, ANEW = "sluice_place", "sluice_anew"  # among what a message is noted with
BEGAN_AGAIN = "The folder that it had worked in was not at hand where it went on, so it began again."


def began(name: str, text: str, place: str, anew: bool) -> HumanMessage:
    """Return the message that begins a turn in a folder."""
    return HumanMessage(text, id=name, additional_kwargs={PLACE: place, **({ANEW: True} if anew else {})})


def place_of(messages: Sequence[AnyMessage], name: str = "") -> str:
    """Return the folder that a turn began in; without a name, that of the last turn; empty when there is none."""
    turns = [m for m in messages if isinstance(m, HumanMessage) and PLACE in m.additional_kwargs]
    named = [m for m in turns if name in ("", m.id)]
    return str(named[-1].additional_kwargs[PLACE]) if named else ""


def began_again(messages: Sequence[AnyMessage], name: str) -> bool:
    """Tell whether a turn had begun before, in a folder that was not available."""
    return any(ANEW in m.additional_kwargs for m in messages if m.id == name)
