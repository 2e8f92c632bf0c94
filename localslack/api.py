"""The Web API: what an app may call, answered as Slack does, with its error names."""

import asyncio
import copy
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from localslack.api_error import Wrong
from localslack.arguments import read
from localslack.canvases_api import Canvases
from localslack.channels import Channels
from localslack.channels_api import Conversations
from localslack.delivery import Delivery
from localslack.echo import Echo
from localslack.edits_api import Edits
from localslack.fault import CALLS, Fault
from localslack.faults import Faults
from localslack.files_api import Files
from localslack.history_api import History
from localslack.limits import message_error
from localslack.making_api import Making
from localslack.membership_api import Members
from localslack.messages_api import Messages
from localslack.method import Method as Row
from localslack.methods import METHODS
from localslack.modals import Modals
from localslack.people_api import People
from localslack.pins_api import Pins
from localslack.reactions_api import Reactions
from localslack.search_api import Search
from localslack.sessions_api import Sessions
from localslack.tiers import Meter
from localslack.transport import MOST_SOCKETS
from localslack.view_limits import view_error
from localslack.views_api import Views
from localslack.workspace import Json, Method, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The Web API of this workspace."""

    workspace: Workspace
    delivery: Delivery
    modals: Modals
    faults: Faults
    meter: Meter = field(default_factory=Meter)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of the app; an ordered fault happens before or after the call is carried out."""
        method = request.match_info["method"]
        began = time.perf_counter()
        try:
            token, arguments = await read(request, METHODS.get(method))
        except Wrong as wrong:
            return web.json_response({"ok": False, "error": wrong.error})
        fault = self.faults.take(CALLS, method)
        if fault is not None and not fault.stores and fault.what != "delay":
            return self._refuse(method, arguments, fault)
        if fault is not None and fault.what == "delay" and not fault.after:
            await asyncio.sleep(float(fault.value or 1))
        wait = self.meter.wait(method, arguments) if self.workspace.config.rate_limits else 0
        if wait:
            return self._refuse(
                method, arguments, Fault(what="status", method=method, value=429, retry_after=str(wait))
            )
        answer = self._answer(method, copy.deepcopy(arguments), token)  # it names blocks; the log has what was sent
        ms = (time.perf_counter() - began) * 1000
        self.workspace.note("from app", method, answer.get("error", "ok"), ms=ms, sent=arguments, got=answer)
        if fault is not None and fault.what == "reset" and request.transport is not None:
            request.transport.close()
        elif fault is not None and fault.what == "delay" and fault.after:
            await asyncio.sleep(float(fault.value or 1))
        elif fault is not None and fault.stores:
            return _broken(fault)
        scopes = ",".join(sorted(self.workspace.config.app.scopes))
        return web.json_response(answer, headers={"x-oauth-scopes": scopes})

    def _refuse(self, method: str, arguments: Json, fault: Fault) -> web.Response:
        """Answer with a fault, having done nothing."""
        ordered = "ratelimited" if fault.value == 429 else fault.value or fault.what
        self.workspace.note("from app", method, ordered, ms=0.0, sent=arguments, got="a fault that was ordered")
        return _broken(fault)

    def _answer(self, method: str, arguments: Json, token: str) -> Json:
        handler, row = self._methods().get(method), METHODS.get(method)
        if handler is None or row is None:
            return {"ok": False, "error": "unknown_method", "req_method": method}
        try:
            self._admit(row, arguments, token)
            return {"ok": True, **handler(arguments)}
        except Wrong as wrong:
            more = {"response_metadata": {"messages": wrong.details}} if wrong.details else {}
            return {"ok": False, "error": wrong.error, **more, **wrong.more}
        except KeyError as missing:
            return _invalid(f"missing required field: {missing.args[0]}", row.empty)
        except (TypeError, ValueError, AttributeError) as wrong:  # a number, a list or a text where another must be
            return _invalid(f"an argument has the wrong shape: {wrong}")

    def _admit(self, row: Row, arguments: Json, token: str) -> None:
        """Check that a token may call a method.

        Raises:
            Wrong: the token is not the method's, or its scope is not granted.
        """
        config = self.workspace.config
        if token != (config.app_token if row.app_token else config.bot_token):
            known = token in (config.app_token, config.bot_token)
            raise Wrong("not_allowed_token_type" if known else "invalid_auth" if token else "not_authed")
        scope = row.scope.format(kind=self._kind(arguments))
        if scope and scope not in config.app.scopes:
            needed = "chat:write:bot" if scope == "chat:write" else scope  # github.com/slackapi/bolt-js/issues/2182
            raise Wrong("missing_scope", needed=needed, provided=",".join(sorted(config.app.scopes)))

    def _kind(self, arguments: Json) -> str:
        """Return the kind of the conversation that a call names, as scopes name it."""
        place = self.workspace.channels.get(str(arguments.get("channel") or ""), {})
        if place.get("is_im") or place.get("is_mpim"):
            return "im" if place["is_im"] else "mpim"
        return "groups" if place.get("is_private") else "channels"

    def _methods(self) -> Mapping[str, Method]:
        channels, echo = Channels(self.workspace), Echo(self.workspace, self.delivery)
        return {
            "api.test": lambda a: {"args": a},
            "auth.test": self._auth_test,
            "apps.connections.open": self._connect,
            **Conversations(self.workspace, channels).methods(),
            **Making(self.workspace, channels).methods(),
            **Members(self.workspace, channels).methods(),
            **Messages(self.workspace, channels, echo).methods(),
            **Edits(self.workspace, channels, echo).methods(),
            **History(self.workspace, channels).methods(),
            **People(self.workspace).methods(),
            **Reactions(self.workspace, channels).methods(),
            **Pins(self.workspace, channels).methods(),
            **Search(self.workspace, channels, self.delivery.base).methods(),
            **Sessions(self.workspace, channels).methods(),
            **Views(self.workspace, self.delivery, self.modals).methods(),
            **Files(self.workspace, channels, self.delivery.base, echo).methods(),
            **Canvases(self.workspace, channels, self.delivery.base).methods(),
            "blocks.validate": self._validate,
        }

    def _auth_test(self, a: Json) -> Json:
        c = self.workspace.config
        return {
            "url": self.delivery.base,
            "team": c.team_name,
            "user": c.app.name.lower(),
            "team_id": c.team,
            "user_id": c.bot_user,
            "bot_id": c.bot_id,
            "is_enterprise_install": c.org_wide,
            **({"enterprise_id": c.enterprise} if c.enterprise else {}),
        }

    def _validate(self, a: Json) -> Json:
        """Tell whether blocks, a message with blocks or a view would be taken; one of the three is needed."""
        if a.get("view"):
            wrong = view_error(a["view"])
        else:
            blocks = a["message"].get("blocks") if isinstance(a.get("message"), dict) else a["blocks"]
            wrong = message_error(blocks or [])
        if wrong is not None:
            raise Wrong(*wrong)
        return {}

    def _connect(self, a: Json) -> Json:
        if len(self.delivery.sockets) >= MOST_SOCKETS:
            raise Wrong("too_many_websockets")
        ticket = self.delivery.transport.ticket()
        return {"url": f"{self.delivery.base.replace('http', 'ws', 1)}/_socket?ticket={ticket}"}


def _invalid(why: str, error: str = "invalid_arguments") -> Json:
    return {"ok": False, "error": error, "response_metadata": {"messages": [f"[ERROR] {why}"]}}


def _broken(fault: Fault) -> web.Response:
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
