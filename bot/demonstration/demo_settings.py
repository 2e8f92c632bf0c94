"""The demonstration's settings."""

from pathlib import Path
from typing import Any

from bot.setup.settings import Settings, load


def settings_for(home: Path, **file: Any) -> Settings:
    """Return the demonstration's settings: Local Slack's tokens; of this machine's environment only the model."""
    settings = load(  # Local Slack's own words  # nosec B106
        slack_bot_token="xoxb-test-token",
        slack_app_token="",
        slack_signing_secret="test-signing-secret",
        sluice_host="127.0.0.1",
        sluice_port=0,
        sluice_metrics="off",
        sluice_home=home,
        sluice_config=home / "sluice.toml",
        sluice_database_url="",
    )
    return settings.model_copy(update={"file": settings.file.model_copy(update=file)})
