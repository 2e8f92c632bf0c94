"""Local Slack: a stand-in that behaves like Slack on the wire, with a page for people and an API for tests."""

import asyncio
import copy
import mimetypes
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from localslack.acting import Acting
from localslack.api import Api
from localslack.config import Config
from localslack.control import Control
from localslack.delivery import RESPONSE_AGE, RESPONSES, Delivery
from localslack.echo import Echo
from localslack.edits_api import replace
from localslack.faults import Faults
from localslack.limits import message_error
from localslack.modals import Modals
from localslack.visitors import only_ours
from localslack.workspace import Json, Workspace

PAGE = Path(__file__).parent / "page"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LARGEST = 150_000_000  # bytes of a request: files of a form come as base64

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True, kw_only=True)
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
        self.workspace = Workspace(config=self.config)
        self.delivery = Delivery(workspace=self.workspace, faults=self.faults)
        self.modals = Modals(self.workspace)
        self.acting = Acting(workspace=self.workspace, delivery=self.delivery, modals=self.modals)

    @property
    def url(self) -> str:
        """The address that Local Slack serves, without a slash at its end."""
        return self.delivery.base

    def connect(self, request_url: str) -> None:
        """Set the address where the app listens in HTTP mode."""
        self.delivery.request_url = request_url

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Start to listen, and return the address of the page; port 0 takes any free port."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0][1]
        self.delivery.base = f"http://{host}:{bound}"
        return self.delivery.base

    async def stop(self) -> None:
        """Stop the deliveries and the server."""
        await self.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST, middlewares=[only_ours])
        api = Api(workspace=self.workspace, delivery=self.delivery, modals=self.modals, faults=self.faults)
        app.router.add_route("*", "/api/{method}", api.call)
        app.router.add_get("/_socket", self.delivery.transport.connect)
        app.router.add_post("/_respond/{key}", self._responded)
        app.router.add_post("/_upload/{file}", self._uploaded)
        app.router.add_get("/_files/{file}/{name}", self._file)
        app.router.add_get("/docs/{team}/{canvas}", self._canvas)
        Control(workspace=self.workspace, faults=self.faults, delivery=self.delivery, acting=self.acting).routes(app)
        app.router.add_get("/", _page("index.html"))
        for asset in PAGE.iterdir():
            app.router.add_get(f"/{asset.name}", _page(asset.name))
        return app

    async def _responded(self, request: web.Request) -> web.Response:
        """A response_url: five times in thirty minutes, from wherever it was given out."""
        given = self.delivery.responses.get(request.match_info["key"])
        if given is None or time.monotonic() - given["at"] > RESPONSE_AGE:
            self.workspace.note("from app", "response_url", "expired_url", ms=0.0)
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        given["uses"] += 1
        if given["uses"] > RESPONSES:
            self.workspace.note("from app", "response_url", "used_url", ms=0.0)
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if (fault := self.faults.take(("delay",), "response_url")) is not None:
            await asyncio.sleep(float(fault.value or 1))
        try:
            body = await request.json()
            wrong = message_error(body.get("blocks") or []) if isinstance(body, dict) else ("invalid_payload", [])
        except ValueError:
            body, wrong = {}, ("invalid_payload", ["not JSON"])
        self.workspace.note("from app", "response_url", wrong[0] if wrong else "ok", ms=0.0, sent=body, got=wrong)
        if wrong is not None:
            return web.json_response({"ok": False, "error": wrong[0]}, status=400)
        self._respond(given, body)
        return web.Response(text="ok")

    def _respond(self, given: Json, body: Json) -> None:
        held = self.workspace.ephemerals.get(given["user"], [])
        old = self.workspace.find(given["channel"], given["ts"] or "") or self.workspace.ephemeral(
            given["user"], given["ts"] or ""
        )
        echo, before, whispered = Echo(self.workspace, self.delivery), copy.deepcopy(old), old in held
        if old is not None and body.get("delete_original"):
            (held if whispered else self.workspace.messages[given["channel"]]).remove(old)
            if not whispered:
                echo.deleted(old)
        elif old is not None and before is not None and body.get("replace_original"):
            replace(old, {"text": body.get("text", ""), "blocks": body.get("blocks") or []})
            if not whispered:
                echo.changed(before, old)
        else:
            content = {"user": self.config.bot_user, "text": body.get("text", ""), "blocks": body.get("blocks") or []}
            if body.get("response_type") == "in_channel":
                # It comes into a thread where it names one, and only where all see it: docs.slack.dev/interactivity/
                # handling-user-interaction; measured: github.com/slackapi/node-slack-sdk/issues/674, bolt-js/issues/963
                thread = {"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}
                echo.posted(self.workspace.say(given["channel"], {**content, **thread}))
            else:
                self.workspace.whisper(given["user"], given["channel"], content)
        self.workspace.changed()

    async def _uploaded(self, request: web.Request) -> web.Response:
        """The second step of an upload: the bytes, as they are."""
        file, data = request.match_info["file"], await request.read()
        if file not in self.workspace.files:
            return web.Response(status=404)
        fault = self.faults.take(("status", "reset"), "upload")
        if fault is None or fault.stores:
            self.workspace.uploads[file] = data
        if fault is not None and fault.what == "status":
            return web.Response(status=int(fault.value or 500))
        if fault is not None and request.transport is not None:
            request.transport.close()
        return web.Response(text=f"OK - {len(data)}")

    async def _file(self, request: web.Request) -> web.Response:
        """A file's content, for the app by its token and for the page."""
        file, bearer = request.match_info["file"], request.headers.get("Authorization")
        data = self.workspace.uploads.get(file)
        if data is None or (bearer is not None and not self._may_read(bearer, file)):
            return web.Response(status=404)
        kind = mimetypes.guess_type(request.match_info["name"])[0] or ""
        if kind in PICTURES:
            return web.Response(body=data, content_type=kind)
        return web.Response(body=data, content_type="text/plain", charset="utf-8")

    async def _canvas(self, request: web.Request) -> web.Response:
        """A canvas as its Markdown, with its title above."""
        markdown = self.workspace.canvases.get(request.match_info["canvas"])
        if markdown is None:
            return web.Response(status=404)
        title = self.workspace.files[request.match_info["canvas"]]["title"]
        return web.Response(text=f"{title}\n\n{markdown}", content_type="text/plain", charset="utf-8")

    def _may_read(self, bearer: str, file: str) -> bool:
        """Return whether a token is the app's, which may read files and sees this one."""
        known = bearer == f"Bearer {self.config.bot_token}"
        return known and "files:read" in self.config.app.scopes and self.workspace.shows_app(file)


def _page(name: str) -> Handler:
    async def page(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / name, headers={"Cache-Control": "no-cache"})

    return page
