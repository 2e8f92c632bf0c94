"""The two ways in: HTTP behind the door, and Socket Mode. Both admit the same and answer everything."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.door import Door, admit
from bot.payload import Malformed

log = structlog.get_logger()

_MATCHED = ("action_id", "callback_id")  # that Bolt's listeners of options, shortcuts and dialogs look at

Serving = Callable[[], AbstractContextManager[None]]  # entered while a person waits for an answer


class Http:
    """Signed HTTP on a port."""

    def __init__(self, app: AsyncApp, serving: Serving, secret: str, team: str, host: str, port: int) -> None:
        self._app, self._serving, self._host, self._port = app, serving, host, port
        self._runner = Door(secret, team, self._dispatch).runner()

    async def _dispatch(self, body: dict[str, Any]) -> web.Response:
        """Answer a body that the door has read and checked, so that Bolt need not parse it again."""
        request = _for_bolt(body)
        with self._serving():
            answer = await self._app.async_dispatch(request)
        return await to_aiohttp_response(answer)

    async def start(self) -> int:
        """Listen; the port that was bound."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        await self._runner.cleanup()


def _for_bolt(body: dict[str, Any]) -> AsyncBoltRequest:
    """
    Raises:
        Malformed: Bolt can't read a sender, a team or a channel from it, or can't match it with a listener.
    """
    try:
        matched = [body["event"].get("type")] if "event" in body else [body[key] for key in _MATCHED if key in body]
        request = AsyncBoltRequest(body=body, mode="socket_mode")
    except (TypeError, AttributeError, KeyError, IndexError) as error:
        raise Malformed(f"not a body that Bolt can read: {error}") from None
    if not all(isinstance(name, str) for name in matched):
        raise Malformed("a name that is no text")
    return request


class Socket:
    """Socket Mode: the same checks, and an answer to every envelope, since Bolt leaves failures unanswered."""

    def __init__(self, app: AsyncApp, serving: Serving, token: str, api: str, team: str) -> None:
        self._handler = _Handler(
            app, serving, token, team, AsyncWebClient(token=token, base_url=api, retry_handlers=[])
        )

    async def start(self) -> int:
        await self._handler.client.connect()
        return 0

    async def stop(self) -> None:
        await self._handler.client.close()


class _Handler(AsyncSocketModeHandler):
    def __init__(self, app: AsyncApp, serving: Serving, token: str, team: str, client: AsyncWebClient) -> None:
        super().__init__(app, token, web_client=client)
        self._serving, self._team = serving, team

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        began = time.time()
        try:
            admit(req.payload, self._team)
        except Malformed as bad:
            log.warning("socket.malformed", why=str(bad))
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
            return
        with self._serving():
            answer = await run_async_bolt_app(self.app, req)
        if answer.status != 200 and req.type != "events_api":
            answer.status, answer.body = 200, ""
        try:
            await send_async_response(client, req, answer, began)
        except (aiohttp.ClientError, ConnectionError) as lost:
            log.warning("socket.unanswered", why=str(lost))
