"""What an error of Slack's means for a call: not done, refused, or perhaps done."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.outbound.outcomes import Busy, Locked, Never, Unclear

LONGEST_WAIT, SHORTEST_WAIT = 900.0, 0.5  # seconds, whatever Retry-After says

# Slack says of these that nothing was done; docs.slack.dev/reference/methods names them on every page.
TOO_EARLY = frozenset({"ratelimited", "rate_limited", "request_timeout", "accesslimited"})
# “It's possible some aspect of the operation succeeded before the error was raised.”
PERHAPS_DONE = frozenset({"internal_error", "fatal_error", "service_unavailable"})
# They speak of this app's token, never of the person who was asked about.
TOKEN_ERRORS = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "team_access_not_granted"}
)


def classify(error: SlackApiError) -> Exception:
    """Return the error that an error of Slack's means for the call: not done, refused, or perhaps done."""
    if not isinstance(error.response, AsyncSlackResponse):  # an answer that broke off
        return Unclear("an answer that is not whole")
    status, data = error.response.status_code, error.response.data
    name = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or name in TOO_EARLY:
        return Busy(_retry_after(error.response.headers), name or "rate limited")
    if status >= 500 or name in PERHAPS_DONE:
        return Unclear(f"Slack answered {status} {name}".strip())
    if name in TOKEN_ERRORS:
        return Locked(name)
    if name == "missing_scope" and _detail(data).startswith("chat:write"):  # without it nobody can even be told
        return Locked("missing_scope chat:write")
    if not name and status < 400:
        return Unclear("an answer that is not Slack's")
    return Never(name or f"status {status}", _detail(data))


def _detail(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    messages = (data.get("response_metadata") or {}).get("messages") or []
    return str(data.get("needed") or "; ".join(str(m) for m in messages))[:300]


def _retry_after(headers: Any) -> float:
    value = headers.get("Retry-After") or headers.get("retry-after") or "1"
    value = value[0] if isinstance(value, list) else value
    try:
        return min(LONGEST_WAIT, max(SHORTEST_WAIT, float(value)))
    except ValueError:
        return 1.0
