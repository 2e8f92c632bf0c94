"""What Sluice does in Slack: messages, conversations, people and views, through one client without retries.

The library's own retries post twice; every outcome of a call is told apart in `calls.py`.
"""

import json
import time
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbound import calls
from bot.outbound.conversations import Channel, Thread, channel_of
from bot.outbound.naming import Naming
from bot.outbound.outcomes import Busy, Later, Never, Unclear
from bot.outbound.profiles import profile
from bot.views.kit import Block, Message
from storage.milliseconds import since
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile

log = structlog.get_logger()

BY_CHANNEL = frozenset({"chat.postMessage", "chat.postEphemeral"})  # Slack limits each conversation
PAGE, PAGES = 200, 10  # messages of a page, and pages that are read
MANY = 999  # channels of a page


class Gateway:
    """The Web API and response URLs, with one session.

    Args:
        hosts: where response URLs and files may point.
        naming: puts the workspace's commands into our sentences.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        hosts: frozenset[str],
        naming: Naming | None = None,
    ) -> None:
        self.client, self.session, self.hosts = client, session, hosts
        self.naming = naming or Naming()
        self._open_at: dict[str, float] = {}  # monotonic seconds, by what Slack counts

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Return Slack's answer to one call, made once. Where Slack asked for patience, nothing is sent until then.

        Raises:
            Later, Never, Unclear
        """
        counted = f"{method} {arguments.get('channel')}" if method in BY_CHANNEL else method
        patience = self._open_at.get(counted, 0.0) - time.monotonic()
        if patience > 0:
            raise Busy(patience, "rate limited")
        arguments, began = self.naming.apply(arguments), time.monotonic()
        try:
            data: dict[str, Any] = (await calls.call(self.client, method, arguments)).data  # type: ignore[assignment]
        except Busy as busy:
            self._open_at[counted] = time.monotonic() + busy.seconds
            raise
        finally:
            log.debug("slack.call", method=method, ms=since(began))
        self._open_at.pop(counted, None)
        return data

    async def who_am_i(self) -> tuple[dict[str, Any], frozenset[str]]:
        """Return what auth.test says, and the scopes that are granted; none where the server does not tell.

        Raises:
            Later, Never, Unclear
        """
        answer = await calls.call(self.client, "auth.test", {})
        return dict(answer.data), frozenset(calls.scopes(answer.headers))  # type: ignore[arg-type]

    async def post(self, place: Place, message: Message, key: str) -> Place:
        """Post a message that can be found again by an opaque key; return where it stands.

        The key is in the metadata and names the first block: an app without the scope for metadata may not see its own.
        """
        blocks = [dict(block) for block in message.blocks]
        if blocks:
            blocks[0]["block_id"] = key
        answer = await self.call(
            "chat.postMessage",
            channel=place.channel,
            text=message.text,
            blocks=blocks,
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            parse="none",
            thread_ts=place.ts or None,
            metadata={"event_type": "sluice_post", "event_payload": {"key": key}},
        )
        return Place(str(answer.get("channel") or place.channel), str(answer.get("ts") or ""))

    async def say(self, place: Place, message: Message) -> None:
        """Post a message once and without a key; nothing may depend on it. A person's id stands for their messages."""
        await self.call(
            "chat.postMessage",
            channel=place.channel,
            text=message.text,
            blocks=message.blocks,
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            parse="none",
            thread_ts=place.ts or None,
        )

    async def update(self, place: Place, message: Message) -> None:
        """Replace the text and the blocks of a message that is already in Slack."""
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
        """Post an ephemeral message: in a thread only where the thread has replies, else Slack shows it to nobody."""
        await self.call(
            "chat.postEphemeral",
            channel=channel,
            user=user,
            text=message.text,
            blocks=message.blocks,
            thread_ts=thread or None,
        )

    async def open_dm(self, user: str) -> str:
        """Return the id of the direct messages with a person.

        Raises:
            Never: Slack refuses, or does not name it.
        """
        answer = await self.call("conversations.open", users=user)
        channel = answer.get("channel")
        if not isinstance(channel, dict) or not channel.get("id"):
            raise Never("channel_not_found")
        return str(channel["id"])

    async def join(self, channel: str) -> None:
        """Join a public channel.

        Raises:
            Never: it is private, archived, or the scope is missing.
        """
        await self.call("conversations.join", channel=channel)

    async def profile(self, team: str, user: str) -> Profile:
        """Return what Slack says of a person.

        Raises:
            Later, Never, Unclear: it is not known yet; none of them says anything of the person.
        """
        return profile((await self.call("users.info", user=user)).get("user") or {}, team)

    async def channels_of(self, user: str, wanted: Collection[str]) -> Mapping[str, Channel]:
        """Return those of some channels that a person is in. Private ones are found only where the app is, too.

        Raises:
            Later, Never, Unclear: Slack does not say, or the person is in more channels than are looked through.
        """
        found_channels: dict[str, Channel] = {}
        cursor = None
        for _ in range(PAGES):
            answer = await self.call(
                "users.conversations", user=user, types="public_channel,private_channel", limit=MANY, cursor=cursor
            )
            channels = {c.get("id"): c for c in answer.get("channels", ()) if isinstance(c, dict)}
            found_channels |= {c: channel_of(channels[c]) for c in wanted if c in channels}
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None or len(found_channels) == len(set(wanted)):
                return found_channels
        raise Unclear("users.conversations: too many channels")

    async def channel(self, channel: str) -> Channel:
        """Return a channel that the app is in.

        Raises:
            Later, Never, Unclear: Slack does not say.
        """
        answer = await self.call("conversations.info", channel=channel)
        return channel_of(answer.get("channel") or {})

    async def thread(self, channel: str, ts: str) -> Thread:
        """Read a thread page by page; what is missing is told and never taken for nothing."""
        messages: list[dict[str, Any]] = []
        cursor = None
        for _ in range(PAGES):
            try:
                answer = await self.call("conversations.replies", channel=channel, ts=ts, limit=PAGE, cursor=cursor)
            except (Never, Later, Unclear) as error:
                log.info("thread.unread", why=str(error))
                return Thread(tuple(messages), str(error))
            messages += [m for m in answer.get("messages", ()) if isinstance(m, dict)]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return Thread(tuple(messages))
        return Thread(tuple(messages), "too_long")

    async def open_view(self, trigger: str, view: Block) -> str:
        """Open a modal for the person whose click gave `trigger`, and return its id."""
        return _view_id(await self.call("views.open", trigger_id=trigger, view=view))

    async def push_view(self, trigger: str, view: Block) -> str:
        """Open a modal on top of the one where the person clicked, and return its id."""
        return _view_id(await self.call("views.push", trigger_id=trigger, view=view))

    async def update_view(self, view_id: str, view: Block, seen: str = "") -> None:
        """Replace what an open modal shows.

        Args:
            seen: the hash of what the person saw: Slack refuses where the modal has changed since.
        """
        await self.call("views.update", view_id=view_id, view=view, **({"hash": seen} if seen else {}))

    async def publish_home(self, user: str, view: Block) -> None:
        """Show a view on a person's Home tab."""
        await self.call("views.publish", user_id=user, view=view)

    async def respond(self, url: str, message: Message, *, replace: bool = True) -> bool:
        """Answer one person through a response_url; False when that way is not open any more."""
        body = {"replace_original": replace, "response_type": "ephemeral"}
        return await self._respond(url, {"text": message.text, "blocks": list(message.blocks), **body})

    async def replace(self, url: str, message: Message) -> bool:
        """Redraw the message that was clicked, as it is for everyone; False when that way is not open any more."""
        body = {"text": message.text, "blocks": list(message.blocks), "replace_original": True}
        return await self._respond(url, body)

    async def _respond(self, url: str, body: dict[str, Any]) -> bool:
        if urlsplit(url).netloc not in self.hosts:
            log.warning("response_url.foreign")
            return False
        try:
            async with self.session.post(url, json=self.naming.apply(body)) as answer:
                text = await answer.text()
                accepted = not text.startswith("{") or json.loads(text).get("ok") is not False
                return answer.status == 200 and accepted
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False


def _view_id(answer: Mapping[str, Any]) -> str:
    view = answer.get("view")
    return str(view.get("id") or "") if isinstance(view, dict) else ""
