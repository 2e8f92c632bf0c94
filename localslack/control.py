"""The control API: JSON over HTTP for the tests, the demonstration and the page."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from localslack.acting import Acting
from localslack.delivery import Delivery
from localslack.faults import Faults
from localslack.file_object import described
from localslack.payloads import NotPossible
from localslack.workspace import Json, Workspace

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The actions that tests, the demonstration and the page take in this Slack."""

    workspace: Workspace
    faults: Faults
    delivery: Delivery
    acting: Acting

    def routes(self, app: web.Application) -> None:
        """Add the routes of the control API to a web application."""
        get, post = app.router.add_get, app.router.add_post
        get("/_control/state", self._state)
        get("/_control/log", self._log)
        get("/_control/messages/{channel}", self._messages)
        get("/_control/ephemerals/{user}", self._ephemerals)
        get("/_control/views/{user}", self._views)
        get("/_control/watch", self._watch)
        for name, handler in {
            "message": self._message,
            "command": self._command,
            "interact": self._interact,
            "view-action": self._view_action,
            "view-submit": self._submit,
            "view-close": self._close,
            "shortcut": self._shortcut,
            "open-home": self._home,
            "reaction": self._reaction,
            "event": self._event,
            "deliver": self._deliver,
            "fault": self._fault,
            "reset": self._reset,
            "socket": self._socket,
            "file": self._new_file,
            "read": self._read,
        }.items():
            post(f"/_control/{name}", _careful(handler))

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self.workspace.state())

    async def _log(self, request: web.Request) -> web.Response:
        return web.json_response(self.workspace.log[-int(request.query.get("last", "500")) :])

    async def _messages(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        if channel not in self.workspace.messages:
            return web.json_response({"error": f"there is no channel {channel}"}, status=404)
        return web.json_response(self.workspace.messages[channel])

    async def _ephemerals(self, request: web.Request) -> web.Response:
        return web.json_response(self.workspace.ephemerals.get(request.match_info["user"], []))

    async def _views(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        return web.json_response({"modals": self.workspace.views.get(user, []), "home": self.workspace.homes.get(user)})

    async def _watch(self, request: web.Request) -> web.StreamResponse:
        """A stream that tells the page that something changed."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await stream.prepare(request)
        changed = asyncio.Event()
        self.workspace.watchers.add(changed.set)
        try:
            while True:
                await stream.write(b"data: changed\n\n")
                try:
                    await asyncio.wait_for(changed.wait(), 15)
                except TimeoutError:
                    continue
                await asyncio.sleep(0.03)
                changed.clear()
        except (ConnectionError, asyncio.CancelledError):
            return stream
        finally:
            self.workspace.watchers.discard(changed.set)

    async def _message(self, a: Json) -> Any:
        answer, answers = await self.acting.talking.message(
            a["channel"], a["user"], a["text"], a.get("thread_ts"), a.get("files")
        )
        first = answers[0].json() if answers else {"status": 0, "body": "the app is not here", "ms": 0}
        return {**first, "ts": answer["ts"], "answers": [x.json() for x in answers]}

    async def _command(self, a: Json) -> Any:
        return (await self.acting.command(a["channel"], a["user"], a["command"], a.get("text") or "")).json()

    async def _interact(self, a: Json) -> Any:
        return (await self.acting.interact(a["channel"], a["messageTs"], a["user"], a["action"])).json()

    async def _view_action(self, a: Json) -> Any:
        return (await self.acting.view_action(a["user"], a["viewId"], a["action"], a.get("values") or {})).json()

    async def _submit(self, a: Json) -> Any:
        values, forged = a.get("values") or {}, bool(a.get("forged"))
        return (await self.acting.submit(a["user"], a["viewId"], values, forged)).json()

    async def _close(self, a: Json) -> Any:
        return (await self.acting.close(a["user"], a["viewId"], bool(a.get("all")))).json()

    async def _shortcut(self, a: Json) -> Any:
        return (await self.acting.shortcut(a["user"], a["callback_id"], a.get("channel"), a.get("messageTs"))).json()

    async def _home(self, a: Json) -> Any:
        return (await self.acting.talking.open_home(a["user"], a.get("tab", "home"))).json()

    async def _reaction(self, a: Json) -> Any:
        present = bool(a.get("present", True))
        answer = await self.acting.talking.reaction(a["channel"], a["ts"], a["user"], a["name"], present)
        return answer.json() if answer else {"status": 0, "body": "the app is not here", "ms": 0}

    async def _event(self, a: Json) -> Any:
        """Deliver an event as it is; `unasked` also where the manifest does not ask for it."""
        return (await self.delivery.event(a.get("event") or a, bool(a.get("unasked")))).json()

    async def _deliver(self, a: Json) -> Any:
        """Send a payload as it is: {kind: command, interaction or event, payload, headers?}."""
        if not isinstance(a["payload"], dict):
            raise ValueError("the payload must be an object")
        return (await self.delivery.send(a["kind"], a["payload"], a.get("headers"))).json()

    async def _fault(self, a: Json) -> Any:
        return {"status": 200, "body": asdict(self.faults.order(a)), "ms": 0}

    async def _socket(self, a: Json) -> Any:
        await self.delivery.transport.trouble(str(a["what"]))
        return {"status": 200, "body": "", "ms": 0}

    async def _reset(self, a: Json) -> Any:
        self.workspace.reset()
        self.faults.ordered.clear()
        return {"status": 200, "body": "", "ms": 0}

    async def _read(self, a: Json) -> Any:
        """A person has looked at a conversation as far as `ts`: {user, channel, ts}."""
        self.workspace.mark_read(str(a["user"]), str(a["channel"]), str(a["ts"]))
        return {"status": 200, "body": "", "ms": 0}

    async def _new_file(self, a: Json) -> Any:
        """A file that a person picked in the page: {user, name, text}, or {user, name, data} in base 64."""
        workspace = self.workspace
        file_id = workspace.id("F")
        workspace.uploads[file_id] = base64.b64decode(a["data"]) if "data" in a else str(a["text"]).encode()
        address = f"{self.delivery.base}/_files/{file_id}/{a['name']}"
        size = len(workspace.uploads[file_id])
        workspace.files[file_id] = described(file_id, str(a["name"]), size, str(a["user"]), address)
        return {"status": 200, "body": workspace.files[file_id], "ms": 0}


def _careful(handler: Callable[[Json], Awaitable[Any]]) -> Handler:
    """Mistakes of the caller get a 400 with words."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            given = json.loads(await request.text() or "{}")
            return web.json_response(await handler(given))
        except (NotPossible, ValueError) as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        except (KeyError, TypeError) as wrong:
            return web.json_response({"error": f"missing or wrong: {wrong}"}, status=400)

    return handle
