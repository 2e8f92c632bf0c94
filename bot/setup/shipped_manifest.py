"""The manifest that comes with Sluice: `manifest.yml`, which all others are made from."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "manifest.yml"


class BadOption(Exception):
    """An error: the manifest can't be made so; the message says why, and what to write instead."""


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
