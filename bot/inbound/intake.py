"""What of a request may be taken in: its headers are judged before the first byte of its body is read."""

import asyncio
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import web

from bot.envelope.parsing import FORM, JSON
from bot.inbound.per_address import PerAddress

LARGEST = 1_000_000  # bytes of a body
PROBE = 1_000  # bytes of a form that is read although it is not signed: it may be Slack's ssl_check
BODIES = 64  # of one address on their way at a time: they come unsigned until their last byte
WINDOW = 300  # seconds that a signature is good for
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
FINAL = {"X-Slack-No-Retry": "1"}  # sending it again can't help: docs.slack.dev/apis/events-api
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """The facts of a request's headers.

    `stamp` and `signature` have the right shape, or are empty for an unsigned probe.
    """

    media_type: str
    stamp: str
    signature: str


def check_head(request: web.Request, now: float) -> Head:
    """Check the headers of a request; return what they say of its body, which may then be read.

    Raises:
        web.HTTPException: 401 for a signature that is missing, misshapen, doubled or out of its time; else 400, 411,
            413 or 415 for a body that can't be one of Slack's.
    """
    stamps, signatures = _values(request, STAMP), _values(request, SIGNATURE)
    if not stamps and not signatures:
        if not _may_be_probe(request):
            raise unsigned()
        return Head(FORM, "", "")
    if len(stamps) != 1 or len(signatures) != 1 or not _in_shape_and_time(stamps[0], signatures[0], now):
        raise unsigned()
    _check_length(request)
    _check_encoding(request)
    return Head(_media_type(request), stamps[0], signatures[0])


def unsigned() -> web.HTTPUnauthorized:
    """Return the error for a request that Slack did not sign, with status 401."""
    return web.HTTPUnauthorized(text="not signed by Slack")


def _values(request: web.Request, name: str) -> list[str]:
    return request.headers.getall(name, [])


def _in_shape_and_time(stamp: str, signature: str, now: float) -> bool:
    shaped = _STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)
    return bool(shaped) and abs(now - int(stamp)) <= WINDOW


def _may_be_probe(request: web.Request) -> bool:
    """Tell whether this can be an ssl_check, which may come unsigned: a short form of a length that is told."""
    types, length = _values(request, "Content-Type"), _length(request)
    plain = not _values(request, "Content-Encoding") and len(types) == 1 and _bare(types[0]) == FORM
    return plain and length is not None and length <= PROBE


def _length(request: web.Request) -> int | None:
    """Return the Content-Length; None when there is none. aiohttp's own fails on thousands of zeros before it."""
    digits = request.headers.get("Content-Length")
    if digits is None:
        return None
    return int(digits) if len(digits) <= 12 else LARGEST + 1


def _check_length(request: web.Request) -> None:
    length = _length(request)
    if length is None:
        if [value.lower() for value in _values(request, "Transfer-Encoding")] != ["chunked"]:
            raise web.HTTPLengthRequired(headers=FINAL)
    elif length > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, length, headers=FINAL)


def _check_encoding(request: web.Request) -> None:
    if any(value.strip().lower() != "identity" for value in _values(request, "Content-Encoding")):
        raise web.HTTPUnsupportedMediaType(text="encoded content", headers=FINAL)


def _media_type(request: web.Request) -> str:
    types = _values(request, "Content-Type")
    if len(types) > 1:
        raise web.HTTPBadRequest(text="two content types", headers=FINAL)
    media_type = _bare(types[0]) if types else ""
    if media_type not in (JSON, FORM):
        raise web.HTTPUnsupportedMediaType(text="neither JSON nor a form", headers=FINAL)
    return media_type


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


@contextlib.contextmanager
def taken(places: PerAddress, address: str) -> Iterator[None]:
    """Hold a place of an address while a body is read.

    Raises:
        web.HTTPServiceUnavailable: all places of this address are taken.
    """
    if not places.take(address):
        raise web.HTTPServiceUnavailable(text="too many requests of this address at once")
    try:
        yield
    finally:
        places.give_back(address)


async def read_body(request: web.Request, seconds: float) -> bytes:
    """Return the body, of at most LARGEST bytes.

    Raises:
        web.HTTPException: 408 when it is not there within `seconds`, 413 for one that is too large, 400 for one that
            is not what its length or its chunks say.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.content.iter_any():
                if len(body) + len(part) > LARGEST:
                    raise web.HTTPRequestEntityTooLarge(LARGEST, headers=FINAL)
                body += part
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ConnectionError):
        raise web.HTTPBadRequest(text="the body broke off", headers=FINAL) from None
    return bytes(body)
