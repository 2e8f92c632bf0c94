"""The app's manifest: a table of what Sluice asks of Slack, with the reason for each, and the manifest made from it."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

FILE = Path(__file__).parents[1] / "manifest.yml"
EVENTS_PATH = "/slack/events"


class BadOption(Exception):
    """An error: the manifest can't be made so; the message says why, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission of the bot's token.

    Attributes:
        reason: what it is for, as one sentence.
        option: of `sluice manifest`, without which it is not asked for; "" for what every installation needs.
    """

    name: str
    reason: str
    option: str = ""


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


# Which permission a method or an event needs: docs.slack.dev/reference/methods and docs.slack.dev/reference/events.
# Those that end in :history stay without thread replies: with them a thread that is handed off is read, and our own
# message is looked up after a lost answer.
STAYS = "It is needed without thread replies, too: our own messages are looked up with it."
SCOPES: tuple[Scope, ...] = (
    Scope("app_mentions:read", "Sluice hears when someone mentions it in a channel."),
    Scope("channels:history", f"Sluice reads threads that are assigned in public channels, and hears replies. {STAYS}"),
    Scope("channels:join", "Sluice joins a public channel where it must read a thread or deliver a file."),
    Scope("channels:read", "Sluice asks whether a person is in the channel that they want a result posted in."),
    Scope("chat:write", "Sluice posts collections, receipts and results, and changes its own messages."),
    Scope("chat:write.public", "Sluice posts results in public channels that it is not a member of."),
    Scope("commands", "People use the slash commands and the message shortcut."),
    Scope("files:read", "Sluice reads the files that come with a task."),
    Scope("files:write", "Sluice delivers drafts as files."),
    Scope("groups:history", f"Sluice reads threads that are assigned in private channels, and hears replies. {STAYS}"),
    Scope("groups:read", "Sluice asks the same of a private channel, and of a file whether a person may open it."),
    Scope("im:history", "Sluice reads what people write to it in direct messages."),
    Scope("im:write", "Sluice opens the direct messages in which a person gets collections."),
    Scope("mpim:history", f"Sluice reads threads that are assigned in group messages, and hears replies. {STAYS}"),
    Scope("reactions:read", "A 👍 or a 👎 on a card decides it, from its reviewer alone."),
    Scope("users:read", "Sluice learns names, time zones, and who is a guest, of another company, or deactivated."),
    Scope("assistant:write", "Slack shows Sluice as an agent, with the state of its work.", option="agent"),
    Scope("canvases:write", "Sluice delivers drafts as canvases, where the workspace has them.", option="canvas"),
)
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
# docs.slack.dev/ai/agent-sessions. app_context_changed is left out: Sluice has no use for what a person looks at.
AGENT_VIEW: Mapping[str, Any] = {
    "agent_description": "Assign clearly briefed tasks. What is ready comes at the times that you chose, to decide.",
    "suggested_prompts": [
        {"title": "Write a document", "message": "writer: Launch FAQ for the beta; must: at most 10 questions"},
        {"title": "Answer a question", "message": "researcher: Which of the linked pages disagree, and on what?"},
        {"title": "Look at data", "message": "analyst: What stands out in the attached file?"},
    ],
}


def build(
    prefix: str = "", http: str = "", thread_replies: bool = True, agent: bool = False, canvas: bool = False
) -> dict[str, Any]:
    """Return the manifest of an installation, made from `manifest.yml`.

    Args:
        prefix: what stands before each command's name; the settings know it as `command_prefix`.
        http: where Slack reaches Sluice, for example https://sluice.example.com; without it Socket Mode is used.
        thread_replies: whether Slack sends the messages of channels, so that replies in threads are heard.
        agent: whether the app is declared as an agent.
        canvas: whether the app may make canvases.

    Raises:
        BadOption: the prefix or the address can't be used, or the file is not there.
    """
    manifest = shipped()
    chosen = {"", *(["agent"] if agent else []), *(["canvas"] if canvas else [])}
    manifest["oauth_config"]["scopes"]["bot"] = [scope.name for scope in SCOPES if scope.option in chosen]
    manifest["settings"]["event_subscriptions"]["bot_events"] = [
        event.name for event in EVENTS if event.option in chosen and (thread_replies or not event.thread_reply)
    ]
    if agent:
        manifest["features"]["agent_view"] = dict(AGENT_VIEW)
    _set_prefix(manifest, prefix)
    if http:
        _set_address(manifest, request_url(http))
    return manifest


def missing_scopes(granted: Collection[str]) -> list[str]:
    """Return a sentence for each permission that an installation lacks, with what it is for."""
    absent = [scope for scope in SCOPES if not scope.option and scope.name not in granted]
    return [f"The permission {scope.name} is missing. What it is for: {scope.reason}" for scope in absent]


def missing(manifest: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each scope and event that a manifest lacks, with what it is for."""
    events = ((manifest.get("settings") or {}).get("event_subscriptions") or {}).get("bot_events") or ()
    absent = [event for event in EVENTS if not event.option and event.name not in events]
    scopes = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()
    sentences = [f"The event {event.name} is missing. What it is for: {event.reason}" for event in absent]
    return [*missing_scopes(scopes), *sentences, *_missing_features(manifest)]


def _missing_features(manifest: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each command and switch that `manifest.yml` has and this one lacks."""
    features, ours = manifest.get("features") or {}, shipped()["features"]
    named = {entry.get("command") for entry in features.get("slash_commands") or ()}
    commands = [c["command"] for c in ours["slash_commands"] if c["command"] not in named]
    home = features.get("app_home") or {}
    lacking = {
        "The message shortcut is missing: nobody can assign a message.": not features.get("shortcuts"),
        "The Home tab is switched off.": not home.get("home_tab_enabled"),
        "The Messages tab is switched off: nobody gets collections.": not home.get("messages_tab_enabled"),
        "Interactivity is switched off: buttons do nothing.": not (
            (manifest.get("settings") or {}).get("interactivity") or {}
        ).get("is_enabled"),
    }
    return [f"The command {name} is missing." for name in commands] + [s for s, lacks in lacking.items() if lacks]


def shipped() -> dict[str, Any]:
    """Return the manifest that comes with Sluice.

    Raises:
        BadOption: its file is not there.
    """
    try:
        manifest: dict[str, Any] = json.loads(_as_json(FILE.read_text("utf-8")))
    except OSError as error:
        raise BadOption(f"{FILE}: {error.strerror}. Install Sluice again: its own file is missing.") from None
    return manifest


@lru_cache(maxsize=1)
def _as_json(text: str) -> str:
    """Return a text of YAML as JSON: reading YAML takes long, and the file is read several times at each start."""
    return json.dumps(yaml.safe_load(text), default=str)


def _set_prefix(manifest: dict[str, Any], prefix: str) -> None:
    if not re.fullmatch("[a-z0-9-]{0,10}", prefix):
        raise BadOption(f"The prefix “{prefix}” can't be used: at most 10 of a to z, 0 to 9 and -, for example: x")
    for command in manifest["features"]["slash_commands"]:
        command["command"] = f"/{prefix}{command['command'].removeprefix('/')}"


def _set_address(manifest: dict[str, Any], url: str) -> None:
    settings = manifest["settings"]
    for command in manifest["features"]["slash_commands"]:
        command["url"] = url
    settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
    settings["interactivity"]["request_url"] = url
    settings["socket_mode_enabled"] = False


def request_url(host: str) -> str:
    """Return the address that Slack sends everything to.

    Args:
        host: https:// and a host, perhaps with a port.

    Raises:
        BadOption: it is not https, names no host, or has more than a host.
    """
    try:
        parts = urlsplit(host)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise BadOption(f"“{host}” is no address, for example: https://sluice.example.com") from None
    if parts.scheme != "https":
        raise BadOption(f"“{host}” must begin with https://, because Slack sends to nothing else.")
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", parts.hostname or ""):
        raise BadOption(f"“{host}” names no host, for example: https://sluice.example.com")
    if host.rstrip("/").lower() != f"https://{parts.hostname}{port}":
        raise BadOption(f"“{host}” must be https:// and a host, with nothing behind it: {EVENTS_PATH} is put there.")
    return f"https://{parts.hostname}{port}{EVENTS_PATH}"


def to_yaml(manifest: Mapping[str, Any]) -> str:
    """Return a manifest as it can be pasted at api.slack.com/apps."""
    text: str = yaml.safe_dump(dict(manifest), sort_keys=False, allow_unicode=True, width=110)
    return text


def reasons() -> list[str]:
    """Return the rows of a Markdown table: each scope and event, what it needs, and what it is for."""
    scopes = [f"| scope `{s.name}`{_option(s.option)} | | {s.reason} |" for s in SCOPES]
    events = [f"| event `{e.name}`{_option(e.option)} | {_code(e.scope)}| {e.reason} |" for e in EVENTS]
    return [*scopes, *events]


def _option(name: str) -> str:
    return f" (`--{name}`)" if name else ""


def _code(scope: str) -> str:
    return f"`{scope}` " if scope else ""
