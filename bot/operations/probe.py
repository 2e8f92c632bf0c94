"""One call to Slack for the doctor, whose every outcome is an answer."""

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.operations.slack_reply import Reply

PATIENCE = 10  # seconds


def with_token(client: AsyncWebClient, token: str) -> AsyncWebClient:
    """Return a client of the same Slack that speaks with another token."""
    return AsyncWebClient(
        token=token, base_url=client.base_url, timeout=client.timeout, proxy=client.proxy, retry_handlers=[]
    )


async def ask(client: AsyncWebClient, method: str, **arguments: Any) -> Reply:
    """Call a method once, with its arguments as a form, which every method takes."""
    try:
        answer = await client.api_call(method, data={name: str(value) for name, value in arguments.items()})
    except SlackApiError as error:
        return _refused(error)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Reply(error=f"{client.base_url} can't be reached: {error or 'no answer in time'}", reached=False)
    except Exception as error:  # the SDK raises what it likes for an answer that is not Slack's
        return Reply(error=f"with something that is not Slack's: {type(error).__name__}")
    return Reply(data=answer.data if isinstance(answer.data, dict) else {}, headers=answer.headers)


def _refused(error: SlackApiError) -> Reply:
    data = getattr(error.response, "data", None)
    data = data if isinstance(data, dict) else {}
    headers = getattr(error.response, "headers", {})
    status = getattr(error.response, "status_code", "something that is not Slack's")
    return Reply(data=data, headers=headers, error=str(data.get("error") or f"with status {status}"))
