"""Settings handed over to the agents' process: its environment has no secrets, and it gets none of Slack's."""

import json
from datetime import time
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from bot.setup.settings import BadSettings, Settings

SLACK = ("slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_config_token")


def to_json(settings: Settings) -> str:
    """Return settings with all secrets that agents need, as `from_json` reads them."""
    secrets = settings.secrets.model_copy(update=dict.fromkeys(SLACK, SecretStr(""))).model_dump()
    whole = {**settings.model_dump(), "secrets": secrets, "variables": dict(settings.variables)}
    whole["file"]["budget"] = settings.file.budget.model_dump(exclude_unset=True)  # what is not set is not strict
    return json.dumps(whole, default=_plain)


def from_json(text: str) -> Settings:
    """Return the settings that `to_json` was given.

    Raises:
        BadSettings: they can't be read; why would name their values.
    """
    try:
        return Settings.model_validate(json.loads(text))
    except ValidationError:
        raise BadSettings("The settings can't be read in the agents' process.") from None


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
