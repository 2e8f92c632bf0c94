"""The Bolt app that speaks for this bot."""

import logging

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.inbound.identity import Identity
from bot.setup.settings import Settings


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
