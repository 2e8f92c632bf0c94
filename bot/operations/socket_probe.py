"""Socket Mode, tried: the app-level token opens an address, and Slack says hello there."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.inbound.app_token import MOST, REFUSED
from bot.operations.finding import Finding
from bot.operations.probe import PATIENCE, ask, with_token

CLOSED: Mapping[str, str] = {
    "link_disabled": "Socket Mode is off for this app: switch it on at api.slack.com/apps under Socket Mode",
    "too_many_websockets": REFUSED["too_many_websockets"],
}


async def examine(client: AsyncWebClient, app_token: str, app_id: str) -> list[Finding]:
    """Return the findings about the app-level token and the connection that it opens.

    Args:
        app_id: the app of the bot token; "" when it could not be learned.
    """
    # docs.slack.dev/reference/methods/apps.connections.open: the token must be in the header.
    reply = await ask(with_token(client, app_token), "apps.connections.open")
    if reply.error:
        return [Finding(what="app token", ok=False, say=reply.refusal(REFUSED))]
    return [
        Finding(what="app token", ok=True, say="opens connections"),
        await _connect(str(reply.data.get("url")), client.proxy, app_id),
    ]


async def _connect(url: str, proxy: str | None, app_id: str) -> Finding:
    try:
        async with (
            asyncio.timeout(PATIENCE),
            aiohttp.ClientSession() as session,
            session.ws_connect(url, proxy=proxy) as socket,
        ):
            frame = json.loads(await socket.receive_str())
    except (aiohttp.ClientError, TypeError, ValueError, TimeoutError, OSError) as error:
        why = str(error) or "no answer in time"
        return Finding(
            what="socket", ok=False, say=f"{url.split('?')[0]} gives no hello: {why}. Let wss through to Slack"
        )
    return _greeting(frame, app_id)


def _greeting(frame: Mapping[str, Any], app_id: str) -> Finding:
    """Judge the first words of a connection."""
    if frame.get("type") != "hello":
        reason = str(frame.get("reason") or frame.get("type"))
        return Finding(what="socket", ok=False, say=CLOSED.get(reason, f"Slack closes the connection: {reason}"))
    other = str((frame.get("connection_info") or {}).get("app_id") or app_id)
    if app_id and other != app_id:
        return Finding(
            what="socket",
            ok=False,
            say=f"SLACK_APP_TOKEN is of app {other}, SLACK_BOT_TOKEN of {app_id}: use one app's",
        )
    count = int(frame.get("num_connections") or 1)
    return Finding(
        what="socket", ok=True, say=f"Slack says hello; connections: {count} of {MOST}, with this one, closed again"
    )
