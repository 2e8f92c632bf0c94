"""A thread and a channel, as Slack describes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread's messages, oldest first.

    Attributes:
        missing: the error by which Slack did not give it, or not all of it; empty when it is whole.
    """

    messages: tuple[dict[str, Any], ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as Slack describes it.

    Attributes:
        shared: whether another company is in it.
        creator: who created it; empty where Slack does not say.
    """

    shared: bool
    creator: str


def channel_of(answer: Mapping[str, Any]) -> Channel:
    """Return a channel, from the part of an answer that describes it."""
    return Channel(answer.get("is_ext_shared") is True, str(answer.get("creator") or ""))
