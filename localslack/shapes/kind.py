"""One kind of object, and a place in what the app sent: what the tables that check JSON are made of.

A check takes any value and a place, and returns the faults in the words and with the pointer of
`response_metadata.messages`: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`
(docs.slack.dev/reference/methods/chat.postMessage).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Surface(StrEnum):
    """A surface that shows blocks."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Place:
    """A point in what the app sent, and the surface that it is for."""

    surface: Surface
    pointer: str

    def __truediv__(self, step: str | int) -> "Place":
        return Place(self.surface, f"{self.pointer}/{step}")

    def fault(self, words: str) -> str:
        """Return a fault at this place in Slack's words, with a JSON pointer."""
        return f"{words} [json-pointer:{self.pointer}]"


Check = Callable[[Any, Place], list[str]]
Rule = Callable[[Json, Place], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The rules for one kind of object.

    Args:
        needs: the keys that must be there, with their checks.
        may: the keys that can be there; any other is refused.
        rules: what holds between keys; asked only where each key by itself is right.
        on: the surfaces that take it.
        inside: for elements, the kinds of block that take it.
    """

    needs: Mapping[str, Check] = field(default_factory=dict)
    may: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    on: frozenset[Surface] = frozenset(Surface)
    inside: frozenset[str] = frozenset()
