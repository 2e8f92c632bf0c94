"""What an installation sets: `sluice.toml`, and secrets from the environment. The only place that reads either."""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from agents.models.choice import PROVIDERS
from bot.setup.environment import SECRET, Secrets
from bot.setup.fault_words import words_for
from bot.setup.named_variables import filled
from bot.setup.sluice_toml import File
from storage.engine import is_sqlite, sqlite_url
from storage.ledger.core.ledger import Terms
from storage.rules.authority import Policy
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS

SLACK = frozenset({"slack.com", "slack-gov.com"})  # Slack itself, and the one for governments


class BadSettings(Exception):
    """An error: the settings can't be used; the message names the line and what to do."""


class Role(StrEnum):
    """The work that a process does. On PostgreSQL several processes share it; on SQLite one does all."""

    ALL = "all"
    FRONT = "front"
    WORKER = "worker"


class Settings(BaseModel):
    """Everything the composition root needs.

    Attributes:
        keys: of the providers of models, by the names that the environment has for them.
        variables: what the commands of repositories get of the environment.
        unfilled: what the file names of the environment and is not there, each as a sentence.
    """

    model_config = ConfigDict(frozen=True)

    file: File
    secrets: Secrets
    keys: Mapping[str, SecretStr]
    variables: Mapping[str, str] = Field(default={}, repr=False, exclude=True)
    unfilled: tuple[str, ...] = ()

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

    @property
    def search_lacks(self) -> str:
        """What keeps agents from searching the web, although the settings want it; empty for nothing."""
        web = self.file.web
        if web.search == "brave" and not self.secrets.brave_api_key.get_secret_value():
            return "brave needs its key: set BRAVE_API_KEY"
        if web.search == "searxng" and not re.match("https?://", web.address or ""):
            return "searxng needs its address, http://… or https://…: [web] address in sluice.toml"
        return ""

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
        said = words_for(error, "the environment")
        raise BadSettings(re.sub(r"\b(sluice|slack)_\w+", lambda name: name[0].upper(), said)) from None
    if not re.match(r"https?://[^\s/]+", secrets.slack_api_base_url):
        raise BadSettings("SLACK_API_BASE_URL is no address: leave it out, or write https://slack.com")
    if is_sqlite(secrets.sluice_database_url.get_secret_value()):
        raise BadSettings(
            "SLUICE_DATABASE_URL: leave it out for SQLite, which lies in SLUICE_HOME and has one process."
        )
    keys = {name: SecretStr(key) for name in PROVIDERS if (key := os.environ.get(name))}
    if "sluice_config" in secrets.model_fields_set - set(overrides) and not secrets.sluice_config.is_file():
        raise BadSettings(f"SLUICE_CONFIG: there is no file {secrets.sluice_config}.")
    file, unfilled = filled(read_file(secrets.sluice_config), os.environ)
    named = {"PATH", "HOME", *(name for spec in file.repositories.values() for name in spec.env)}
    variables = {name: os.environ[name] for name in named if name in os.environ}
    for name in [name for name in os.environ if name.upper() in SECRET]:
        del os.environ[name]  # no process that is started from here inherits it
    return Settings(file=file, secrets=secrets, keys=keys, variables=variables, unfilled=unfilled)


def read_file(path: Path) -> File:
    """Read sluice.toml; return the defaults where there is no such file.

    Raises:
        BadSettings: not TOML, an unknown key, or a value out of range.
    """
    if not path.exists() and not path.is_symlink():
        return File()
    try:
        return File(**tomllib.loads(path.read_text("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSettings(f"{path} can't be read: {error}") from None
    except ValidationError as error:
        raise BadSettings(words_for(error, str(path), path.read_text("utf-8-sig"))) from None
