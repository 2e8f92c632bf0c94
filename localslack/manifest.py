"""An app as its manifest describes it: what Local Slack lets it do, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localslack.reserved import RESERVED

Json = dict[str, Any]


class BadManifest(Exception):
    """A manifest that Slack would not take; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an app may do: its commands and shortcuts, the scopes it is granted, the events that it hears."""

    name: str = "App"
    commands: tuple[Json, ...] = ()
    shortcuts: tuple[Json, ...] = ()
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    interactivity: bool = False
    home_tab: bool = False
    messages_tab: bool = False
    agent: bool = False


def read(manifest: Mapping[str, Any]) -> Manifest:
    """Return the app that a manifest describes.

    Raises:
        BadManifest: a part is missing or has another shape, or a command belongs to Slack.
    """
    try:
        app = _read(manifest)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise BadManifest(f"this is no app's manifest: {wrong!r}") from None
    taken = [c["command"] for c in app.commands if c["command"].lstrip("/") in RESERVED]
    if taken:
        raise BadManifest(f"{', '.join(taken)}: Slack keeps these names for itself")
    return app


def _read(manifest: Mapping[str, Any]) -> Manifest:
    features, settings = manifest.get("features") or {}, manifest.get("settings") or {}
    home = features.get("app_home") or {}
    return Manifest(
        name=manifest["display_information"]["name"],
        commands=tuple(_entries(features, "slash_commands", ("command",))),
        shortcuts=tuple(_entries(features, "shortcuts", ("callback_id", "type"))),
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        interactivity=bool((settings.get("interactivity") or {}).get("is_enabled")),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")) and not home.get("messages_tab_read_only_enabled"),
        agent="agent_view" in features,
    )


def _entries(features: Mapping[str, Any], name: str, needed: tuple[str, ...]) -> list[Json]:
    entries = list(features.get(name) or ())
    if not all(isinstance(entry, dict) and all(entry.get(key) for key in needed) for entry in entries):
        raise BadManifest(f"each of {name} needs {' and '.join(needed)}")
    return entries
