"""Payloads as Slack would sign them, for anybody and about anything: each names its person, its place and its value."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localslack.server import LocalSlack
from localslack.workspace import Json
from storage.rules.values.place import Place
from tests.safety.strangers import HOME, Stranger


@dataclass(frozen=True, slots=True)
class Try:
    """One way in, tried once.

    Attributes:
        name: what is tried, for who reads that it went wrong.
    """

    name: str
    kind: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Forger:
    slack: LocalSlack

    def command(self, who: Stranger, name: str, text: str, channel: str) -> Try:
        payload = {
            "command": name,
            "text": text,
            "team_id": who.home,
            "user_id": who.user,
            "channel_id": channel,
            "channel_name": "general",
            "trigger_id": self.slack.delivery.trigger(who.user),
            "response_url": self.slack.delivery.response_url(channel, who.user, None, True),
        }
        return Try(f"{name} {text}", "command", payload)

    def press(self, who: Stranger, action: str, value: str, at: Place, view: Mapping[str, Any] | None = None) -> Try:
        """Press a button of a message, of one that only they see (without a ts), or of a view."""
        where: Json = {"channel": {"id": at.channel, "name": "x"}, "message": {"ts": at.ts, "text": "x"}}
        answer = {"response_url": self.slack.delivery.response_url(at.channel, who.user, at.ts, at.ts is None)}
        container = {"type": "message", "is_ephemeral": at.ts is None}
        if view is not None:
            where, answer, container = {"view": dict(view)}, {}, {"type": "view"}
        pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.1"}
        payload = {"type": "block_actions", **self._base(who), **where, **answer, "container": container}
        return Try(f"press {action} {value}", "interaction", {**payload, "actions": [pressed]})

    def view(self, callback: str, metadata: str, kind: str = "modal", **filled: Any) -> Json:
        number = secrets.token_hex(5)
        state = {block: {"field": value} for block, value in filled.items()}
        view = {"id": f"V{number}", "type": kind, "callback_id": callback, "private_metadata": metadata}
        return {**view, "hash": f"h{number}", "state": {"values": state}}

    def submit(self, who: Stranger, view: Json, kind: str = "view_submission") -> Try:
        named = f"{kind} {view['callback_id']} {view['private_metadata']}"
        return Try(named, "interaction", {"type": kind, **self._base(who), "view": view, "response_urls": []})

    def shortcut(self, who: Stranger, callback: str, at: Place | None) -> Try:
        where: Json = {"type": "shortcut"}
        if at is not None:
            message = {"ts": at.ts, "text": "hello", "reply_count": 3, "user": who.user}
            answer = self.slack.delivery.response_url(at.channel, who.user, at.ts, False)
            where = {"type": "message_action", "channel": {"id": at.channel, "name": "x"}, "message": message}
            where |= {"response_url": answer, "message_ts": at.ts}
        return Try(f"shortcut {callback} {at}", "interaction", {**self._base(who), **where, "callback_id": callback})

    def event(self, who: Stranger, event: Json, name: str = "") -> Try:
        inner = {"user": who.user, **event, **who.says, "event_ts": self.ts()}
        envelope = {
            "type": "event_callback",
            "team_id": who.home,
            "context_team_id": who.team,
            "event_id": f"Ev{secrets.token_hex(5)}",
            "event": inner,
            "authorizations": [{"team_id": who.team, "user_id": "U0BOT", "is_bot": True}],
            "is_ext_shared_channel": who.home != HOME,
        }
        return Try(name or f"event {json.dumps(event)}", "event", envelope)

    def say(self, who: Stranger, text: str, at: Place, kind: str = "message") -> Try:
        """Say something in a conversation or a thread, with a mention or without one."""
        thread = {"thread_ts": at.ts} if at.ts else {}
        message = {"type": kind, "channel": at.channel, "text": text, "ts": self.ts(), **thread}
        direct = {"channel_type": "im"} if at.channel.startswith("D") and kind == "message" else {}
        return self.event(who, {**message, **direct}, f"{kind} “{text}” at {at}")

    def react(self, who: Stranger, name: str, at: Place, present: bool) -> Try:
        on = {"type": "message", "channel": at.channel, "ts": at.ts}
        kind = "reaction_added" if present else "reaction_removed"
        return self.event(who, {"type": kind, "reaction": name, "item": on, "item_user": "U0BOT"})

    def ts(self) -> str:
        return self.slack.workspace.ts()

    def _base(self, who: Stranger) -> Json:
        return {
            "team": {"id": who.team, "domain": "x"},
            "user": {"id": who.user, "team_id": who.home},
            "api_app_id": "A0TEST",
            "trigger_id": self.slack.delivery.trigger(who.user),
        }
