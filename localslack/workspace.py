"""What a workspace holds: people, conversations, messages, views and files, as plain JSON in Slack's own shapes."""

import copy
import itertools
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from localslack.blocks import children
from localslack.config import Config

Json = dict[str, Any]
Method = Callable[[Json], Json]
PLAIN = {"is_channel": False, "is_group": False, "is_im": False, "is_mpim": False, "is_private": False}


@dataclass(slots=True, kw_only=True)
class Workspace:
    """The state of one workspace, as JSON in Slack's own shapes."""

    config: Config
    users: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, list[Json]] = field(default_factory=dict)
    ephemerals: dict[str, list[Json]] = field(default_factory=dict)
    views: dict[str, list[Json]] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    sessions: dict[str, Json] = field(default_factory=dict)  # by channel and thread
    files: dict[str, Json] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)
    canvases: dict[str, str] = field(default_factory=dict)  # their Markdown, by the id of the file that each is
    log: list[Json] = field(default_factory=list)
    watchers: set[Callable[[], None]] = field(default_factory=set)
    read: dict[str, dict[str, str]] = field(default_factory=dict)  # by person and conversation: the last ts looked at
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last: float = 0.0
    run: str = field(default_factory=lambda: secrets.token_hex(4))  # another one for each start

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Go back to the beginning: the configured people and conversations, and no messages."""
        spoken = (self.users, self.channels, self.messages, self.ephemerals, self.read)
        shown = (self.views, self.homes, self.sessions, self.files, self.uploads, self.canvases)
        for contents in (*spoken, *shown):
            contents.clear()
        self.log.clear()
        for user in self.config.users:
            self.users[user["id"]] = self._user(user)
        self.users[self.config.bot_user] = self._user(
            {"id": self.config.bot_user, "name": self.config.app.name, "is_bot": True, "tz": "UTC"}
        )
        for channel in self.config.channels:
            self._conversation(channel)

    def _conversation(self, channel: Json) -> Json:
        """Return a new conversation of the kind that a row of the configuration names; a public channel by default."""
        members = list(channel.get("members", self.users))
        kind = next((k for k in ("is_im", "is_mpim") if channel.get(k)), "is_channel")
        handles = [str(self.users[m]["name"]) for m in members if m in self.users]
        name = {"is_im": "", "is_mpim": f"mpdm-{'--'.join(handles)}-1"}.get(kind, str(channel.get("name")))
        more = {kind: True, "is_private": kind != "is_channel" or bool(channel.get("is_private"))}
        shared = {"is_ext_shared": True} if channel.get("is_ext_shared") else {}
        new = self.new_channel(name, members, str(channel["id"]), **more, **shared)
        new["creator"] = str(channel.get("creator") or new["creator"])
        return new

    def _user(self, user: Json) -> Json:
        return {
            "team_id": self.config.team,
            "deleted": False,
            **({"enterprise_user": self._seat(user)} if self.config.enterprise else {}),
            "is_bot": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "profile": {"display_name": user["name"]},
            **user,
        }

    def _seat(self, user: Json) -> Json:
        """Return a person's place in the organisation: every workspace that they are in."""
        seat = {"id": user["id"], "enterprise_id": self.config.enterprise, "teams": [self.config.team]}
        return {**seat, **user.get("enterprise_user", {})}

    def new_channel(self, name: str, members: list[str], channel: str = "", **kind: bool) -> Json:
        """Make and return a conversation; it is a public channel unless `kind` says otherwise."""
        made: Json = {
            "id": channel or self.id("C"),
            "name": name,
            **PLAIN,
            **(kind or {"is_channel": True}),
            "is_archived": False,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "creator": members[0] if members else "",
            "members": members,
        }
        self.channels[made["id"]] = made
        self.messages[made["id"]] = []
        self.changed()
        return made

    def changed(self) -> None:
        """Tell every watcher that something changed."""
        for watcher in list(self.watchers):
            watcher()

    def id(self, prefix: str) -> str:
        """Return a new id that begins with this prefix."""
        return f"{prefix}{next(self._ids):08}{secrets.token_hex(2).upper()}"

    def ts(self) -> str:
        """Return a new timestamp for a message; no two are the same."""
        self._last = max(time.time(), self._last + 0.000001)
        return f"{self._last:.6f}"

    def dm(self, user: str) -> Json:
        """Return the direct messages between the app and a person; make them when there are none."""
        known = self.channels.get(f"D{user[1:]}")
        if known is not None:
            return known
        conversation = self.new_channel("", [user, self.config.bot_user], f"D{user[1:]}", is_im=True, is_private=True)
        conversation |= {"user": user, "name": self.users[user]["name"]}
        return conversation

    def open_first(self, user: str, channel: str) -> None:
        """Open the direct messages with the app for a person who writes there before the app does."""
        if channel == f"D{user[1:]}" and user in self.users and user != self.config.bot_user:
            self.dm(user)

    def find(self, channel: str, ts: str) -> Json | None:
        """Return the message of a conversation with this timestamp; None when there is none."""
        return next((m for m in self.messages.get(channel, ()) if m["ts"] == ts), None)

    def ephemeral(self, user: str, ts: str) -> Json | None:
        """Return a person's ephemeral message with this timestamp; None when there is none."""
        return next((m for m in self.ephemerals.get(user, ()) if m["ts"] == ts), None)

    def say(self, channel: str, message: Json) -> Json:
        """Store a message in its conversation, and return it."""
        message = {"type": "message", "channel": channel, "ts": self.ts(), **message}
        named_blocks(message.get("blocks") or ())
        self._count_reply(channel, message)
        self.messages[channel].append(message)
        self.changed()
        return message

    def _count_reply(self, channel: str, message: Json) -> None:
        """Let the parent of a thread tell how many replies it has, and who wrote them."""
        parent = self.find(channel, str(message.get("thread_ts") or ""))
        if parent is None:
            return
        users = dict.fromkeys([*parent.get("reply_users", ()), message["user"]])
        parent |= {
            "thread_ts": parent["ts"],
            "reply_count": parent.get("reply_count", 0) + 1,
            "reply_users": list(users),
            "reply_users_count": len(users),
            "latest_reply": message["ts"],
        }

    def whisper(self, user: str, channel: str, message: Json) -> Json:
        """Store an ephemeral message, which only this person sees, and return it."""
        message = {"type": "message", "channel": channel, "ts": self.ts(), "is_ephemeral": True, **message}
        named_blocks(message.get("blocks") or ())
        self.ephemerals.setdefault(user, []).append(message)
        self.changed()
        return message

    def mark_read(self, user: str, channel: str, ts: str) -> None:
        """Store how far a person has read a conversation; this point never moves back."""
        places = self.read.setdefault(user, {})
        if ts > places.get(channel, ""):
            places[channel] = ts
            self.changed()

    def shows_app(self, file: str) -> bool:
        """Return whether the app sees a file: nobody has shared it yet, or somebody has where the app is, too."""
        shared = {m["channel"] for said in self.messages.values() for m in said if file in _ids(m.get("files") or ())}
        return not shared or any(self.config.bot_user in self.channels[channel]["members"] for channel in shared)

    def view(self, view_id: str) -> tuple[str, Json] | None:
        """Return (user, view) for the id of an open modal or a Home; None when there is none."""
        for user, stack in self.views.items():
            for view in stack:
                if view["id"] == view_id:
                    return user, view
        return next(((u, h) for u, h in self.homes.items() if h["id"] == view_id), None)

    def note(self, direction: str, what: str, status: object, *, ms: float, sent: Any = None, got: Any = None) -> None:
        """Add one line of traffic to the log of the inspector."""
        self.log.append(
            {
                "at": time.time(),
                "direction": direction,
                "what": what,
                "status": status,
                "ms": round(ms, 2),
                "sent": copy.deepcopy(sent),
                "got": copy.deepcopy(got),
            }
        )
        del self.log[:-2000]
        self.changed()

    def state(self) -> Json:
        """Return the state that the page shows, as JSON."""
        return {
            "team": {"id": self.config.team, "name": self.config.team_name},
            "app": {
                "id": self.config.app_id,
                "name": self.config.app.name,
                "bot": self.config.bot_user,
                "commands": list(self.config.app.commands),
                "shortcuts": list(self.config.app.shortcuts),
                "missing": list(self.config.missing),
            },
            "users": list(self.users.values()),
            "channels": list(self.channels.values()),
            "latest": {c: m[-1]["ts"] for c, m in self.messages.items() if m},
            "unread": {c: [m["ts"] for m in held[-99:]] for c, held in self.messages.items()},
            "read": self.read,
            "run": self.run,
            "now": f"{time.time():.6f}",
        }


def named_blocks(blocks: Iterable[Json]) -> None:
    """Give an id to each block that the app left without one, and to those inside of it."""
    for n, block in enumerate(blocks):
        block.setdefault("block_id", f"b{n}{secrets.token_hex(2)}")
        named_blocks(children(block))


def _ids(files: Iterable[Json]) -> set[str]:
    return {file["id"] for file in files}
