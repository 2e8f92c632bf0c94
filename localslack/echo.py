"""What the app hears of what it did itself: Slack sends an app its own messages, their changes and their ends, too.

Sources: docs.slack.dev/reference/events/message, its subtypes message_changed and message_deleted, and
docs.slack.dev/apis/events-api (an app “receives the messages that it posts”, which is why SDKs drop them).
"""

import copy
from dataclasses import dataclass
from typing import Any

from localslack import events
from localslack.delivery import Delivery
from localslack.talking import kind_of
from localslack.workspace import Json, Workspace


@dataclass(frozen=True, slots=True)
class Echo:
    """The events that an app's own calls cause, where it is a member and its manifest subscribes to them."""

    workspace: Workspace
    delivery: Delivery

    def posted(self, message: Json) -> None:
        """Tell the app of a message that it posted."""
        channel, thread = message["channel"], message.get("thread_ts")
        parent = self.workspace.find(channel, thread) if thread else None
        below = {"parent_user_id": parent["user"]} if parent else {}
        self._deliver({**_heard(message), "team": self.workspace.config.team, **below}, channel, message["ts"])

    def changed(self, before: Json, message: Json) -> None:
        """Tell the app of a change that it made to a message of its own."""
        self._hidden(message, subtype="message_changed", message=_heard(message), previous_message=_heard(before))

    def deleted(self, message: Json) -> None:
        """Tell the app that it deleted a message of its own."""
        self._hidden(message, subtype="message_deleted", deleted_ts=message["ts"], previous_message=_heard(message))

    def _hidden(self, about: Json, /, **what: Any) -> None:
        """Deliver an event about a message; it has a timestamp of its own and names no person."""
        ts, channel = self.workspace.ts(), about["channel"]
        self._deliver({"type": "message", "channel": channel, "ts": ts, "hidden": True, **what}, channel, ts)

    def _deliver(self, event: Json, channel: str, ts: str) -> None:
        place, config = self.workspace.channels[channel], self.workspace.config
        event = {**event, "channel_type": kind_of(place), "event_ts": ts}
        connected = self.delivery.sockets or self.delivery.request_url
        if connected and config.bot_user in place["members"] and not events.refusal(config.app, event):
            self.delivery.later(lambda: self.delivery.echo(event))


def _heard(message: Json) -> Json:
    """Return a message as events carry it."""
    return copy.deepcopy({k: v for k, v in message.items() if k != "metadata"})
