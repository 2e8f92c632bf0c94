"""A workspace read from a TOML file: what `python -m localslack --config FILE` serves.

Every key of `Config` may be set but `app`; `manifest` names the app's manifest (YAML or JSON), which says what the app
may do.
"""

import json
import tomllib
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from localslack.config import Config
from localslack.manifest import BadManifest, Manifest
from localslack.manifest import read as parse
from localslack.workspace import Json

LISTS = {"users": ("id", "name"), "channels": ("id", "name")}


class BadConfig(Exception):
    """A configuration file that cannot be used; the message says why."""


def read(path: Path) -> Config:
    """Return the configuration that a file holds.

    Raises:
        BadConfig: not TOML, an unknown key, an entry without what it needs, or no manifest.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfig(f"{path}: {error}") from None
    name = values.pop("manifest", None)
    try:
        return build(values, path.parent / str(name) if name else None)
    except BadConfig as bad:
        raise BadConfig(f"{path}: {bad}") from None


def build(values: Json, manifest: Path | None) -> Config:
    """Return a configuration of these values, with the app that the manifest describes.

    Raises:
        BadConfig
    """
    names = {f.name for f in fields(Config)} - {"app"}
    unknown = set(values) - names
    if unknown:
        raise BadConfig(f"unknown: {', '.join(sorted(unknown))}. Known: manifest, {', '.join(sorted(names))}")
    odd = [name for name in (*LISTS, "retries") if not isinstance(values.get(name, []), list | tuple)]
    if odd:
        raise BadConfig(f"{', '.join(odd)}: a list is needed")
    lists: Json = {name: tuple(_entry(name, e, LISTS[name]) for e in values[name]) for name in LISTS if name in values}
    if "retries" in values:
        lists["retries"] = tuple(values["retries"])
    if manifest is None:
        raise BadConfig("an app's manifest is needed: it says which commands, scopes and events the app has")
    return Config(app=app_of(manifest), **{**values, **lists})


def _entry(name: str, entry: Any, needed: tuple[str, ...]) -> Json:
    if not isinstance(entry, dict) or not all(entry.get(key) for key in needed):
        raise BadConfig(f"each of {name} is a table with {' and '.join(needed)}")
    return dict(entry)


def app_of(path: Path) -> Manifest:
    """Return the app that a manifest's file describes.

    Raises:
        BadConfig: there is no such file, or Slack would not take it.
    """
    if not path.exists():
        raise BadConfig(f"there is no file {path}")
    try:
        text = path.read_text("utf-8")
        return parse(json.loads(text if path.suffix == ".json" else _as_json(text)))
    except (OSError, ValueError, yaml.YAMLError, BadManifest) as error:
        raise BadConfig(f"{path}: {error}") from None


@lru_cache
def _as_json(text: str) -> str:
    """Return a text of YAML as JSON, with a date as text; reading YAML takes long."""
    return json.dumps(yaml.safe_load(text), default=str)
