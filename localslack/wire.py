"""How a payload is written for the app, and its answer read."""

import json
import urllib.parse
from typing import Any

from localslack.workspace import Json


def encode(kind: str, payload: Json) -> tuple[str, str]:
    """Return a payload as (body, content type) of a request."""
    if kind == "event":
        return json.dumps(payload), "application/json"
    form = payload if kind == "command" else {"payload": json.dumps(payload)}
    return urllib.parse.urlencode(form), "application/x-www-form-urlencoded"


def about_envelope(kind: str, headers: Json) -> Json:
    """Return what an envelope says of itself: whether it takes an answer, and which retry it is."""
    if kind != "event":
        return {"accepts_response_payload": True}
    retry = {
        "retry_attempt": int(headers.get("X-Slack-Retry-Num", 0)),
        "retry_reason": str(headers.get("X-Slack-Retry-Reason", "")),
    }
    return {"accepts_response_payload": False, **retry}


def body_of(text: str) -> Any:
    """Return the body of an answer, read from JSON where it is JSON."""
    try:
        return json.loads(text) if text else ""
    except ValueError:
        return text
