"""The two ways in: HTTP behind the door, and Socket Mode. Both give the same to the same dispatch."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.calls import TOKEN_ERRORS
from bot.dispatch import Dispatch
from bot.door import Door
from bot.payload import Malformed
from bot.settings import BadSettings

log = structlog.get_logger()

RETRY = 2.0  # seconds until another try to open the first socket

Serving = Callable[[], AbstractContextManager[None]]  # entered while a person waits for an answer


class Http:
    """Signed HTTP on a port."""

    def __init__(self, dispatch: Dispatch, serving: Serving, secret: str, host: str, port: int) -> None:
        self._dispatch, self._serving, self._host, self._port = dispatch, serving, host, port
        self._runner = Door(secret, self._answer).runner()

    async def _answer(self, body: dict[str, Any]) -> web.Response:
        with self._serving():
            answer = await self._dispatch.answer(body)
        return await to_aiohttp_response(answer)

    async def start(self) -> int:
        """Listen; return the port that was bound."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        await self._runner.cleanup()


class Socket:
    """Socket Mode: an answer to every envelope, since Bolt leaves failures unanswered."""

    def __init__(self, app: AsyncApp, dispatch: Dispatch, serving: Serving, token: str, api: str) -> None:
        client = AsyncWebClient(token=token, base_url=api, retry_handlers=[])
        self._handler = _Handler(app, dispatch, serving, token, client)

    async def start(self) -> int:
        """Open a connection, for as long as Slack has none to give; the library opens the next ones by itself.

        Raises:
            BadSettings: Slack does not take the app-level token.
        """
        client = self._handler.client
        while client.wss_uri is None:
            try:
                client.wss_uri = await client.issue_new_wss_url()
            except SlackApiError as error:
                name = error.response.get("error") if isinstance(error.response, AsyncSlackResponse) else "no answer"
                if name in TOKEN_ERRORS | {"missing_scope", "not_allowed_token_type", "forbidden_team"}:
                    raise BadSettings(f"Slack opens no socket for SLACK_APP_TOKEN: {name}.") from None
                await self._wait(str(name))
            except (aiohttp.ClientError, TimeoutError) as error:
                await self._wait(str(error))
        await client.connect()
        return 0

    async def _wait(self, why: str) -> None:
        log.warning("socket.not_open", why=why)
        await asyncio.sleep(RETRY)

    async def stop(self) -> None:
        await self._handler.client.close()


class _Handler(AsyncSocketModeHandler):
    def __init__(self, app: AsyncApp, dispatch: Dispatch, serving: Serving, token: str, client: AsyncWebClient) -> None:
        super().__init__(app, token, web_client=client)
        self._dispatch, self._serving = dispatch, serving

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        began = time.time()
        try:
            with self._serving():
                answer = await self._dispatch.answer(req.payload)
        except Malformed as error:
            log.warning("socket.malformed", why=str(error))
            answer = BoltResponse(status=200, body="")
        if answer.status != 200 and req.type != "events_api":
            answer.status, answer.body = 200, ""
        try:
            await send_async_response(client, req, answer, began)
        except (aiohttp.ClientError, ConnectionError) as error:
            log.warning("socket.unanswered", why=str(error))
