"""What the app in Slack lacks, as sentences: permissions, events, commands and switches."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.setup.events import EVENTS
from bot.setup.scopes import SCOPES
from bot.setup.shipped_manifest import shipped


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
