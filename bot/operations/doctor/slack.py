"""The way to Slack that the settings name, and what it is asked about."""

from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.operations import slack_doctor, trial
from bot.operations.finding import Finding
from bot.operations.probe import PATIENCE
from bot.setup.settings import Settings


async def try_message(settings: Settings, to: str = "") -> list[Finding]:
    """Send, change and delete a message to a person, or to the first of the administrators.

    Args:
        to: a person's id; "" for the first of `admins`.
    """
    return await trial.try_message(client(settings), to or next(iter(settings.file.admins), ""))


def client(settings: Settings) -> AsyncWebClient:
    """Return a client of the settings' Slack that speaks with the bot token and calls everything once."""
    token = settings.secrets.slack_bot_token.get_secret_value()
    return AsyncWebClient(token=token, base_url=settings.api, timeout=PATIENCE, retry_handlers=[])


def installation_of(
    settings: Settings, channels: Sequence[tuple[str, str]], ledger_of: Sequence[tuple[str, str]]
) -> slack_doctor.Installation:
    """Return what the settings and the ledger say of the app in Slack."""
    secrets = settings.secrets
    return slack_doctor.Installation(
        app_token=secrets.slack_app_token.get_secret_value(),
        config_token=secrets.slack_config_token.get_secret_value(),
        prefix=settings.file.command_prefix,
        channels=channels,
        admins=settings.file.admins,
        acts_in=settings.file.acts.channels,
        people=settings.file.acts.people,
        ledger_of=ledger_of,
    )
