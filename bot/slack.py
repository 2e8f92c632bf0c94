"""Calls to Slack, with every outcome told apart: done, not now, never, or unknown."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.views.kit import Block, Message
from storage.rules.people import Profile
from storage.rules.task import File, Place

log = structlog.get_logger()

LONGEST_WAIT = 900.0  # seconds, whatever Retry-After says
SEARCHED = 200  # messages looked through for one of ours
READABLE = 20_000_000  # bytes of a file that is read as material


class Later(Exception):
    """Slack is busy or away, and certainly did not do it: try again after `seconds`."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Never(Exception):
    """Slack refuses; the message is its error's name."""


class Unclear(Exception):
    """The answer was lost: Slack may have done it, or, where it is `slow`, may still be about to."""

    def __init__(self, why: str, slow: bool = False) -> None:
        super().__init__(why)
        self.slow = slow


class Gateway:
    """The Web API, response URLs and files, with one session and no retries of the library's own (they post twice).

    Args:
        hosts: where response URLs and files may point.
    """

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, hosts: frozenset[str]) -> None:
        self._client, self._session, self._hosts = client, session, hosts

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """
        Raises:
            Later, Never, Unclear
        """
        try:
            answer = await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise _classified(error) from None
        except TimeoutError:  # aiohttp's own are kinds of it
            raise Unclear(f"{method}: no answer in time", slow=True) from None
        except aiohttp.ClientConnectorError as error:
            raise Later(2, f"{method}: {error}") from None
        except asyncio.CancelledError:
            raise
        except Exception as error:  # the SDK raises what it likes for an odd answer
            raise Unclear(f"{method}: {type(error).__name__} {error}"[:200]) from None
        data = answer.data
        if not isinstance(data, dict):
            raise Unclear(f"{method}: an answer that is no object")
        return data

    async def post(self, place: Place, message: Message, key: str) -> Place:
        """Post a message that carries our key, opaque, in its metadata."""
        done = await self.call(
            "chat.postMessage",
            channel=place.channel,
            text=message.text,
            blocks=message.blocks,
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            parse="none",
            **({"thread_ts": place.ts} if place.ts else {}),
            metadata={"event_type": "sluice_post", "event_payload": {"key": key}},
        )
        return Place(str(done.get("channel") or place.channel), str(done.get("ts") or ""))

    async def update(self, place: Place, message: Message) -> None:
        await self.call(
            "chat.update",
            channel=place.channel,
            ts=place.ts,
            text=message.text,
            blocks=message.blocks,
            parse="none",
            link_names=False,
        )

    async def whisper(self, channel: str, user: str, message: Message, thread: str | None = None) -> None:
        """An ephemeral message."""
        await self.call(
            "chat.postEphemeral",
            channel=channel,
            user=user,
            text=message.text,
            blocks=message.blocks,
            **({"thread_ts": thread} if thread else {}),
        )

    async def open_dm(self, user: str) -> str:
        """The direct-message channel; the user's id where Slack does not tell (posting there works as well)."""
        try:
            done = await self.call("conversations.open", users=user)
            return str(done["channel"]["id"])
        except (Never, KeyError, TypeError):
            return user

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        """The ts of our message with this key in a conversation, of those since then; None when it is not there.

        Raises:
            Never: the scope is missing, or there were too many since, so that nobody can tell.
        """
        oldest = f"{since.timestamp() - 60:.6f}"
        done = await self.call(
            "conversations.history", channel=channel, oldest=oldest, limit=SEARCHED, include_all_metadata=True
        )
        for message in done.get("messages", ()):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key:
                return str(message["ts"])
        if done.get("has_more"):
            raise Never("too many messages since to tell")
        return None

    async def profile(self, team: str, user: str) -> Profile:
        done = (await self.call("users.info", user=user))["user"]
        name = (done.get("profile") or {}).get("display_name") or done.get("name") or user
        guest = bool(done.get("is_restricted") or done.get("is_ultra_restricted"))
        stranger = bool(done.get("is_stranger")) or done.get("team_id", team) != team
        return Profile(
            name, str(done.get("tz") or ""), bool(done.get("is_bot")), bool(done.get("deleted")), guest, stranger
        )

    async def thread(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """A thread's messages where the scope is granted, else nothing."""
        try:
            done = await self.call("conversations.replies", channel=channel, ts=ts, limit=100)
        except (Never, Later, Unclear) as no:
            log.info("thread.unread", why=str(no))
            return []
        return [m for m in done.get("messages", ()) if isinstance(m, dict)]

    async def open_view(self, trigger: str, view: Block) -> None:
        await self.call("views.open", trigger_id=trigger, view=view)

    async def push_view(self, trigger: str, view: Block) -> None:
        await self.call("views.push", trigger_id=trigger, view=view)

    async def update_view(self, view_id: str, view: Block) -> None:
        await self.call("views.update", view_id=view_id, view=view)

    async def publish_home(self, user: str, view: Block) -> None:
        await self.call("views.publish", user_id=user, view=view)

    async def upload(self, place: Place, file: File) -> None:
        """A file into a conversation, in the three steps that Slack asks for."""
        ticket = await self.call("files.getUploadURLExternal", filename=file.name, length=len(file.data))
        try:
            async with self._session.post(ticket["upload_url"], data=file.data) as sent:
                sent.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Later(5, f"upload: {error}") from None
        await self.call(
            "files.completeUploadExternal",
            files=[{"id": ticket["file_id"], "title": file.name}],
            channel_id=place.channel,
            **({"thread_ts": place.ts} if place.ts else {}),
        )

    async def read_file(self, file: dict[str, Any]) -> bytes | None:
        """A file in Slack; None for what is empty, too large, or elsewhere."""
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not url and file.get("id"):
            file = (await self.call("files.info", file=file["id"])).get("file", {})
            url = str(file.get("url_private_download") or file.get("url_private") or "")
        if urlsplit(url).netloc not in self._hosts:
            return None
        headers = {"Authorization": f"Bearer {self._client.token}"}
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False) as got:
                data = await got.content.read(READABLE + 1) if got.status == 200 else b""
        except (aiohttp.ClientError, TimeoutError):
            return None
        return data if 0 < len(data) <= READABLE else None

    async def respond(self, url: str, message: Message, *, replace: bool = True) -> bool:
        """Answer through a response_url; False when that way is not open (the outbox remains)."""
        return await self._respond(
            url,
            {
                "text": message.text,
                "blocks": list(message.blocks),
                "replace_original": replace,
                "response_type": "ephemeral",
            },
        )

    async def replace(self, url: str, message: Message) -> bool:
        """Redraw the message that was clicked, as it is for everyone."""
        return await self._respond(
            url, {"text": message.text, "blocks": list(message.blocks), "replace_original": True}
        )

    async def _respond(self, url: str, body: dict[str, Any]) -> bool:
        if urlsplit(url).netloc not in self._hosts:
            log.warning("response_url.foreign")
            return False
        try:
            async with self._session.post(url, json=body) as got:
                text = await got.text()
                return got.status == 200 and (not text.startswith("{") or json.loads(text).get("ok") is not False)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False


def _classified(error: SlackApiError) -> Exception:
    status = error.response.status_code
    name = str(error.response.get("error") or "") if isinstance(error.response.data, dict) else ""
    if status == 429 or name in ("ratelimited", "rate_limited"):
        return Later(_retry_after(error.response.headers), "rate limited")
    if status >= 500 or name in ("internal_error", "service_unavailable", "request_timeout"):
        return Later(5, f"Slack answered {status} {name}")
    return Never(name or f"status {status}") if name or status >= 400 else Unclear("an answer that is not Slack's")


def _retry_after(headers: Any) -> float:
    value = headers.get("Retry-After") or headers.get("retry-after") or "1"
    value = value[0] if isinstance(value, list) else value
    try:
        return min(LONGEST_WAIT, max(0.1, float(value)))
    except ValueError:
        return 1.0


def scopes(headers: Any) -> Sequence[str]:
    """The granted scopes, as auth.test's answer names them."""
    value = headers.get("x-oauth-scopes") or ""
    return [s.strip() for s in (value[0] if isinstance(value, list) else value).split(",") if s.strip()]
