"""One call to Slack's Web API, with every outcome told apart: done, not now, never, or unknown."""

import json
from collections.abc import Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

LONGEST_WAIT = 900.0  # seconds, whatever Retry-After says
LOCKED = 120.0  # seconds until another try with a token that Slack does not take

# Slack says of these that nothing was done; docs.slack.dev/reference/methods names them on every page.
TOO_EARLY = frozenset({"ratelimited", "rate_limited", "request_timeout", "accesslimited"})
# “It's possible some aspect of the operation succeeded before the error was raised.”
PERHAPS_DONE = frozenset({"internal_error", "fatal_error", "service_unavailable"})
# They speak of this app's token, never of the person who was asked about.
TOKEN_ERRORS = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "team_access_not_granted"}
)


class Later(Exception):
    """An error: Slack is busy or away and certainly did not do it; try again after `seconds`."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Busy(Later):
    """An error: Slack takes no more calls of this method for now."""


class Locked(Later):
    """An error: Slack does not take this app's token, and nothing works until an administrator mends that."""

    def __init__(self, why: str) -> None:
        super().__init__(LOCKED, why)


class Never(Exception):
    """An error: Slack refuses; the message is the name of Slack's error.

    Attributes:
        detail: what Slack says beside it, for example the scope that is missing.
    """

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(error)
        self.detail = detail


class Unclear(Exception):
    """An error: the answer was lost. Slack may have done it, or, where it is `slow`, may still be about to."""

    def __init__(self, why: str, slow: bool = False) -> None:
        super().__init__(why)
        self.slow = slow


async def call(client: AsyncWebClient, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
    """Return Slack's answer to one call, made once; its `data` is an object.

    The arguments go as a form: every method reads one, while those that read no JSON do not see JSON at all
    (docs.slack.dev/apis/web-api).

    Raises:
        Later, Never, Unclear
    """
    try:
        answer = await client.api_call(method, data=form(arguments))
    except SlackApiError as error:
        raise classify(error) from None
    except TimeoutError:  # aiohttp's own are kinds of it
        raise Unclear(f"{method}: no answer in time", slow=True) from None
    except aiohttp.ClientConnectorError as error:
        raise Later(2, f"{method}: {error}") from None
    except Exception as error:  # the SDK raises what it likes for an odd answer
        raise Unclear(f"{method}: {type(error).__name__} {error}"[:200]) from None
    if not isinstance(answer.data, dict):
        raise Unclear(f"{method}: an answer that is no object")
    return answer


def form(arguments: dict[str, Any]) -> dict[str, str]:
    """Return arguments as the fields of a form: nested ones are JSON text, and None is left out."""
    return {name: _text(value) for name, value in arguments.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


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
        return min(LONGEST_WAIT, max(0.1, float(value)))
    except ValueError:
        return 1.0


def scopes(headers: Any) -> Sequence[str]:
    """Return the granted scopes, as the header of every answer names them."""
    value = headers.get("x-oauth-scopes") or ""
    return [s.strip() for s in (value[0] if isinstance(value, list) else value).split(",") if s.strip()]
