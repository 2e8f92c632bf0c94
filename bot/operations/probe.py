"""One call to Slack for the doctor, whose every outcome is an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

PATIENCE = 10  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer of Slack to one call.

    Attributes:
        error: the name of Slack's error, or why there is no answer; "" when it was done.
        reached: whether something answered at all.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    reached: bool = True

    def refusal(self, advice: Mapping[str, str]) -> str:
        """Return what went wrong and what to do, in the words that a table has for Slack's errors."""
        if self.error in advice:
            return advice[self.error]
        if self.error == "missing_scope":
            return f"the scope {self.data.get('needed')} is missing: grant it and reinstall the app"
        if self.error == "ratelimited":
            return f"Slack is busy: try again in {self.headers.get('Retry-After', '60')} seconds"
        return f"Slack answers {self.error}" if self.reached else self.error


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
