"""Settings handed over to a process of our own: its environment does not have the secrets."""

import json
from datetime import time
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.setup.settings import Settings


def to_json(settings: Settings) -> str:
    """Return settings with all secrets, as `from_json` reads them."""
    return json.dumps({**settings.model_dump(), "variables": dict(settings.variables)}, default=_plain)


def from_json(text: str) -> Settings:
    """Return the settings that `to_json` was given."""
    return Settings.model_validate_json(text)


def _plain(value: Any) -> Any:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case time():
            return value.isoformat("minutes")
        case Path():
            return str(value)
        case frozenset() | set():
            return sorted(value)
    raise TypeError(f"settings hold a {type(value).__name__}")
