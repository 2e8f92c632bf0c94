"""Sends the outbox: one at a time for each conversation, at Slack's pace, and never twice without knowing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.slack import Gateway, Later, Never, Unclear
from bot.views.kit import Message
from storage.jobs.port import Again, Job
from storage.ledger import people, posting
from storage.ledger.core import Ledger
from storage.ledger.posting import Post
from storage.rules.task import File, Place

log = structlog.get_logger()

EACH_CHANNEL = 1.0  # seconds between two messages in one conversation
SLOW = 6.0  # seconds that Slack may still take to keep what it did not answer in time, before it is looked up
WORKSPACE = 0.2  # seconds between two messages of the workspace: 300 a minute

Render = Callable[[Post], Awaitable[Message | File | None]]


@dataclass(slots=True)
class Pacer:
    """Turns for a conversation and for the workspace, from a monotonic clock."""

    channel: float = EACH_CHANNEL
    workspace: float = WORKSPACE
    _next: dict[str, float] = field(default_factory=dict)

    async def turn(self, channel: str) -> None:
        now = time.monotonic()
        at = max(now, self._next.get(channel, 0.0), self._next.get("", 0.0))
        self._next[channel], self._next[""] = at + self.channel, at + self.workspace
        if len(self._next) > 5000:
            self._next = {k: v for k, v in self._next.items() if v > now}
        if at > now:
            await asyncio.sleep(at - now)


@dataclass(frozen=True, slots=True)
class Posting:
    """The handlers of the outbox. `surfaces` renders a post when it is sent; `told` hears of each that is in Slack."""

    ledger: Ledger
    slack: Gateway
    pacer: Pacer
    surfaces: Mapping[str, Render]
    told: Callable[[Post], Awaitable[None]] | None = None

    async def send(self, job: Job) -> None:
        """Pending, sending (committed before the call), sent; or unknown, or failed; or withdrawn before that."""
        post = await self.ledger.see(posting.find_post, job.team, int(job.key))
        if post is None or post.state not in ("pending", "sending"):
            return
        place = Place(post.channel or await self._dm(post), post.thread or None)
        if post.state == "sending" and await self._settled(post, place, "the process ended while it was sent"):
            return
        content = await self.surfaces[post.surface](post)
        if content is None:
            await self.ledger.do(posting.withdrawn, post.team, post.id)
            return
        await self.pacer.turn(place.channel)
        await self.ledger.do(posting.sending, post.team, post.id)
        await self._call(post, place, content)

    async def _call(self, post: Post, place: Place, content: Message | File) -> None:
        try:
            if isinstance(content, File):
                await self.slack.upload(place, content)
                at = Place(place.channel)
            else:
                at = await self.slack.post(place, content, post.key)
        except Later as wait:
            await self.ledger.do(posting.pending, post.team, post.id)
            raise Again(wait.seconds, str(wait)) from None
        except Never as no:
            await self.ledger.do(posting.failed, post.team, post.id, str(no))
        except Unclear as lost:
            await asyncio.sleep(SLOW if lost.slow else 0)
            if not await self._settled(post, place, str(lost)):
                raise Again(1, str(lost)) from None
        else:
            await self.ledger.do(posting.sent, post.team, post.id, at)
            if self.told is not None:
                await self.told(replace(post, channel=at.channel))

    async def _settled(self, post: Post, place: Place, why: str) -> bool:
        """Find out whether Slack has it; False when it certainly has not, so that it may be sent again."""
        try:
            ts = await self.slack.find(place.channel, post.key, post.made_at) if place.channel.startswith("D") else None
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except (Never, Unclear) as no:
            why, ts = f"{why}; {no}", None
        else:
            if ts is None and place.channel.startswith("D"):
                await self.ledger.do(posting.pending, post.team, post.id)
                return False
        if ts is not None:
            await self.ledger.do(posting.sent, post.team, post.id, Place(place.channel, ts))
        else:
            await self.ledger.do(posting.unknown, post.team, post.id, why)
        return True

    async def buried(self, job: Job, why: str) -> None:
        """After the last try: what may be in Slack is found out, the rest has failed and is told."""
        post = await self.ledger.see(posting.find_post, job.team, int(job.key))
        if post is None or post.state not in ("pending", "sending"):
            return
        place = Place(post.channel or await self._dm(post), post.thread or None)
        if post.state == "pending" or not await self._settled(post, place, why):
            await self.ledger.do(posting.failed, post.team, post.id, why)

    async def _dm(self, post: Post) -> str:
        known = await self.ledger.see(posting.dm_of, post.team, post.owner)
        if known:
            return known
        try:
            channel = await self.slack.open_dm(post.owner)
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except Unclear as lost:
            raise Again(2, str(lost)) from None
        await self.ledger.do(people.save_dm, post.team, post.owner, channel)
        return channel

    async def redraw(self, job: Job) -> None:
        """Bring a message in Slack to what is true now."""
        post = await self.ledger.see(posting.find_post, job.team, int(job.key.split(":")[0]))
        if post is None or post.state != "sent" or not post.ts:
            return
        content = await self.surfaces[post.surface](post)
        if not isinstance(content, Message):
            return
        try:
            await self.slack.update(Place(post.channel, post.ts), content)
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except Unclear as lost:
            raise Again(5, str(lost)) from None
        except Never as no:
            log.info("redraw.refused", post=post.id, why=str(no))
        else:
            if self.told is not None:
                await self.told(post)

    async def redraw_at(self, team: str, place: Place | None, response_url: str) -> None:
        """At once after a click, through its response_url; the outbox's promise stands behind it."""
        post = await self.ledger.see(posting.find_at, team, place) if place else None
        if post is None:
            return
        content = await self.surfaces[post.surface](post)
        if isinstance(content, Message) and await self.slack.replace(response_url, content):
            await self.ledger.do(posting.redrawn, team, post.id)
