"""The Web API: what an app may call, answered as Slack does, with its error names."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from localslack.channels_api import Channels
from localslack.delivery import MOST_SOCKETS, Delivery
from localslack.faults import CALLS, Fault, Faults
from localslack.marks_api import Marks
from localslack.messages_api import Messages
from localslack.modals import Modals
from localslack.people_api import People
from localslack.tiers import Meter
from localslack.views_api import Views
from localslack.workspace import Json, Method, Workspace
from localslack.wrong import Wrong

# Scopes that an app needs; where a channel's kind decides, the one of that kind. Source: each method's page.
SCOPES: Mapping[str, str] = {
    **dict.fromkeys(
        ("chat.postMessage", "chat.update", "chat.postEphemeral", "chat.delete", "chat.meMessage"), "chat:write"
    ),
    **dict.fromkeys(("users.info", "users.list", "users.getPresence", "bots.info"), "users:read"),
    "users.lookupByEmail": "users:read.email",
    "users.profile.get": "users.profile:read",
    "team.info": "team:read",
    "emoji.list": "emoji:read",
    "conversations.open": "im:write",
    "conversations.join": "channels:join",
    **dict.fromkeys(
        (
            "conversations.create",
            "conversations.rename",
            "conversations.archive",
            "conversations.unarchive",
            "conversations.invite",
            "conversations.kick",
            "conversations.leave",
            "conversations.setTopic",
            "conversations.setPurpose",
        ),
        "channels:manage",
    ),
    **dict.fromkeys(("conversations.info", "conversations.list", "conversations.members"), "{kind}:read"),
    "users.conversations": "{kind}:read",
    **dict.fromkeys(("conversations.history", "conversations.replies"), "{kind}:history"),
    **dict.fromkeys(("files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"), "files:write"),
    **dict.fromkeys(("files.info", "files.list"), "files:read"),
    **dict.fromkeys(("reactions.add", "reactions.remove"), "reactions:write"),
    **dict.fromkeys(("reactions.get", "reactions.list"), "reactions:read"),
    **dict.fromkeys(("pins.add", "pins.remove"), "pins:write"),
    "pins.list": "pins:read",
    "search.messages": "search:read",
    "agents.sessions.setStatus": "chat:write",
}


@dataclass(frozen=True, slots=True)
class Api:
    workspace: Workspace
    delivery: Delivery
    modals: Modals
    faults: Faults
    meter: Meter = field(default_factory=Meter)

    async def call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        began = time.perf_counter()
        try:
            arguments = await _arguments(request)
        except Wrong as wrong:
            return web.json_response({"ok": False, "error": wrong.error})
        token, arguments = _token(request, arguments), {k: v for k, v in arguments.items() if k != "token"}
        fault = self.faults.take(CALLS, method)
        if fault is not None and fault.what == "delay":
            await asyncio.sleep(float(fault.value or 1))
        elif fault is not None and fault.what != "reset":
            self.workspace.note(
                "from app", method, fault.value or fault.what, 0.0, arguments, "a fault that was ordered"
            )
            return _broken(fault)
        wait = self.meter.wait(method, arguments) if self.workspace.config.rate_limits else 0
        if wait:
            self.workspace.note("from app", method, "ratelimited", 0.0, arguments, None)
            return _broken(Fault("status", method, 429, str(wait)))
        answer = self._answer(method, arguments, token)
        self.workspace.note(
            "from app", method, answer.get("error", "ok"), (time.perf_counter() - began) * 1000, arguments, answer
        )
        if fault is not None and fault.what == "reset" and request.transport is not None:
            request.transport.close()
        return web.json_response(
            answer, headers={"x-oauth-scopes": ",".join(sorted(self.workspace.config.scopes or ()))}
        )

    def _answer(self, method: str, arguments: Json, token: str) -> Json:
        handler = self._methods().get(method)
        if handler is None:
            return {"ok": False, "error": "unknown_method", "req_method": method}
        config = self.workspace.config
        wanted = config.app_token if method == "apps.connections.open" else config.bot_token
        if token != wanted:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        needed = self._needed(method, arguments)
        if needed and config.scopes is not None and needed not in config.scopes:
            return {
                "ok": False,
                "error": "missing_scope",
                "needed": needed,
                "provided": ",".join(sorted(config.scopes)),
            }
        try:
            return {"ok": True, **handler(arguments)}
        except Wrong as wrong:
            more = {"response_metadata": {"messages": wrong.details}} if wrong.details else {}
            return {"ok": False, "error": wrong.error, **more}
        except KeyError as missing:
            return _invalid(f"missing required field: {missing.args[0]}")
        except (TypeError, ValueError, AttributeError) as wrong:  # a number, a list or a text where another must be
            return _invalid(f"an argument has the wrong shape: {wrong}")

    def _needed(self, method: str, arguments: Json) -> str:
        scope = SCOPES.get(method, "")
        place = self.workspace.channels.get(str(arguments.get("channel") or ""), {})
        kind = "im" if place.get("is_im") else "groups" if place.get("is_group") else "channels"
        return scope.format(kind=kind)

    def _methods(self) -> Mapping[str, Method]:
        channels = Channels(self.workspace)
        return {
            "api.test": lambda a: {"args": a},
            "auth.test": self._auth_test,
            "apps.connections.open": self._connect,
            **channels.methods(),
            **Messages(self.workspace, channels).methods(),
            **People(self.workspace).methods(),
            **Marks(self.workspace, channels, self.delivery.base).methods(),
            **Views(self.workspace, self.delivery, self.modals, channels).methods(),
        }

    def _auth_test(self, a: Json) -> Json:
        c = self.workspace.config
        return {
            "url": self.delivery.base,
            "team": c.team_name,
            "user": c.app_name.lower(),
            "team_id": c.team,
            "user_id": c.bot_user,
            "bot_id": c.bot_id,
            "is_enterprise_install": False,
        }

    def _connect(self, a: Json) -> Json:
        if len(self.delivery.sockets) >= MOST_SOCKETS:
            raise Wrong("too_many_websockets")
        return {"url": self.delivery.base.replace("http", "ws", 1) + "/_socket"}


def _invalid(why: str) -> Json:
    return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": [f"[ERROR] {why}"]}}


async def _arguments(request: web.Request) -> Json:
    """GET and POST, form and JSON; what comes as a JSON string is read."""
    arguments: Json = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            arguments |= _read(await request.text(), "invalid_json")
        else:
            arguments |= dict(await request.post())
    for key in ("blocks", "view", "metadata", "attachments", "files"):
        if isinstance(arguments.get(key), str):
            arguments[key] = _read(arguments[key] or "null", f"invalid_{key}_format")
    return arguments


def _read(text: str, error: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Wrong(error) from None


def _token(request: web.Request, arguments: Json) -> str:
    bearer = request.headers.get("Authorization", "")
    return bearer.removeprefix("Bearer ") if bearer else str(arguments.get("token") or "")


def _broken(fault: Any) -> web.Response:
    if fault.what == "status":
        headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
        return web.json_response(
            {"ok": False, "error": "ratelimited" if fault.value == 429 else "internal_error"},
            status=int(fault.value or 500),
            headers=headers,
        )
    if fault.what == "html":
        return web.Response(text="<html><body>We are having trouble</body></html>", content_type="text/html")
    return web.json_response({"ok": False, "error": str(fault.value or "fatal_error")})
