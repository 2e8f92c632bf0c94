"""What an installation sets: `sluice.toml`, and secrets from the environment. The only place that reads either."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agents.models.load import PROVIDERS
from agents.models.prices import Price
from agents.roster.specs import AgentSpec, RepositorySpec, ServerSpec, WebSpec
from bot.setup.bounds import Acts, Budget
from bot.setup.per_person import PerPerson
from bot.setup.retention import Retention
from storage.engine import sqlite_url
from storage.ledger.core.ledger import Terms
from storage.rules.authority import Policy
from storage.rules.calendar import EVERY_DAY, WEEKDAYS

SLACK = frozenset({"slack.com", "slack-gov.com"})  # Slack itself, and the one for governments
PLACEHOLDERS = frozenset({"changeme", "change-me", "secret", "your-signing-secret", "xxx", "example", "todo"})


class BadSettings(Exception):
    """An error: the settings can't be used; the message names the line and what to do."""


class Role(StrEnum):
    """The work that a process does. On PostgreSQL several processes share it; on SQLite one does all."""

    ALL = "all"
    FRONT = "front"
    WORKER = "worker"


PORT = r"(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"


class File(BaseModel):
    """`sluice.toml`. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    admins: tuple[Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,}$")], ...] = ()
    zone: str = "UTC"
    times: tuple[time, ...] = (time(9), time(13), time(16, 30))
    days: str = Field(default="weekdays", pattern="^(weekdays|daily)$")
    limit: int = Field(default=12, ge=1, le=100)
    most: int = Field(default=10, ge=1, le=20)
    undo_seconds: float = Field(default=30, ge=0, le=600, allow_inf_nan=False)
    settle_seconds: float = Field(default=120, ge=1, le=3600, allow_inf_nan=False)
    alone_minutes: float = Field(default=10, ge=0, le=120, allow_inf_nan=False)
    four_eyes: bool = False
    members_set_channel_times: bool = False
    post_seconds: float = Field(default=1.0, ge=0, le=60, allow_inf_nan=False)
    attempts: int = Field(default=32, ge=1, le=200)
    link_hosts: tuple[str, ...] = ()
    command_prefix: str = Field(default="", pattern="^[a-z0-9-]{0,10}$")
    agents: Mapping[str, AgentSpec] = {}
    critic_model: str | None = None
    send_back: bool = True
    suggest: bool = True
    still_right_share: float = Field(default=0.05, ge=0, le=1, allow_inf_nan=False)
    budget: Budget = Budget()
    per_person: PerPerson = PerPerson()
    acts: Acts = Acts()
    keep: Retention = Retention()
    prices: Mapping[str, Price] = {}
    web: WebSpec = WebSpec()
    repositories: Mapping[str, RepositorySpec] = {}
    mcp: Mapping[str, ServerSpec] = {}

    @model_validator(mode="after")
    def _tools(self) -> "File":
        known = {"files", "web", "python", "repository", *(f"mcp:{name}" for name in self.mcp)}
        for name, spec in self.agents.items():
            for tool in set(spec.tools) - known:
                meant = difflib.get_close_matches(tool, known, 1, 0.5)
                near = f" Did you mean {meant[0]}?" if meant else ""
                raise ValueError(
                    f"agents.{name}: there are no tools called {tool}.{near} Known: {', '.join(sorted(known))}"
                )
        return self

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if zone(value) is None:
            raise ValueError(f"“{value}” is no time zone; for example: Europe/Rome, America/New_York")
        return value

    @field_validator("times", mode="before")
    @classmethod
    def _times(cls, value: Any) -> Any:
        if not isinstance(value, list | tuple) or not all(isinstance(v, str | time) for v in value):
            raise ValueError('times are text, for example ["9:00", "13:00"]')
        return [time.fromisoformat(v.zfill(5)) if isinstance(v, str) else v for v in value]


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


class Settings(BaseModel):
    """Everything the composition root needs.

    Attributes:
        keys: of the providers of models, by the names that the environment has for them.
        variables: what the commands of repositories get of the environment.
    """

    model_config = ConfigDict(frozen=True)

    file: File
    secrets: Secrets
    keys: Mapping[str, SecretStr]
    variables: Mapping[str, str] = Field(default={}, repr=False, exclude=True)

    @property
    def api(self) -> str:
        """The Web API's base, ending in /api/."""
        base = self.secrets.slack_api_base_url.rstrip("/")
        return (base if base.endswith("/api") else f"{base}/api") + "/"

    @property
    def slack_hosts(self) -> frozenset[str]:
        """The hosts where a response_url or a file may point: the configured Slack, and nowhere else."""
        parts = urlsplit(self.api)
        own = frozenset({parts.netloc})
        if parts.netloc not in SLACK:
            return own
        return own | {f"hooks.{parts.netloc}", f"files.{parts.netloc}", "slack-files.com"}

    @property
    def database(self) -> str:
        """The address of the ledger's database: SQLite in the data folder, where none is set."""
        return self.secrets.sluice_database_url.get_secret_value() or sqlite_url(self.secrets.sluice_home)

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached by Socket Mode: an app-level token is set."""
        return bool(self.secrets.slack_app_token.get_secret_value())

    def terms(self) -> Terms:
        """Return the rules of this installation that the ledger goes by, such as the time to undo."""
        f = self.file
        return Terms(
            undo=timedelta(seconds=f.undo_seconds),
            settle=timedelta(seconds=f.settle_seconds),
            alone=timedelta(minutes=f.alone_minutes),
            times=f.times,
            days=WEEKDAYS if f.days == "weekdays" else EVERY_DAY,
            zone=f.zone,
            room=f.limit,
            most=f.most,
            policy=Policy(
                admins=frozenset(f.admins),
                four_eyes=f.four_eyes,
                members_set_channel_times=f.members_set_channel_times,
                people=frozenset(f.acts.people),
            ),
            budgets=f.budget.caps(),
            at_once=f.per_person.at_once(f.attempts),
            still_right_share=f.still_right_share,
        )


def load(**overrides: Any) -> Settings:
    """Return the settings, read from the file and the environment; secrets are taken out of the environment.

    Raises:
        BadSettings: in one message, all that is wrong.
    """
    try:
        secrets = Secrets(**overrides)
    except ValidationError as error:
        raise BadSettings(_words(error, "the environment")) from None
    keys = {name: SecretStr(key) for name in PROVIDERS if (key := os.environ.get(name))}
    if "sluice_config" in secrets.model_fields_set - set(overrides) and not secrets.sluice_config.is_file():
        raise BadSettings(f"SLUICE_CONFIG: there is no file {secrets.sluice_config}.")
    file = read_file(secrets.sluice_config)
    named = {"PATH", "HOME", *(name for spec in file.repositories.values() for name in spec.env)}
    variables = {name: os.environ[name] for name in named if name in os.environ}
    for name in [name for name in os.environ if name.upper() in SECRET]:
        del os.environ[name]  # no process that is started from here inherits it
    return Settings(file=file, secrets=secrets, keys=keys, variables=variables)


def read_file(path: Path) -> File:
    """Read sluice.toml; return the defaults where there is no such file.

    Raises:
        BadSettings: not TOML, an unknown key, or a value out of range.
    """
    if not path.exists():
        return File()
    try:
        return File(**tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} can't be read: {error}") from None
    except ValidationError as error:
        raise BadSettings(_words(error, str(path), path.read_text("utf-8"))) from None


def check_secrets(secrets: Secrets) -> None:
    """Check the tokens and the signing secret; all that is wrong is named at once.

    Raises:
        BadSettings: a token or the signing secret is missing, swapped or a placeholder.
    """
    bot, app = secrets.slack_bot_token.get_secret_value(), secrets.slack_app_token.get_secret_value()
    signing = secrets.slack_signing_secret.get_secret_value()
    wrong = []
    if not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        wrong.append("SLACK_BOT_TOKEN must be the bot token of the app (it begins with xoxb-).")
    if app and not app.startswith("xapp-"):
        wrong.append("SLACK_APP_TOKEN must be an app-level token (it begins with xapp-); leave it out for HTTP.")
    if not app and (len(signing) < 8 or signing.lower() in PLACEHOLDERS):
        wrong.append(
            "SLACK_SIGNING_SECRET is a placeholder: copy it from the app's Basic Information."
            if signing
            else "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): neither is set."
        )
    if wrong:
        raise BadSettings("\n".join(wrong))


def _words(error: ValidationError, where: str, text: str = "") -> str:
    lines = []
    for e in error.errors(include_input=False, include_url=False):
        name = ".".join(str(p) for p in e["loc"])
        last = str(e["loc"][-1]) if e["loc"] else ""
        what = _unknown(last) if e["type"] == "extra_forbidden" else e["msg"].removeprefix("Value error, ")
        line = _line([str(p) for p in e["loc"]], text)
        named = f"{name}: " if name else ""
        lines.append(f"{where}{f', line {line}' if line else ''}: {named}{what}")
    return "\n".join(lines)


def _line(where: list[str], text: str) -> int | None:
    """The line that a key, or the nearest table or key above it, stands in."""
    found, parts, table = None, [p for p in where if not p.isdigit()], list[str]()
    for n, line in enumerate(text.splitlines(), 1):
        key = re.match(r"\s*(\[*)\s*([\w.:\"'-]+)\s*(?:\]|=)", line)
        if key is None:
            continue
        named = key[2].replace('"', "").split(".")
        table = named if key[1] else table
        path = named if key[1] else table + named
        if path == parts:
            return n
        if path == parts[: len(path)]:
            found = n
    return found


def _unknown(key: str) -> str:
    """That a key is unknown, and the one that was probably meant."""
    specs = (File, WebSpec, Acts, Budget, PerPerson, AgentSpec, RepositorySpec, ServerSpec, Price)
    meant = difflib.get_close_matches(key, {name for spec in specs for name in spec.model_fields}, 1, 0.6)
    return "unknown key" + (f"; did you mean {meant[0]}?" if meant else "")


def zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name; None when there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
