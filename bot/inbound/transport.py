"""The two ways in: HTTP behind the door, and Socket Mode. Both give the same to the same dispatch."""

import asyncio
import errno
import json
import logging
import time
from collections.abc import Awaitable, Callable
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

from bot.envelope.payload import Malformed
from bot.inbound.app_token import PASSING, REFUSED
from bot.inbound.dispatch import Dispatch
from bot.inbound.door import Door
from bot.inbound.health import Idle
from bot.setup.settings import BadSettings
from bot.views.kit import Message

log = structlog.get_logger()

RETRY = 2.0  # seconds until another try to open the first socket
FIRST = 5.0  # seconds for the first connection to an address
_library_log = logging.getLogger("sluice.socket")
_library_log.addFilter(lambda record: _one_line(record))

Respond = Callable[[str, Message], Awaitable[object]]  # says something by a response_url
Serving = Callable[[], AbstractContextManager[None]]  # entered while a person waits for an answer


async def listen(runner: web.AppRunner, host: str, port: int, setting: str) -> None:
    """Listen on an address; `setting` names what to change when that is not possible.

    Raises:
        BadSettings: nothing can listen there.
    """
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        port_is_wrong = error.errno in (errno.EADDRINUSE, errno.EACCES)
        why = "is taken" if error.errno == errno.EADDRINUSE else f"can't be used: {error.strerror}"
        wrong = setting if port_is_wrong else setting.replace("PORT", "HOST")
        raise BadSettings(f"{host}:{port} {why}. Choose another with {wrong}.") from None


class Http:
    """The transport by signed HTTP on a port."""

    def __init__(
        self, dispatch: Dispatch, serving: Serving, secret: str, host: str, port: int, jobs: Idle = lambda: 0.0
    ) -> None:
        self._dispatch, self._serving, self._host, self._port = dispatch, serving, host, port
        self._runner = Door(secret, self._answer, jobs=jobs).runner()

    async def _answer(self, body: dict[str, Any]) -> web.Response:
        with self._serving():
            answer = await self._dispatch.answer(body)
        return await to_aiohttp_response(answer)

    async def start(self) -> int:
        """Start to listen; return the port that was bound.

        Raises:
            BadSettings: the port is taken.
        """
        await self._runner.setup()
        await listen(self._runner, self._host, self._port, "SLUICE_PORT")
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Close the port, and end the connections to it."""
        await self._runner.cleanup()


class Socket:
    """The transport by Socket Mode; every envelope gets an answer, since Bolt leaves failures unanswered."""

    def __init__(
        self, app: AsyncApp, dispatch: Dispatch, serving: Serving, token: str, api: str, respond: Respond
    ) -> None:
        self._web = AsyncWebClient(token=token, base_url=api, retry_handlers=[])
        self._handler = _Handler(app, dispatch, serving=serving, respond=respond, token=token, client=self._web)

    async def start(self) -> int:
        """Open a connection, again and again while Slack has none to give; the library opens all later ones.

        Raises:
            BadSettings: Slack does not take the app-level token.
        """
        client = self._handler.client
        while client.current_session is None:
            client.wss_uri = await self._address()
            try:
                await asyncio.wait_for(client.connect(), FIRST)
            except TimeoutError:  # an address is good once: the next try needs another
                log.warning("socket.not_open", why=f"{client.wss_uri.split('?')[0]} does not answer")
        return 0

    async def _address(self) -> str:
        while True:
            try:
                answer = await self._web.api_call("apps.connections.open", data={})
                return str(answer["url"])
            except SlackApiError as error:
                why = _refusal(error)
            except (aiohttp.ClientError, TimeoutError) as error:
                why = str(error) or "no answer in time"
            log.warning("socket.not_open", why=why)
            await asyncio.sleep(RETRY)

    async def stop(self) -> None:
        """Close the connection to Slack."""
        await self._handler.client.close()


def _refusal(error: SlackApiError) -> str:
    """Return why Slack opens no socket now.

    Raises:
        BadSettings: it never will, with this token.
    """
    answer = error.response if isinstance(error.response, AsyncSlackResponse) else None
    data = answer.data if answer is not None and isinstance(answer.data, dict) else {}
    name = str(data.get("error") or "no answer of Slack's")
    if name in PASSING or answer is None or answer.status_code >= 500 or not data:
        return name
    raise BadSettings(f"No Socket Mode: {REFUSED.get(name, f'Slack answers {name} to SLACK_APP_TOKEN')}.") from None


class _Handler(AsyncSocketModeHandler):
    def __init__(
        self, app: AsyncApp, dispatch: Dispatch, serving: Serving, respond: Respond, token: str, client: AsyncWebClient
    ) -> None:
        super().__init__(app, token, logger=_library_log, web_client=client)
        self._dispatch, self._serving, self._respond = dispatch, serving, respond

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer one envelope. A failed event is not acknowledged, so that Slack sends it again; all else is.

        Where the connection that it came over ends meanwhile, the words for a command come by its response_url: whether
        Slack takes an answer over another connection is not known.
        """
        began, session = time.time(), self._session()
        try:
            with self._serving():
                answer = await self._dispatch.answer(req.payload)
        except Malformed as error:
            log.warning("socket.malformed", why=str(error))
            answer = BoltResponse(status=200, body="")
        if answer.status != 200 and req.type != "events_api":
            answer.status, answer.body = 200, ""
        words, ended = _words(req, answer), self._session() is not session
        if words is not None and ended:
            answer.body = ""
        try:
            await send_async_response(client, req, answer, began)
        except (aiohttp.ClientError, ConnectionError) as error:
            log.warning("socket.unanswered", why=str(error))
            ended = True
        if words is not None and ended:
            await self._respond(str(req.payload["response_url"]), words)

    def _session(self) -> object:
        """Return the connection that is open now; None when there is none."""
        session = self.client.current_session
        return session if session is not None and not session.closed else None


def _words(req: SocketModeRequest, answer: BoltResponse) -> Message | None:
    """Return what a person reads as the answer to their command; None where they read nothing, or it can't follow."""
    if req.type != "slash_commands" or not answer.body or not req.payload.get("response_url"):
        return None
    body = json.loads(answer.body)
    return Message(str(body.get("text") or ""), tuple(body.get("blocks") or ()))


def _one_line(record: logging.LogRecord) -> bool:
    """Take the traceback from what the library tells: why a connection failed stands in its words already."""
    record.exc_info = None
    return True
