"""The Web API: what an app may call, answered as Slack does, with its error names."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from localslack.conversations_api import Conversations
from localslack.delivery import Delivery
from localslack.faults import CALLS, Faults
from localslack.modals import Modals
from localslack.views_api import Views
from localslack.workspace import Json, Method, Workspace
from localslack.wrong import Wrong

SCOPES: Mapping[str, str] = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.delete": "chat:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "reactions.add": "reactions:write",
}


@dataclass(frozen=True, slots=True)
class Api:
    workspace: Workspace
    delivery: Delivery
    modals: Modals
    faults: Faults

    async def call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        began = time.perf_counter()
        arguments = await _arguments(request)
        fault = self.faults.take(CALLS, method)
        if fault is not None and fault.what == "delay":
            await asyncio.sleep(float(fault.value or 1))
        elif fault is not None and fault.what != "reset":
            return _broken(fault)
        answer = self._answer(method, arguments, _token(request, arguments))
        self.workspace.note(
            "from app",
            method,
            answer.get("error", "ok"),
            (time.perf_counter() - began) * 1000,
            {k: v for k, v in arguments.items() if k != "token"},
            answer,
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
        needed = SCOPES.get(method)
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
            return {
                "ok": False,
                "error": "invalid_arguments",
                "response_metadata": {"messages": [f"[ERROR] missing required field: {missing.args[0]}"]},
            }

    def _methods(self) -> Mapping[str, Method]:
        conversations = Conversations(self.workspace)
        return {
            "api.test": lambda a: {"args": a},
            "auth.test": self._auth_test,
            "team.info": self._team_info,
            "apps.connections.open": self._connect,
            **conversations.methods(),
            **Views(self.workspace, self.delivery, self.modals, conversations).methods(),
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

    def _team_info(self, a: Json) -> Json:
        return {"team": {"id": self.workspace.config.team, "name": self.workspace.config.team_name}}

    def _connect(self, a: Json) -> Json:
        return {"url": self.delivery.base.replace("http", "ws", 1) + "/_socket"}


async def _arguments(request: web.Request) -> Json:
    """GET and POST, form and JSON; what comes as a JSON string is read."""
    arguments: Json = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            arguments |= await request.json()
        else:
            arguments |= dict(await request.post())
    for key in ("blocks", "view", "metadata", "attachments", "files"):
        if isinstance(arguments.get(key), str):
            arguments[key] = json.loads(arguments[key] or "null")
    return arguments


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
