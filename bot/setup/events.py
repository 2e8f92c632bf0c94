"""The events that Sluice asks of Slack, each with its reason, as one table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that Slack sends to the app.

    Attributes:
        scope: the permission without which Slack does not send it; "" when it needs none.
        thread_reply: whether it brings every message of a kind of conversation, for the sake of replies in threads.
    """

    name: str
    reason: str
    scope: str = ""
    thread_reply: bool = False
    option: str = ""


EVENTS: tuple[Event, ...] = (
    Event(name="app_home_opened", reason="Sluice draws its Home, and greets new people."),
    Event(name="app_mention", reason="A mention in a thread assigns the thread.", scope="app_mentions:read"),
    Event(name="app_uninstalled", reason="Sluice learns that it was uninstalled, and stops posting."),
    Event(
        name="message.channels",
        reason="A reply in a thread of a public channel counts.",
        scope="channels:history",
        thread_reply=True,
    ),
    Event(
        name="message.groups",
        reason="A reply in a thread of a private channel counts.",
        scope="groups:history",
        thread_reply=True,
    ),
    Event(name="message.im", reason="A direct message to Sluice starts a task or answers a card.", scope="im:history"),
    Event(
        name="message.mpim",
        reason="A reply in a thread of a group message counts.",
        scope="mpim:history",
        thread_reply=True,
    ),
    Event(name="reaction_added", reason="A 👍 or a 👎 on a card decides it.", scope="reactions:read"),
    Event(
        name="reaction_removed",
        reason="Who takes a 👍 or a 👎 back in time undoes the decision.",
        scope="reactions:read",
    ),
    Event(name="tokens_revoked", reason="Sluice learns that its token is no longer good, and stops posting."),
    Event(
        name="user_change",
        reason="Sluice learns of a new time zone, and of people who were deactivated.",
        scope="users:read",
    ),
    Event(
        name="agent_session_stopped",
        reason="The stop button of an agent session stops the work.",
        scope="chat:write",
        option="agent",
    ),
)
# Heard where an administrator adds them, and no reason for a scope of their own.
HEARD_BESIDE = frozenset({"channel_archive", "group_archive", "member_joined_channel", "team_rename"})
