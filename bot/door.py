"""The HTTP door: what is not signed by Slack, not well-formed or not for this workspace never reaches Bolt."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import structlog
from aiohttp import web

from bot.payload import Malformed, read

log = structlog.get_logger()

LARGEST = 1_000_000  # bytes
WINDOW = 300  # seconds that a signature is good for
DEEPEST = 60  # levels of JSON
_STAMP = re.compile(rb"[0-9]{1,12}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")

Dispatch = Callable[[dict[str, Any]], Awaitable[web.Response]]


class Door:
    """Checks raw bytes in the order of their cost: size, shape of the headers, signature, then the body."""

    def __init__(self, secret: str, team: str, dispatch: Dispatch, clock: Callable[[], float] = time.time) -> None:
        self._secret, self._team, self._dispatch, self._clock = secret.encode(), team, dispatch, clock

    def app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post("/slack/events", self.enter)
        app.router.add_get("/health", self._health)
        return app

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def enter(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if raw in (b"ssl_check=1", b"ssl_check=1&"):
            return web.Response()
        if not self._signed(request, raw):
            return web.Response(status=401, text="not signed by Slack")
        try:
            body = parse(raw, request.content_type)
            if body.get("type") == "url_verification":
                return web.json_response({"challenge": str(body.get("challenge") or "")})
            admit(body, self._team)
        except Malformed as bad:
            log.warning("door.malformed", why=str(bad))
            return web.Response(status=400, text="malformed request")
        return await self._dispatch(body)

    def _signed(self, request: web.Request, raw: bytes) -> bool:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "").encode("utf-8", "surrogateescape")
        given = request.headers.get("X-Slack-Signature", "").encode("utf-8", "surrogateescape")
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(given):
            return False
        if abs(self._clock() - int(stamp)) > WINDOW:
            return False
        made = hmac.new(self._secret, b"v0:" + stamp + b":" + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(b"v0=" + made.encode(), given)


def parse(raw: bytes, content_type: str) -> dict[str, Any]:
    """
    Raises:
        Malformed: not UTF-8, not what its type says, nested too deep, or a key twice.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if content_type == "application/json":
        return _json(text)
    pairs = parse_qsl(text, keep_blank_values=True)
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Malformed("a key twice")
    return _json(form["payload"]) if "payload" in form else form


def _json(text: str) -> dict[str, Any]:
    depth = deepest = 0
    for c in text:
        if c in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif c in "]}":
            depth -= 1
    if deepest > DEEPEST:
        raise Malformed("nested too deep")
    try:
        found = json.loads(text)
    except ValueError:
        raise Malformed("not JSON") from None
    if not isinstance(found, dict):
        raise Malformed("not an object")
    return found


def admit(body: dict[str, Any], team: str) -> None:
    """
    Raises:
        Malformed: not a payload of Slack's, or another workspace's.
    """
    envelope = read(body)
    if envelope.team != team:
        raise Malformed("another workspace")
    enterprise = body.get("enterprise_id") or (body.get("enterprise") or {})
    if body.get("is_enterprise_install") in (True, "true") and enterprise:
        raise Malformed("an organisation's installation")
