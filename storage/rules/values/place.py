"""A place in Slack: a conversation, and a message in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place in Slack."""

    channel: str
    ts: str | None = None
