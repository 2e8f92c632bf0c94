"""A workspace read from a TOML file: what `python -m localslack --config FILE` serves.

Every key of `Config` may be set but `app`; `manifest` names the app's manifest (YAML or JSON), which says what the app
may do.
"""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from localslack.config import BOT, Config
from localslack.manifest_file import BadConfig, app_of
from localslack.workspace import Json

LISTS = {"users": ("id", "name"), "channels": ("id", "name")}
KNOWN = {
    "users": "id name real_name tz is_restricted is_ultra_restricted is_stranger is_bot is_admin is_owner deleted "
    "team_id profile enterprise_user",
    "channels": "id name members creator is_private is_mpim is_im is_ext_shared",
}
TEXT, YES = "is a text in quotation marks", "is true or false"


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
    _check_plain(values)
    lists: Json = {name: tuple(_entry(name, e, LISTS[name]) for e in values[name]) for name in LISTS if name in values}
    _check_people(lists, str(values.get("bot_user") or BOT))
    if "retries" in values:
        if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in values["retries"]):
            raise BadConfig("retries: each is a number of seconds")
        lists["retries"] = tuple(values["retries"])
    if manifest is None:
        raise BadConfig("an app's manifest is needed: it says which commands, scopes and events the app has")
    return Config(app=app_of(manifest), **{**values, **lists})


def _entry(name: str, entry: Any, needed: tuple[str, ...]) -> Json:
    if not isinstance(entry, dict) or not all(entry.get(key) for key in needed):
        raise BadConfig(f"each of {name} is a table with {' and '.join(needed)}")
    known = KNOWN[name].split()
    if unknown := sorted(set(entry) - set(known)):
        raise BadConfig(f"{entry['id']}: unknown: {', '.join(unknown)}. Known: {', '.join(known)}")
    if odd := sorted(key for key in entry if key.startswith("is_") and not isinstance(entry[key], bool)):
        raise BadConfig(f"{entry['id']}: {odd[0]} {YES}")
    try:
        ZoneInfo(str(entry.get("tz") or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        raise BadConfig(f"{entry['id']}: tz = {entry['tz']!r} is no time zone, for example Europe/Rome") from None
    return dict(entry)


def _check_plain(values: Json) -> None:
    """Check the kinds of the plain values of the settings.

    Raises:
        BadConfig: a text or a choice between two is something else.
    """
    for field in fields(Config):
        kind = type(field.default)
        if kind in (str, bool) and field.name in values and not isinstance(values[field.name], kind):
            raise BadConfig(f"{field.name} {TEXT if kind is str else YES}")


def _check_people(lists: Json, bot: str) -> None:
    """Check that ids stand once, and that members are known.

    Raises:
        BadConfig: an id stands twice, or a channel has a member who is nobody.
    """
    for name in LISTS:
        ids = [entry["id"] for entry in lists.get(name, ())]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise BadConfig(f"{name}: {twice[0]} is there twice")
    if "users" not in lists:
        return
    people = {bot, *(user["id"] for user in lists["users"])}
    for channel in lists.get("channels", ()):
        if strangers := [one for one in channel.get("members", ()) if one not in people]:
            raise BadConfig(f"{channel['id']}: its member {strangers[0]} is none of the users")
