"""Local Slack: a stand-in that behaves like Slack on the wire, with a page for people and an API for tests."""

import asyncio
import base64
import json
import mimetypes
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from localslack.acting import Acting, NotPossible
from localslack.api import Api
from localslack.delivery import RESPONSE_AGE, RESPONSES, Delivery
from localslack.faults import Faults
from localslack.limits import message_error
from localslack.messages_api import replace
from localslack.modals import Modals
from localslack.workspace import Config, Json, Workspace

PAGE = Path(__file__).parent / "page"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LARGEST = 30_000_000  # bytes of a request

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class LocalSlack:
    """One workspace on one port. `start` binds it, `connect` tells where the app listens (HTTP mode)."""

    config: Config
    workspace: Workspace = field(init=False)
    faults: Faults = field(default_factory=Faults)
    delivery: Delivery = field(init=False)
    acting: Acting = field(init=False)
    modals: Modals = field(init=False)
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.config)
        self.delivery = Delivery(self.workspace, self.faults, request_url=self.config.request_url)
        self.modals = Modals(self.workspace)
        self.acting = Acting(self.workspace, self.delivery, self.modals)

    @property
    def url(self) -> str:
        return self.delivery.base

    def connect(self, request_url: str) -> None:
        self.delivery.request_url = request_url

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; the address of the page."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0][1]
        self.delivery.base = f"http://{host}:{bound}"
        return self.delivery.base

    async def stop(self) -> None:
        await self.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST)
        api = Api(self.workspace, self.delivery, self.modals, self.faults)
        app.router.add_route("*", "/api/{method}", api.call)
        app.router.add_get("/_socket", self.delivery.connect)
        app.router.add_post("/_respond/{key}", self._responded)
        app.router.add_post("/_upload/{file}", self._uploaded)
        app.router.add_get("/_files/{file}/{name}", self._file)
        Control(self).routes(app)
        app.router.add_get("/", _page("index.html"))
        for asset in PAGE.iterdir():
            app.router.add_get(f"/{asset.name}", _page(asset.name))
        return app

    async def _responded(self, request: web.Request) -> web.Response:
        """A response_url: five times in thirty minutes."""
        given = self.delivery.responses.get(request.match_info["key"])
        if given is None or time.monotonic() - given["at"] > RESPONSE_AGE:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        given["uses"] += 1
        if given["uses"] > RESPONSES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        try:
            body = await request.json()
            wrong = message_error(body.get("blocks") or []) if isinstance(body, dict) else ("invalid_payload", [])
        except ValueError:
            body, wrong = {}, ("invalid_payload", ["not JSON"])
        self.workspace.note("from app", "response_url", wrong[0] if wrong else "ok", 0.0, body, wrong)
        if wrong is not None:
            return web.json_response({"ok": False, "error": wrong[0]}, status=400)
        self._respond(given, body)
        return web.Response(text="ok")

    def _respond(self, given: Json, body: Json) -> None:
        held = self.workspace.ephemerals.get(given["user"], [])
        old = self.workspace.find(given["channel"], given["ts"] or "") or self.workspace.ephemeral(
            given["user"], given["ts"] or ""
        )
        if old is not None and body.get("delete_original"):
            (held if old in held else self.workspace.messages[given["channel"]]).remove(old)
        elif old is not None and body.get("replace_original"):
            replace(old, {"text": body.get("text", ""), "blocks": body.get("blocks") or []})
        else:
            content = {"user": self.config.bot_user, "text": body.get("text", ""), "blocks": body.get("blocks") or []}
            if body.get("response_type") == "in_channel":
                self.workspace.say(given["channel"], content)
            else:
                self.workspace.whisper(given["user"], given["channel"], content)
        self.workspace.changed()

    async def _uploaded(self, request: web.Request) -> web.Response:
        file = request.match_info["file"]
        if file not in self.workspace.files:
            return web.Response(status=404)
        self.workspace.uploads[file] = await request.read()
        return web.Response(text="OK")

    async def _file(self, request: web.Request) -> web.Response:
        """A file's content, for the app by its token and for the page."""
        data = self.workspace.uploads.get(request.match_info["file"])
        bearer = request.headers.get("Authorization")
        if data is None or (bearer is not None and bearer != f"Bearer {self.config.bot_token}"):
            return web.Response(status=404)
        kind = mimetypes.guess_type(request.match_info["name"])[0] or ""
        if kind in PICTURES:
            return web.Response(body=data, content_type=kind)
        return web.Response(body=data, content_type="text/plain", charset="utf-8")


@dataclass(frozen=True, slots=True)
class Control:
    """The control API: what tests, the demonstration and the page do in this Slack."""

    slack: LocalSlack

    def routes(self, app: web.Application) -> None:
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
            "fault": self._fault,
            "reset": self._reset,
            "socket": self._socket,
            "file": self._new_file,
        }.items():
            post(f"/_control/{name}", _careful(handler))

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self.slack.workspace.state())

    async def _log(self, request: web.Request) -> web.Response:
        return web.json_response(self.slack.workspace.log[-int(request.query.get("last", "500")) :])

    async def _messages(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        if channel not in self.slack.workspace.messages:
            return web.json_response({"error": f"there is no channel {channel}"}, status=404)
        return web.json_response(self.slack.workspace.messages[channel])

    async def _ephemerals(self, request: web.Request) -> web.Response:
        return web.json_response(self.slack.workspace.ephemerals.get(request.match_info["user"], []))

    async def _views(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        return web.json_response(
            {"modals": self.slack.workspace.views.get(user, []), "home": self.slack.workspace.homes.get(user)}
        )

    async def _watch(self, request: web.Request) -> web.StreamResponse:
        """A stream that tells the page that something changed."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await stream.prepare(request)
        changed = asyncio.Event()
        self.slack.workspace.watchers.add(changed.set)
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
            self.slack.workspace.watchers.discard(changed.set)

    async def _message(self, a: Json) -> Any:
        said, answers = await self.slack.acting.message(
            a["channel"], a["user"], a["text"], a.get("thread_ts"), a.get("files")
        )
        first = answers[0].json() if answers else {"status": 0, "body": "the app is not here", "ms": 0}
        return {**first, "ts": said["ts"], "answers": [x.json() for x in answers]}

    async def _command(self, a: Json) -> Any:
        return (await self.slack.acting.command(a["channel"], a["user"], a["command"], a.get("text") or "")).json()

    async def _interact(self, a: Json) -> Any:
        return (await self.slack.acting.interact(a["channel"], a["messageTs"], a["user"], a["action"])).json()

    async def _view_action(self, a: Json) -> Any:
        return (await self.slack.acting.view_action(a["user"], a["viewId"], a["action"])).json()

    async def _submit(self, a: Json) -> Any:
        return (await self.slack.acting.submit(a["user"], a["viewId"], a.get("values") or {})).json()

    async def _close(self, a: Json) -> Any:
        return (await self.slack.acting.close(a["user"], a["viewId"])).json()

    async def _shortcut(self, a: Json) -> Any:
        return (
            await self.slack.acting.shortcut(a["user"], a["callback_id"], a.get("channel"), a.get("messageTs"))
        ).json()

    async def _home(self, a: Json) -> Any:
        return (await self.slack.acting.open_home(a["user"], a.get("tab", "home"))).json()

    async def _reaction(self, a: Json) -> Any:
        return (
            await self.slack.acting.reaction(a["channel"], a["ts"], a["user"], a["name"], bool(a.get("present", True)))
        ).json()

    async def _event(self, a: Json) -> Any:
        return (await self.slack.delivery.event(a.get("event") or a)).json()

    async def _fault(self, a: Json) -> Any:
        return {"status": 200, "body": asdict(self.slack.faults.order(a)), "ms": 0}

    async def _socket(self, a: Json) -> Any:
        await self.slack.delivery.disconnect(str(a["what"]))
        return {"status": 200, "body": "", "ms": 0}

    async def _reset(self, a: Json) -> Any:
        self.slack.workspace.reset()
        self.slack.faults.ordered.clear()
        return {"status": 200, "body": "", "ms": 0}

    async def _new_file(self, a: Json) -> Any:
        """A file that a person picked in the page: {user, name, text}, or {user, name, data} in base 64."""
        workspace = self.slack.workspace
        file_id = workspace.id("F")
        workspace.uploads[file_id] = base64.b64decode(a["data"]) if "data" in a else str(a["text"]).encode()
        workspace.files[file_id] = {
            "id": file_id,
            "name": a["name"],
            "title": a["name"],
            "size": len(workspace.uploads[file_id]),
            "user": a["user"],
            "url_private": f"{self.slack.url}/_files/{file_id}/{a['name']}",
        }
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


def _page(name: str) -> Handler:
    async def page(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / name, headers={"Cache-Control": "no-cache"})

    return page
