"""Deliveries to the app over either transport: signed HTTP, or a Socket Mode envelope to one connection."""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
import urllib.parse
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from localslack.faults import DELIVERIES, Fault, Faults
from localslack.workspace import Json, Workspace

PATIENCE = 3.0  # seconds that Slack waits for an acknowledgement
TRIGGER = 3.0  # seconds that a trigger id is good for
RESPONSES, RESPONSE_AGE = 5, 1800.0  # uses and seconds of a response_url
MOST_SOCKETS = 10  # Socket Mode connections of an app
KINDS = {"command": "slash_commands", "interaction": "interactive", "event": "events_api"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered. `status` 0 means that it did not in time."""

    status: int
    body: Any
    ms: float

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Json:
        return {"status": self.status, "body": self.body, "ms": round(self.ms, 2)}


@dataclass(slots=True)
class Delivery:
    """Sends to the app. Triggers and response URLs are kept here, since both are given out with a delivery."""

    workspace: Workspace
    faults: Faults
    base: str = ""
    request_url: str = ""
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    responses: dict[str, Json] = field(default_factory=dict)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    deaf: set[web.WebSocketResponse] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _session: aiohttp.ClientSession | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _held: list[Json] = field(default_factory=list)  # events that come behind the next one

    def trigger(self, user: str) -> str:
        made = f"{time.time_ns()}.{secrets.token_hex(8)}"
        self.triggers[made] = (user, time.monotonic())
        return made

    def use_trigger(self, trigger: str) -> tuple[str | None, str]:
        """The user of a trigger id, once and for three seconds; else the error's name."""
        user, at = self.triggers.get(trigger, ("", 0.0))
        if not user:
            return None, "invalid_trigger_id"
        if time.monotonic() - at > TRIGGER:
            return None, "expired_trigger_id"
        if user.startswith("!"):
            return None, "exchanged_trigger_id"
        self.triggers[trigger] = ("!" + user, at)
        return user, ""

    def response_url(self, channel: str, user: str, ts: str | None, ephemeral: bool) -> str:
        key = secrets.token_urlsafe(16)
        self.responses[key] = {
            "channel": channel,
            "user": user,
            "ts": ts,
            "ephemeral": ephemeral,
            "uses": 0,
            "at": time.monotonic(),
        }
        return f"{self.base}/_respond/{key}"

    async def send(self, kind: str, payload: Json, headers: Json | None = None) -> Answer:
        """Deliver and wait for the acknowledgement, at most three seconds."""
        began = time.perf_counter()
        if self.sockets:
            status, body = await self._socket(kind, payload, headers)
        else:
            status, body = await self._http(kind, payload, headers)
        answer = Answer(status, body, (time.perf_counter() - began) * 1000)
        what = payload.get("command") or payload.get("type", kind)
        if kind == "event":
            what = f"event {payload['event'].get('type')}"
        self.workspace.note("to app", str(what), status or "no answer", answer.ms, payload, body)
        return answer

    async def _http(self, kind: str, payload: Json, headers: Json | None) -> tuple[int, Any]:
        if not self.request_url:
            return 0, "the app is not connected"
        if kind == "event":
            body, content = json.dumps(payload), "application/json"
        else:
            form = payload if kind == "command" else {"payload": json.dumps(payload)}
            body, content = urllib.parse.urlencode(form), "application/x-www-form-urlencoded"
        stamp = str(int(time.time()))
        signed = hmac.new(self.workspace.config.secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        sent = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
            **(headers or {}),
        }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with asyncio.timeout(PATIENCE), self._session.post(self.request_url, data=body, headers=sent) as got:
                return got.status, _body(await got.text())
        except (aiohttp.ClientError, TimeoutError) as error:
            return 0, str(error) or "operation_timeout"

    async def _socket(self, kind: str, payload: Json, headers: Json | None) -> tuple[int, Any]:
        envelope = secrets.token_hex(12)
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = waiting
        socket = self.sockets[secrets.randbelow(len(self.sockets))]
        retry = int((headers or {}).get("X-Slack-Retry-Num", 0))
        reason = (headers or {}).get("X-Slack-Retry-Reason", "")
        frame = {
            "envelope_id": envelope,
            "type": KINDS[kind],
            "payload": payload,
            "accepts_response_payload": kind != "event",
            **({"retry_attempt": retry, "retry_reason": reason} if retry else {}),
        }
        try:
            if socket not in self.deaf:
                await socket.send_json(frame)
            return 200, await asyncio.wait_for(waiting, PATIENCE) or ""
        except (TimeoutError, ConnectionError):
            return 0, "operation_timeout"
        finally:
            self._waiting.pop(envelope, None)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """One Socket Mode connection of the app."""
        socket = web.WebSocketResponse(heartbeat=10)
        await socket.prepare(request)
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.sockets) + 1,
                "debug_info": {},
                "connection_info": {"app_id": self.workspace.config.app_id},
            }
        )
        self.sockets.append(socket)
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledged(json.loads(frame.data))
        finally:
            self.sockets.remove(socket)
            self.deaf.discard(socket)
        return socket

    async def disconnect(self, what: str) -> None:
        """Trouble with the oldest Socket Mode connection, as Slack makes it: `warning` and `refresh_requested` announce
        an end, `close` ends it, `half-open` keeps it and answers nothing any more.

        Raises:
            ValueError: there is no connection, or no such trouble.
        """
        if what not in ("warning", "refresh_requested", "close", "half-open"):
            raise ValueError("what must be warning, refresh_requested, close or half-open")
        if not self.sockets:
            raise ValueError("the app has no Socket Mode connection")
        socket = self.sockets[0]
        if what in ("warning", "refresh_requested"):
            await socket.send_json({"type": "disconnect", "reason": what, "debug_info": {}})
        if what in ("refresh_requested", "close"):
            await socket.close()
        if what == "half-open":
            self.deaf.add(socket)

    def _acknowledged(self, frame: Json) -> None:
        waiting = self._waiting.get(frame.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload"))

    async def event(self, event: Json) -> Answer:
        """An event with Slack's retries; the answer is that of the first delivery."""
        payload = {
            "token": "x",
            "team_id": self.workspace.config.team,
            "api_app_id": self.workspace.config.app_id,
            "type": "event_callback",
            "event_id": self.workspace.id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "team_id": self.workspace.config.team,
                    "user_id": self.workspace.config.bot_user,
                    "is_bot": True,
                    "enterprise_id": None,
                    "is_enterprise_install": False,
                }
            ],
            "event": event,
        }
        fault = self.faults.take(DELIVERIES, str(event.get("type")))
        if fault is not None:
            return await self._faulty(fault, payload)
        answer = await self.send("event", payload)
        if not answer.ok:
            self.later(lambda: self._retry(payload))
        for held in [*self._held]:
            await self._release(held)
        return answer

    async def _release(self, payload: Json) -> None:
        if payload in self._held:
            self._held.remove(payload)
            await self.send("event", payload)

    async def _faulty(self, fault: Fault, payload: Json) -> Answer:
        if fault.what == "drop":
            self.workspace.note("to app", f"event {payload['event'].get('type')}", "dropped", 0.0, payload, "a fault")
            return Answer(200, "dropped", 0.0)
        if fault.what == "shuffle":  # it comes behind the next one, or by itself where none comes
            self._held.append(payload)
            self.later(lambda: self._after(float(fault.value or 1.0), payload, held=True))
            return Answer(200, "comes behind the next", 0.0)
        if fault.what == "late":
            wait = float(fault.value or 0.3)
            self.later(lambda: self._after(wait, payload))
            return Answer(200, "comes later", 0.0)
        copies = [
            self.send(
                "event", payload, {"X-Slack-Retry-Num": str(n), "X-Slack-Retry-Reason": "http_timeout"} if n else None
            )
            for n in range(int(fault.value or 2))
        ]
        return (await asyncio.gather(*copies))[0]

    async def _after(self, wait: float, payload: Json, held: bool = False) -> None:
        await asyncio.sleep(wait)
        await (self._release(payload) if held else self.send("event", payload))

    async def _retry(self, payload: Json) -> None:
        for n, wait in enumerate(self.workspace.config.retries, 1):
            await asyncio.sleep(wait)
            if (
                await self.send("event", payload, {"X-Slack-Retry-Num": str(n), "X-Slack-Retry-Reason": "http_error"})
            ).ok:
                return

    def later(self, work: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await work()

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        for socket in list(self.sockets):
            await socket.close()
        if self._session is not None:
            await self._session.close()


def _body(text: str) -> Any:
    try:
        return json.loads(text) if text else ""
    except ValueError:
        return text
