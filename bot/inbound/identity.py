"""Who this bot is in Slack, and the Bolt app that speaks for it."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.envelope.payload import Installation
from bot.outbound.outcomes import Later, Locked, Never, Unclear
from bot.outbound.slack import Gateway
from bot.setup.settings import BadSettings, Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The bot's own ids and names in Slack, as auth.test says.

    Attributes:
        scopes: what the installation grants; empty where the server does not tell.
    """

    team: str
    team_name: str
    bot_user: str
    bot_id: str
    enterprise: str = ""
    scopes: frozenset[str] = frozenset()

    @property
    def installation(self) -> Installation:
        """The workspace and the organisation where the app is installed."""
        return Installation(self.team, self.enterprise)


async def identify(slack: Gateway) -> Identity:
    """Ask Slack who this bot is, again and again while Slack can't be reached, more and more seldom.

    Raises:
        BadSettings: the token is refused.
    """
    for wait in pauses():
        try:
            done, scopes = await slack.who_am_i()
            return Identity(
                team=str(done["team_id"]),
                team_name=str(done.get("team") or ""),
                bot_user=str(done["user_id"]),
                bot_id=str(done.get("bot_id") or ""),
                enterprise=str(done.get("enterprise_id") or ""),
                scopes=scopes,
            )
        except (Never, Locked) as error:
            raise BadSettings(f"Slack refuses SLACK_BOT_TOKEN: {error}.") from None
        except (Later, Unclear) as away:
            seconds = max(wait, getattr(away, "seconds", 0.0))
            log.warning("slack.away", why=str(away), again_in=seconds)
            await asyncio.sleep(seconds)
    raise AssertionError("unreachable")


def pauses() -> Iterator[float]:
    """Return the seconds between two looks for Slack: each twice the last, at most a minute, without an end."""
    return chain((2.0, 4.0, 8.0, 16.0, 32.0), repeat(60.0))


def bolt(settings: Settings, identity: Identity) -> AsyncApp:
    """Return an app that answers a request when its listener has ended: saved first, then acknowledged.

    The door checks signatures before it.
    """
    token = settings.secrets.slack_bot_token.get_secret_value()

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    quiet = logging.getLogger("sluice.bolt")
    quiet.setLevel(logging.ERROR)  # it warns of what is meant here, and logs bodies
    # Bolt makes a client for each request and looks for a proxy in the environment each time, a tenth of an
    # acknowledgement; nothing is ever called through it. Its middlewares repeat what the door and the surfaces do.
    app = AsyncApp(
        logger=quiet,
        signing_secret="checked at the door",  # no secret  # nosec B106
        client=AsyncWebClient(proxy="http://never.used.invalid"),
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        ignoring_self_events_enabled=False,
        ignoring_self_assistant_message_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    async def failed(error: Exception) -> None:
        raise error  # `Dispatch` knows whose it is

    app.error(failed)
    return app
