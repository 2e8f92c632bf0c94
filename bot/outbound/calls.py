"""One call to Slack's Web API, with every outcome told apart: done, not now, never, or unknown."""

import json
from collections.abc import Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.outbound.classifying import classify
from bot.outbound.outcomes import Later, Unclear


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


def scopes(headers: Any) -> Sequence[str]:
    """Return the granted scopes, as the header of every answer names them."""
    value = headers.get("x-oauth-scopes") or ""
    return [s.strip() for s in (value[0] if isinstance(value, list) else value).split(",") if s.strip()]
