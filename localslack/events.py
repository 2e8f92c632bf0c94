"""The events that an app may subscribe to, each with the scope that it needs, as one table.

Source: docs.slack.dev/reference/events/NAME. An event that the manifest does not name, or whose scope is not granted,
is never delivered; `app_rate_limited` needs neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from localslack.manifest import Manifest
from localslack.workspace import Json

PAGES = "https://docs.slack.dev/reference/events/"
BY_KIND = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name in the manifest, and any of the scopes that let an app hear it."""

    name: str
    scopes: tuple[str, ...] = ()
    unverified: str = ""


_ROWS = (
    Event("agent_session_stopped", ("chat:write",)),
    Event("agent_session_title_changed", ("chat:write",)),
    Event("app_context_changed", ("assistant:write",)),
    Event("app_home_opened"),
    Event("app_mention", ("app_mentions:read",)),
    Event("app_uninstalled"),
    Event("channel_archive", ("channels:read",)),
    Event("channel_rename", ("channels:read",)),
    Event("channel_unarchive", ("channels:read",)),
    Event("group_archive", ("groups:read",)),
    Event("member_joined_channel", ("channels:read", "groups:read")),
    Event("member_left_channel", ("channels:read", "groups:read")),
    Event("message.channels", ("channels:history",)),
    Event("message.groups", ("groups:history",)),
    Event("message.im", ("im:history",)),
    Event("message.mpim", ("mpim:history",)),
    Event("reaction_added", ("reactions:read",)),
    Event("reaction_removed", ("reactions:read",)),
    Event("team_rename", ("team:read",)),
    Event("tokens_revoked"),
    Event("user_change", ("users:read",)),
)
EVENTS: Mapping[str, Event] = {row.name: row for row in _ROWS}


def subscription(event: Json) -> str:
    """Return the name that the manifest uses for an event; a message's name follows the kind of its conversation."""
    kind = str(event.get("type") or "")
    return BY_KIND.get(str(event.get("channel_type")), kind) if kind == "message" else kind


def refusal(app: Manifest, event: Json) -> str:
    """Return why Slack would not deliver an event to this app; empty when Slack would."""
    name = subscription(event)
    if name not in app.events:
        return f"the manifest does not subscribe to {name}"
    row = EVENTS.get(name)
    if row is not None and row.scopes and not app.scopes.intersection(row.scopes):
        return f"{name} needs the scope {' or '.join(row.scopes)}"
    return ""
