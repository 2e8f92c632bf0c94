"""An app's manifest read from its file, YAML or JSON."""

import json
from functools import lru_cache
from pathlib import Path

import yaml

from localslack.manifest import BadManifest, Manifest
from localslack.manifest import read as parse


class BadConfig(Exception):
    """A configuration file that cannot be used; the message says why."""


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
