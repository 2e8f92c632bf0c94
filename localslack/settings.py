"""A workspace read from a TOML file: what `python -m localslack --config FILE` serves.

Every key of `Config` may be set; `manifest` names an app's manifest (YAML or JSON), from which its name, commands,
shortcuts and scopes are taken.
"""

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from localslack.acting import RESERVED
from localslack.workspace import Config, Json

LISTS = {
    "users": ("id", "name"),
    "channels": ("id", "name"),
    "commands": ("command",),
    "shortcuts": ("callback_id", "type"),
}


class BadConfig(Exception):
    """The file can't be used; the message says why."""


def read(path: Path) -> Config:
    """
    Raises:
        BadConfig: not TOML, an unknown key, an entry without what it needs, or a command that belongs to Slack.
    """
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfig(f"{path}: {error}") from None
    manifest = given.pop("manifest", None)
    try:
        return made(given, path.parent / str(manifest) if manifest else None)
    except BadConfig as bad:
        raise BadConfig(f"{path}: {bad}") from None


def made(given: Json, manifest: Path | None) -> Config:
    """
    Raises:
        BadConfig
    """
    known = {f.name for f in fields(Config)}
    unknown = set(given) - known
    if unknown:
        raise BadConfig(f"unknown: {', '.join(sorted(unknown))}. Known: manifest, {', '.join(sorted(known))}")
    odd = [name for name in (*LISTS, "scopes", "retries") if not isinstance(given.get(name, []), list | tuple)]
    if odd:
        raise BadConfig(f"{', '.join(odd)}: a list is needed")
    values: Json = {**(_of_app(manifest) if manifest else {}), **given}
    for name, needed in LISTS.items():
        values[name] = tuple(_entry(name, e, needed) for e in values.get(name, getattr(Config(), name)))
    for name, kind in (("scopes", frozenset), ("retries", tuple)):
        if values.get(name) is not None:
            values[name] = kind(values[name])
    taken = [c["command"] for c in values["commands"] if c["command"].lstrip("/") in RESERVED]
    if taken:
        raise BadConfig(f"{', '.join(taken)}: Slack keeps these names for itself")
    return Config(**values)


def _entry(name: str, entry: Any, needed: tuple[str, ...]) -> Json:
    if not isinstance(entry, dict) or not all(entry.get(key) for key in needed):
        raise BadConfig(f"each of {name} is a table with {' and '.join(needed)}")
    return dict(entry)


def _of_app(path: Path) -> Json:
    if not path.exists():
        raise BadConfig(f"there is no file {path}")
    try:
        text = path.read_text("utf-8")
        found = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
        features = found.get("features", {})
        return {
            "app_name": found["display_information"]["name"],
            "commands": features.get("slash_commands", []),
            "shortcuts": features.get("shortcuts", []),
            "scopes": found["oauth_config"]["scopes"]["bot"],
        }
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise BadConfig(f"{path} is no app's manifest: {error!r}") from None
