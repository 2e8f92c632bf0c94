"""What the environment may set: secrets, addresses and folders."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from agents.models.choice import PROVIDERS

PORT = r"([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"


class Secrets(BaseSettings):
    """The settings from the environment. Their values never appear in logs or messages."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_config_token: SecretStr = SecretStr("")
    slack_api_base_url: str = "https://slack.com"
    sluice_port: int = Field(default=3000, ge=0, le=65535)
    sluice_host: str = "127.0.0.1"
    sluice_metrics: str = Field(default="", pattern=rf"^(off|([^\s:/]+:)?{PORT})?$")
    sluice_home: Path = Path(".sluice")
    sluice_config: Path = Path("sluice.toml")
    sluice_database_url: SecretStr = SecretStr("")
    sluice_model: str | None = None
    sluice_models: Path = Path(".sluice/models")
    brave_api_key: SecretStr = SecretStr("")


SECRET = {name.upper() for name, of in Secrets.model_fields.items() if of.annotation is SecretStr} | set(PROVIDERS)
