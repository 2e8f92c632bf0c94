"""What a workspace holds: people, conversations, messages, views and files, as plain JSON in Slack's own shapes."""

import itertools
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Method = Callable[[Json], Json]

USERS: tuple[Json, ...] = (
    {"id": "U01ALICE", "name": "alice", "tz": "Europe/Rome"},
    {"id": "U02BOB", "name": "bob", "tz": "Europe/Berlin"},
    {"id": "U03CARA", "name": "cara", "tz": "America/New_York"},
)
CHANNELS: tuple[Json, ...] = ({"id": "C01GEN", "name": "general"}, {"id": "C02RND", "name": "random"})


@dataclass(frozen=True, slots=True)
class Config:
    """One workspace and one app in it. `commands` and `shortcuts` are what completion and menus offer."""

    team: str = "T01TEST"
    team_name: str = "Test workspace"
    bot_user: str = "U0BOT"
    bot_id: str = "B0BOT"
    app_id: str = "A0TEST"
    app_name: str = "Sluice"
    bot_token: str = "xoxb-test-token"
    app_token: str = "xapp-test-token"
    secret: str = "test-signing-secret"
    request_url: str = ""
    users: tuple[Json, ...] = USERS
    channels: tuple[Json, ...] = CHANNELS
    commands: tuple[Json, ...] = ()
    shortcuts: tuple[Json, ...] = ()
    scopes: frozenset[str] | None = None
    agent: bool = False  # whether the app is declared as an agent, and may have sessions
    rate_limits: bool = False  # answer 429 by the tiers of Slack's methods
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)  # seconds before each further delivery of an event


@dataclass(slots=True)
class Workspace:
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
    log: list[Json] = field(default_factory=list)
    watchers: set[Callable[[], None]] = field(default_factory=set)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last: float = 0.0

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Back to the beginning, with nobody having said anything."""
        for held in (
            self.users,
            self.channels,
            self.messages,
            self.ephemerals,
            self.views,
            self.homes,
            self.files,
            self.uploads,
        ):
            held.clear()
        self.log.clear()
        for user in self.config.users:
            self.users[user["id"]] = self._user(user)
        self.users[self.config.bot_user] = self._user(
            {"id": self.config.bot_user, "name": self.config.app_name, "is_bot": True, "tz": "UTC"}
        )
        people = list(self.users)
        for channel in self.config.channels:
            self.new_channel(str(channel["name"]), list(channel.get("members", people)), str(channel["id"]))

    def _user(self, user: Json) -> Json:
        return {
            "team_id": self.config.team,
            "deleted": False,
            "is_bot": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "profile": {"display_name": user["name"]},
            **user,
        }

    def new_channel(self, name: str, members: list[str], channel: str = "") -> Json:
        made: Json = {
            "id": channel or self.id("C"),
            "name": name,
            "is_channel": True,
            "is_private": False,
            "is_archived": False,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "members": members,
        }
        self.channels[made["id"]] = made
        self.messages[made["id"]] = []
        self.changed()
        return made

    def changed(self) -> None:
        for watcher in list(self.watchers):
            watcher()

    def id(self, prefix: str) -> str:
        return f"{prefix}{next(self._ids):08}{secrets.token_hex(2).upper()}"

    def ts(self) -> str:
        """A message's timestamp, never the same twice."""
        self._last = max(time.time(), self._last + 0.000001)
        return f"{self._last:.6f}"

    def dm(self, user: str) -> Json:
        """The direct messages between the app and a person."""
        found = next((c for c in self.channels.values() if c.get("is_im") and c["user"] == user), None)
        if found is None:
            found = {
                "id": f"D{user[1:]}",
                "is_im": True,
                "user": user,
                "name": self.users[user]["name"],
                "is_archived": False,
                "members": [user, self.config.bot_user],
            }
            self.channels[found["id"]] = found
            self.messages[found["id"]] = []
        return found

    def find(self, channel: str, ts: str) -> Json | None:
        return next((m for m in self.messages.get(channel, ()) if m["ts"] == ts), None)

    def ephemeral(self, user: str, ts: str) -> Json | None:
        return next((m for m in self.ephemerals.get(user, ()) if m["ts"] == ts), None)

    def say(self, channel: str, message: Json) -> Json:
        """Keep a message in its conversation."""
        message = {"type": "message", "channel": channel, "ts": self.ts(), **message}
        named_blocks(message.get("blocks") or ())
        self.messages[channel].append(message)
        self.changed()
        return message

    def whisper(self, user: str, channel: str, message: Json) -> Json:
        """An ephemeral message: only one person sees it."""
        message = {"type": "message", "channel": channel, "ts": self.ts(), "is_ephemeral": True, **message}
        named_blocks(message.get("blocks") or ())
        self.ephemerals.setdefault(user, []).append(message)
        self.changed()
        return message

    def view(self, view_id: str) -> tuple[str, Json] | None:
        """(user, view) by its id, among open modals and Homes."""
        for user, stack in self.views.items():
            for view in stack:
                if view["id"] == view_id:
                    return user, view
        return next(((u, h) for u, h in self.homes.items() if h["id"] == view_id), None)

    def note(self, direction: str, what: str, status: object, ms: float, sent: Any = None, got: Any = None) -> None:
        """One line of traffic for the inspector."""
        self.log.append(
            {
                "at": time.time(),
                "direction": direction,
                "what": what,
                "status": status,
                "ms": round(ms, 2),
                "sent": sent,
                "got": got,
            }
        )
        del self.log[:-2000]
        self.changed()

    def state(self) -> Json:
        return {
            "team": {"id": self.config.team, "name": self.config.team_name},
            "app": {
                "id": self.config.app_id,
                "name": self.config.app_name,
                "bot": self.config.bot_user,
                "commands": list(self.config.commands),
                "shortcuts": list(self.config.shortcuts),
            },
            "users": list(self.users.values()),
            "channels": list(self.channels.values()),
            "latest": {c: m[-1]["ts"] for c, m in self.messages.items() if m},
            "unread": {c: [m["ts"] for m in held[-99:]] for c, held in self.messages.items()},
        }


def named_blocks(blocks: Iterable[Json]) -> None:
    """Slack names the blocks that an app left without an id."""
    for n, block in enumerate(blocks):
        block.setdefault("block_id", f"b{n}{secrets.token_hex(2)}")
