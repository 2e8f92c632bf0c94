"""What an agent asks a person."""

from dataclasses import dataclass
from enum import StrEnum

MATERIAL = "material"  # the key of a question for what a draft is to be made from


class Kind(StrEnum):
    """The kind of an item: what it asks of its reviewer."""

    DRAFT = "draft"
    PROBLEM = "problem"
    QUESTION = "question"
    PERMISSION = "permission"
    STILL_RIGHT = "still right"  # of what was approved: it waits for nobody, and counts nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An agent's request to a person: a question with suggested answers, or leave to use a tool with these arguments.
    `key` is the worker's own; the answer goes back to it under that key."""

    key: str
    kind: Kind
    text: str
    choices: tuple[str, ...] = ()
    tool: str = ""
    args: str = ""
