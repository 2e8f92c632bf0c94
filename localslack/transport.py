"""The way to the app: signed HTTP to its request URL, or an envelope to one of its Socket Mode connections."""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from localslack.config import Config
from localslack.wire import about_envelope, body_of, encode
from localslack.workspace import Json

PATIENCE = 3.0  # seconds that Slack waits for an acknowledgement
MOST_SOCKETS = 10  # Socket Mode connections of an app
KINDS = {"command": "slash_commands", "interaction": "interactive", "event": "events_api"}
TROUBLES = ("warning", "refresh_requested", "too_many_websockets", "link_disabled", "close", "half-open")
ENDS = ("refresh_requested", "too_many_websockets", "link_disabled", "close")  # troubles that end the connection


@dataclass(slots=True, kw_only=True)
class Transport:
    """The sender of payloads; it waits at most three seconds for each acknowledgement."""

    config: Config
    request_url: str = ""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    deaf: set[web.WebSocketResponse] = field(default_factory=set)
    _waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Any]]] = field(default_factory=dict)
    _tickets: set[str] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    async def send(self, kind: str, payload: Json, headers: Json | None = None, twice: bool = False) -> tuple[int, Any]:
        """Send a payload and return the status and body of the app's answer; status 0 means no answer in time.

        Args:
            kind: a key of KINDS.
            twice: over a socket, the same envelope comes a second time.
        """
        if self.sockets:
            return await self._over_socket(kind, payload, headers or {}, twice)
        return await self._over_http(kind, payload, headers or {})

    async def _over_http(self, kind: str, payload: Json, headers: Json) -> tuple[int, Any]:
        if not self.request_url:
            return 0, "the app is not connected"
        body, content = encode(kind, payload)
        signed = {**self.signature(body), "Content-Type": content, **headers}
        if self._session is None:
            as_many_as_come = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=as_many_as_come)
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._session.post(self.request_url, data=body, headers=signed) as got,
            ):
                return got.status, body_of(await got.text())
        except (aiohttp.ClientError, TimeoutError) as error:
            return 0, str(error) or "operation_timeout"

    def signature(self, body: str) -> dict[str, str]:
        """Return the two headers that prove a body comes from Slack."""
        stamp = str(int(time.time()))
        signed = hmac.new(self.config.secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed.hexdigest()}"}

    async def _over_socket(self, kind: str, payload: Json, headers: Json, twice: bool) -> tuple[int, Any]:
        envelope = secrets.token_hex(12)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        socket = self.sockets[secrets.randbelow(len(self.sockets))]
        self._waiting[envelope] = socket, answer
        frame = {"envelope_id": envelope, "type": KINDS[kind], "payload": payload, **about_envelope(kind, headers)}
        try:
            for _ in range(2 if twice else 1):
                if socket not in self.deaf:
                    await socket.send_json(frame)
            return 200, await asyncio.wait_for(answer, PATIENCE) or ""
        except (TimeoutError, ConnectionError):
            return 0, "operation_timeout"
        finally:
            self._waiting.pop(envelope, None)

    def ticket(self) -> str:
        """Return a new ticket that opens one connection once."""
        made = secrets.token_urlsafe(16)
        self._tickets.add(made)
        return made

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one Socket Mode connection of the app, until it ends; the request carries its ticket."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="no such ticket: apps.connections.open gives one for each connection")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=10)
        await socket.prepare(request)
        about = {"host": "local", "build_number": 1, "approximate_connection_time": 18060}
        connections = {"num_connections": len(self.sockets) + 1, "connection_info": {"app_id": self.config.app_id}}
        await socket.send_json({"type": "hello", **connections, "debug_info": about})
        self.sockets.append(socket)
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledge(socket, json.loads(frame.data))
        finally:
            self.sockets.remove(socket)
            self.deaf.discard(socket)
        return socket

    def _acknowledge(self, socket: web.WebSocketResponse, frame: Json) -> None:
        asked, answer = self._waiting.get(str(frame.get("envelope_id") or ""), (None, None))
        if answer is not None and not answer.done() and (asked is socket or not self.config.own_socket):
            answer.set_result(frame.get("payload"))

    async def trouble(self, kind: str) -> None:
        """Make trouble with the oldest connection, as Slack does. `warning` says that the connection will end soon.
        `refresh_requested`, `too_many_websockets` and `link_disabled` tell the app to disconnect. `close` ends the
        connection; `half-open` keeps it open but delivers nothing.

        Raises:
            ValueError: there is no connection, or no such trouble.
        """
        if kind not in TROUBLES:
            raise ValueError(f"what must be one of {', '.join(TROUBLES)}")
        if not self.sockets:
            raise ValueError("the app has no Socket Mode connection")
        socket = self.sockets[0]
        if kind not in ("close", "half-open"):
            await socket.send_json({"type": "disconnect", "reason": kind, "debug_info": {"host": "local"}})
        if kind in ENDS:
            await socket.close()
        if kind == "half-open":
            self.deaf.add(socket)

    async def close(self) -> None:
        """Close all connections to the app."""
        for socket in list(self.sockets):
            await socket.close()
        if self._session is not None:
            await self._session.close()
