"""Deliveries to the app: what was sent and answered, triggers and response URLs, events with their retries."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from localslack import events
from localslack.fault import DELIVERIES, ENVELOPES, Fault
from localslack.faults import Faults
from localslack.transport import Transport
from localslack.workspace import Json, Workspace

TRIGGER = 3.0  # seconds that a trigger id is good for
RESPONSES, RESPONSE_AGE = 5, 1800.0  # uses and seconds of a response_url


@dataclass(frozen=True, slots=True)
class Answer:
    """The app's answer. `status` 0 means that the app did not answer in time."""

    status: int
    body: Any
    ms: float

    @property
    def ok(self) -> bool:
        """Whether the app answered with success (2xx)."""
        return 200 <= self.status < 300

    def json(self) -> Json:
        """Return the answer as JSON: status, body and duration in milliseconds."""
        return {"status": self.status, "body": self.body, "ms": round(self.ms, 2)}


@dataclass(slots=True, kw_only=True)
class Delivery:
    """The way to the app. Triggers and response URLs are kept here, since both are given out with a delivery."""

    workspace: Workspace
    faults: Faults
    transport: Transport = field(init=False)
    base: str = ""
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    responses: dict[str, Json] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _held: list[Json] = field(default_factory=list)  # events that come behind the next one

    def __post_init__(self) -> None:
        self.transport = Transport(config=self.workspace.config, request_url=self.workspace.config.request_url)

    @property
    def sockets(self) -> list[web.WebSocketResponse]:
        """The open Socket Mode connections of the app."""
        return self.transport.sockets

    @property
    def request_url(self) -> str:
        """The address where the app listens in HTTP mode."""
        return self.transport.request_url

    @request_url.setter
    def request_url(self, address: str) -> None:
        """Have the app listen at an address in HTTP mode."""
        self.transport.request_url = address

    def trigger(self, user: str) -> str:
        """Return a new trigger id for a person's action."""
        trigger = f"{time.time_ns()}.{secrets.token_hex(8)}"
        self.triggers[trigger] = (user, time.monotonic())
        return trigger

    def use_trigger(self, trigger: str) -> tuple[str | None, str]:
        """Return (user, "") for a valid trigger id, else (None, error name); it works once, for three seconds."""
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
        """Return a new response URL for a message (`ts`) or for a command."""
        key = secrets.token_urlsafe(16)
        where = {"channel": channel, "user": user, "ts": ts, "ephemeral": ephemeral}
        self.responses[key] = {**where, "uses": 0, "at": time.monotonic()}
        return f"{self.base}/_respond/{key}"

    async def send(self, kind: str, payload: Json, headers: Json | None = None) -> Answer:
        """Deliver one payload, write what was sent and answered to the log, and return the answer."""
        began = time.perf_counter()
        fault = self.faults.take(ENVELOPES, str(payload.get("command") or payload.get("type")))
        status, body = await self.transport.send(kind, payload, headers, twice=fault is not None)
        answer = Answer(status, body, (time.perf_counter() - began) * 1000)
        name = payload.get("command") or payload.get("type", kind)
        if kind == "event" and isinstance(payload.get("event"), dict):
            name = f"event {payload['event'].get('type')}"
        self.workspace.note("to app", str(name), status or "no answer", ms=answer.ms, sent=payload, got=body)
        return answer

    async def event(self, event: Json, unasked: bool = False) -> Answer:
        """Deliver an event that the manifest asks for, with Slack's retries; return the first delivery's answer.

        Args:
            unasked: deliver it although the manifest does not ask for it.
        """
        why = "" if unasked else events.refusal(self.workspace.config.app, event)
        if why:
            self.workspace.note("to app", f"event {event.get('type')}", "not delivered", ms=0.0, sent=event, got=why)
            return Answer(200, f"not delivered: {why}", 0.0)
        payload = self._envelope(event)
        fault = self.faults.take(DELIVERIES, str(event.get("type")))
        if fault is not None:
            return await self._faulty(fault, payload)
        answer = await self.send("event", payload)
        if not answer.ok:
            self.later(lambda: self._retry(payload))
        for content in [*self._held]:
            await self._release(content)
        return answer

    async def echo(self, event: Json) -> None:
        """Deliver what the app caused itself, once; faults that were ordered are for what people do."""
        payload = self._envelope(event)
        status, body = await self.transport.send("event", payload)
        name = f"event {event['type']} of its own"
        self.workspace.note("to app", name, status or "no answer", ms=0.0, sent=payload, got=body)

    def _envelope(self, event: Json) -> Json:
        """Return the outer event, which names the workspace that it is from and those that may see it.

        Of a shared channel the source may be another company's workspace (measured:
        github.com/slackapi/java-slack-sdk/issues/629).
        """
        config = self.workspace.config
        team = str(event.get("user_team") or config.team)
        channel = event.get("channel")
        place = self.workspace.channels.get(channel if isinstance(channel, str) else "", {})
        authorization = {
            "enterprise_id": config.enterprise or None,
            "team_id": None if config.org_wide else config.team,
            "user_id": config.bot_user,
            "is_bot": True,
            "is_enterprise_install": config.org_wide,
        }
        return {
            "token": "x",
            "team_id": team,
            "context_team_id": config.team,
            "context_enterprise_id": config.enterprise or None,
            **({"enterprise_id": config.enterprise} if config.enterprise else {}),
            "api_app_id": config.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self.workspace.id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [authorization],
            "is_ext_shared_channel": bool(place.get("is_ext_shared")),
            "event_context": f"4-{secrets.token_hex(8)}",
        }

    async def _release(self, payload: Json) -> None:
        if payload in self._held:
            self._held.remove(payload)
            await self.send("event", payload)

    async def _faulty(self, fault: Fault, payload: Json) -> Answer:
        if fault.what == "drop":
            self.workspace.note(
                "to app", f"event {payload['event'].get('type')}", "dropped", ms=0.0, sent=payload, got="a fault"
            )
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
            headers = {"X-Slack-Retry-Num": str(n), "X-Slack-Retry-Reason": "http_error"}
            if (await self.send("event", payload, headers)).ok:
                return

    def later(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run work in the background; `close` cancels what still runs."""

        async def run() -> None:
            await work()

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel the background work and close the connections to the app."""
        for task in list(self._tasks):
            task.cancel()
        await self.transport.close()
