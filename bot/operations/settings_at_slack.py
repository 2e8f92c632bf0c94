"""The settings of an app as Slack exports them: how a part of them is read."""

from collections.abc import Mapping
from typing import Any

from bot.setup.events import EVENTS

Json = Mapping[str, Any]


def part_at(there: Json, *path: str) -> Any:
    """Return a part of the settings by its path; None where there is none."""
    part: Any = there
    for name in path:
        part = part.get(name) if isinstance(part, Mapping) else None
    return part


def event_names(there: Json) -> frozenset[str]:
    """Return the names of the events that an app hears."""
    return frozenset(part_at(there, "settings", "event_subscriptions", "bot_events") or ())


def thread_events(there: Json) -> frozenset[str]:
    """Return the events that an app hears for the sake of replies in threads."""
    return event_names(there) & {event.name for event in EVENTS if event.thread_reply}


def is_agent(there: Json) -> bool:
    """Tell whether an app is declared as an agent."""
    return part_at(there, "features", "agent_view") is not None
