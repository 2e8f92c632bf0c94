"""A workspace read from a TOML file: what `python -m localslack --config FILE` serves.

Every key of `Config` may be set but `app`; `manifest` names the app's manifest (YAML or JSON), which says what the app
may do.
"""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from localslack.config import Config
from localslack.manifest_file import BadConfig, app_of
from localslack.workspace import Json

LISTS = {"users": ("id", "name"), "channels": ("id", "name")}


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
    try:
        ZoneInfo(str(entry.get("tz") or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        raise BadConfig(f"{entry['id']}: tz = {entry['tz']!r} is no time zone, for example Europe/Rome") from None
    return dict(entry)
