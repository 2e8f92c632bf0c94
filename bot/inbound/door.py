"""The HTTP door: what is not signed by Slack, not well-formed or not for this workspace never reaches Bolt."""

import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import HttpVersion11, web
from aiohttp.http import HttpProcessingError

from bot.envelope.parsing import FORM, parse
from bot.envelope.payload import Malformed
from bot.inbound.connections import ALL, CONNECTIONS, Bounded
from bot.inbound.health import Idle, turning
from bot.inbound.intake import BODIES, FINAL, Head, check_head, read_body, taken, unsigned
from bot.inbound.per_address import PerAddress

log = structlog.get_logger()

PATIENCE = 10.0  # seconds for the body of a request
IDLE = 75.0  # seconds for its headers, and between two requests of one connection: longer than proxies keep one
LINGER = 1.0  # seconds in which a refused body is thrown away, so that its sender reads the answer
_http_log = logging.getLogger("sluice.http")
_http_log.addFilter(lambda record: not _is_no_http(record))

Dispatch = Callable[[dict[str, Any]], Awaitable[web.Response]]


class Door:
    """The checks of a request in the order of their cost: shape of the headers, size, signature, then the body.

    Attributes:
        dispatch: answers a body that was admitted; it may raise Malformed too.
        seconds: how long a body may take to arrive.
        idle: how long headers may take, and a connection may wait for the next request.
        jobs: how long ago background work was looked for.
        places: how many bodies one address may have on their way.
        held: how many connections it may hold open.
        most: how many all addresses may hold open.
    """

    def __init__(
        self,
        secret: str,
        dispatch: Dispatch,
        clock: Callable[[], float] = time.time,
        seconds: float = PATIENCE,
        idle: float = IDLE,
        jobs: Idle = lambda: 0.0,
        places: PerAddress | None = None,
        held: PerAddress | None = None,
        most: int = ALL,
    ) -> None:
        self._secret, self._dispatch, self._clock = secret.encode(), dispatch, clock
        self._seconds, self._idle, self._jobs = seconds, idle, jobs
        self._places, self._held = places or PerAddress(BODIES), held or PerAddress(CONNECTIONS)
        self._most = most

    def app(self) -> web.Application:
        """Return the web application with its two addresses: /slack/events and /health."""
        app = web.Application()
        app.router.add_post("/slack/events", self.enter, expect_handler=self._invite)
        app.router.add_get("/health", self._health)
        return app

    def runner(self) -> web.AppRunner:
        """Return the server of the application; compressed bodies stay so, and slow headers end the connection."""
        return Bounded(
            self.app(),
            self._held,
            self._most,
            access_log=None,
            logger=_http_log,
            auto_decompress=False,
            keepalive_timeout=self._idle,
            lingering_time=LINGER,
            shutdown_timeout=3,
        )

    async def _health(self, request: web.Request) -> web.Response:
        return turning(self._jobs)

    async def _invite(self, request: web.Request) -> None:
        """Ask a sender that waits for it to send the body, after a look at the headers."""
        check_head(request, self._clock())
        if request.version == HttpVersion11 and request.headers["Expect"].lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0  # aiohttp takes any output for the begun answer

    async def enter(self, request: web.Request) -> web.Response:
        """Check a request and return the answer to it; 400 for a body that Slack does not send."""
        head = check_head(request, self._clock())
        with taken(self._places, request.remote or ""):
            raw = await read_body(request, self._seconds)
        if not (self._signed(head, raw) if head.signature else _is_ssl_check(raw, head)):
            raise unsigned()
        if _is_ssl_check(raw, head):
            return web.Response()
        try:
            return await self._answer(parse(raw, head.media_type))
        except Malformed as error:
            log.warning("door.malformed", why=str(error))
            return web.Response(status=400, text="malformed request", headers=FINAL)

    def _signed(self, head: Head, raw: bytes) -> bool:
        expected = hmac.digest(self._secret, b"v0:" + head.stamp.encode() + b":" + raw, "sha256").hex()
        return hmac.compare_digest(f"v0={expected}", head.signature)

    async def _answer(self, body: dict[str, Any]) -> web.Response:
        kind = None if "command" in body else body.get("type")
        if kind == "url_verification":
            return web.json_response({"challenge": str(body.get("challenge") or "")})
        if kind == "app_rate_limited":
            log.warning("door.rate_limited", minute=body.get("minute_rate_limited"))
            return web.Response()
        return await self._dispatch(body)


def _is_no_http(record: logging.LogRecord) -> bool:
    """Tell whether a record is about bytes that are not HTTP: they are answered with 400 and no error of ours."""
    return record.exc_info is not None and isinstance(record.exc_info[1], HttpProcessingError)


def _is_ssl_check(raw: bytes, head: Head) -> bool:
    """Tell whether Slack only looks at our certificate (docs.slack.dev/interactivity/implementing-slash-commands)."""
    if head.media_type != FORM or b"ssl_check" not in raw:
        return False
    try:
        fields = parse(raw, FORM)
    except Malformed:
        return False
    return fields.get("ssl_check") == "1" and bool(fields.get("token"))
