"""Signed slash commands, timed from outside."""

import hashlib
import hmac
import itertools
import time
import urllib.parse

import aiohttp

SECRET = "test-signing-secret"
_count = itertools.count(1)


def request(text: str, user: str = "U01ALICE", respond: str = "http://127.0.0.1:1/x") -> tuple[bytes, dict[str, str]]:
    body = urllib.parse.urlencode(
        {
            "command": "/assign",
            "text": text,
            "team_id": "T01TEST",
            "user_id": user,
            "channel_id": "C01GEN",
            "trigger_id": f"t{next(_count)}.{time.time_ns()}",
            "response_url": respond,
            "token": "x",
            "team_domain": "local",
            "channel_name": "general",
            "user_name": "alice",
            "api_app_id": "A0TEST",
            "is_enterprise_install": "false",
        }
    ).encode()
    stamp = str(int(time.time()))
    made = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return body, {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={made}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


async def timed(session: aiohttp.ClientSession, url: str, text: str, user: str = "U01ALICE") -> float:
    """Seconds from sending to the whole answer, which must be a 200."""
    body, headers = request(text, user)
    began = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as got:
        answer = await got.read()
        took = time.perf_counter() - began
    if got.status != 200 or not answer:
        raise AssertionError(f"{got.status} {answer!r}")
    return took
