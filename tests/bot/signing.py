"""Requests as Slack signs them, and bodies as it sends them."""

import hashlib
import hmac
import json
import time
import urllib.parse
from typing import Any

SECRET = "test-signing-secret"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def signed(raw: bytes, content: str = FORM, stamp: str | None = None) -> dict[str, str]:
    """Return the headers that go with a body."""
    stamp = str(int(time.time())) if stamp is None else stamp
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": content}


def command(text: str, **more: str) -> str:
    return urllib.parse.urlencode(
        {
            "command": "/assign",
            "text": text,
            "team_id": "T01TEST",
            "user_id": "U01ALICE",
            "channel_id": "C01GEN",
            "trigger_id": f"t{time.time_ns()}",
            "response_url": "http://127.0.0.1:1/x",
            **more,
        }
    )


def click(**more: Any) -> str:
    payload = {
        "type": "block_actions",
        "team": {"id": "T01TEST"},
        "user": {"id": "U01ALICE", "team_id": "T01TEST"},
        "trigger_id": f"t{time.time_ns()}",
        "channel": {"id": "C01GEN"},
        "container": {"type": "message"},
        "response_url": "http://127.0.0.1:1/x",
        "api_app_id": "A0TEST",
        "actions": [{"type": "button", "action_id": "approve", "block_id": "b", "value": "x", "action_ts": "1"}],
        **more,
    }
    return urllib.parse.urlencode({"payload": json.dumps(payload)})


def event(**more: Any) -> str:
    body = {"type": "event_callback", "team_id": "T01TEST", "event_id": "Ev1", "event": {"type": "message"}}
    return json.dumps({**body, **more})
