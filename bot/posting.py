"""Sends the outbox: one at a time for each conversation, at Slack's pace, and never twice without knowing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot import lookup
from bot.joining import join
from bot.slack import Gateway, Later, Never, Unclear
from bot.slack_files import SlackFiles
from bot.views.kit import Message
from bot.views.trouble import OUTSIDE
from storage.jobs.port import Again, Job
from storage.ledger import outcomes, people, posting, spending
from storage.ledger.core import Ledger
from storage.ledger.posting import Post
from storage.rules.gate import UNINSTALLED
from storage.rules.task import File, Place

log = structlog.get_logger()

EACH_CHANNEL = 1.0  # seconds between two messages in one conversation
AWAY = 3.0  # seconds until another look at a Slack that does not answer
SOON = 0.5  # seconds until a message whose answer was an error can be seen, if Slack has it
SLOW = 6.0  # seconds that Slack may still take to keep what it did not answer in time, before it is looked up
FILES = frozenset({"delivery file"})  # surfaces that are files
FAILURES = 16  # tries of a post that Slack fails at, about twenty minutes, before it is told
MOST_TURNS = 1000  # locks of redraws that are kept
UNTIL_BACK = 30.0  # seconds between two looks whether the app is installed again
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
    files: SlackFiles
    pacer: Pacer
    surfaces: Mapping[str, Render]
    told: Callable[[Post], Awaitable[None]] | None = None
    _turns: dict[int, asyncio.Lock] = field(default_factory=dict)  # by post: its redraws follow each other

    async def send(self, job: Job) -> None:
        """Pending, sending (committed before the call), sent; or unknown, or failed; or withdrawn before that."""
        post = await self.ledger.see(posting.find_post, job.team, int(job.key))
        if post is None or post.state not in ("pending", "sending"):
            return
        await self._check_installed(job.team)
        place = Place(post.channel or await self._dm(post), post.thread or None)
        if post.state == "sending" and await self._settled(post, place, "the process ended while it was sent"):
            return
        content = await self.surfaces[post.surface](post)
        if content is None:
            await self.ledger.do(outcomes.withdrawn, post.team, post.id)
            return
        await self.pacer.turn(place.channel)
        await self._attempt(job, post, place, content)

    async def _check_installed(self, team: str) -> None:
        """
        Raises:
            Again: the app was uninstalled; what it has to say is kept until it is back.
        """
        if await self.ledger.see(spending.stopped_by, team) == UNINSTALLED:
            raise Again(UNTIL_BACK, "the app was uninstalled")

    async def _attempt(self, job: Job, post: Post, place: Place, content: Message | File) -> None:
        """Send it once, and note what became of it.

        Raises:
            Again: Slack certainly has it not, and may take it later. A try that Slack failed at counts.
        """
        try:
            at = await self._into(post, place, content)
        except Later as wait:
            await self.ledger.do(posting.pending, post.team, post.id)
            raise Again(wait.seconds, str(wait)) from None
        except Never as error:
            await self.ledger.do(outcomes.failed, post.team, post.id, f"{error} {error.detail}".strip())
        except Unclear as lost:
            await asyncio.sleep(SLOW if lost.slow else SOON)
            if await self._settled(post, place, str(lost)):
                return
            if job.tries >= FAILURES:
                await self.ledger.do(outcomes.failed, post.team, post.id, f"internal_error {lost}")
                return
            raise Again(min(300.0, 1.5**job.tries), str(lost), counted=True) from None
        else:
            await self._sent(post, at)

    async def _into(self, post: Post, place: Place, content: Message | File) -> Place:
        """Return where it stands. A channel that the app is not in is joined where that is allowed: a person named it,
        or handed something off there.

        Raises:
            Later, Never, Unclear
        """
        try:
            return await self._once(post, place, content)
        except Never as refused:
            if str(refused) not in OUTSIDE or not place.channel.startswith("C"):
                raise
            try:
                await join(self.slack, self.ledger, post.team, place, post.owner, "to bring what {} sends here")
            except Never:
                raise refused from None
        return await self._once(post, place, content)

    async def _once(self, post: Post, place: Place, content: Message | File) -> Place:
        if not isinstance(content, File):
            await self.ledger.do(posting.sending, post.team, post.id)
            return await self.slack.post(place, content, post.key)
        if place.channel[:1] in "UW":  # Slack takes files into a conversation, never to a person
            raise Never("channel_not_found", "im:write")
        file_id = await self.files.upload(content)
        await self.ledger.do(posting.sending, post.team, post.id, file_id)
        await self.files.share(place, file_id, content.name)
        return Place(place.channel, file_id)

    async def _sent(self, post: Post, at: Place) -> None:
        await self.ledger.do(outcomes.sent, post.team, post.id, at)
        if not post.channel and at.channel.startswith("D"):
            await self.ledger.do(people.save_dm, post.team, post.owner, at.channel)
        if self.told is not None:
            await self.told(replace(post, channel=at.channel))

    async def _settled(self, post: Post, place: Place, why: str) -> bool:
        """Find out whether Slack has it; False when it certainly has not, so that it may be sent again."""
        try:
            ts = await lookup.find(self.slack, place, await self._sign(post), post.made_at)
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except Unclear as lost:  # Slack is away: it is looked up when it is back
            raise Again(AWAY, f"{why}; {lost}") from None
        except Never as error:
            await self.ledger.do(outcomes.unknown, post.team, post.id, f"{why}; {error}")
            return True
        if ts is None:
            await self.ledger.do(posting.pending, post.team, post.id)
            return False
        now = await self.ledger.see(posting.get_post, post.team, post.id)
        await self._sent(post, Place(place.channel, now.ts or ts))
        return True

    async def _sign(self, post: Post) -> lookup.Matches:
        """Return by what the post is known in Slack: a message by its key, a file by its id.

        An older release did not note the id: its files are known by name and size.

        Raises:
            Never: the file is gone from the ledger.
        """
        if post.surface not in FILES:
            return lookup.with_key(post.key)
        now = await self.ledger.see(posting.get_post, post.team, post.id)
        content = None if now.ts else await self.surfaces[post.surface](post)
        if now.ts or isinstance(content, File):
            file = content if isinstance(content, File) else File("", "", b"")
            return lookup.with_file(now.ts, file.name, len(file.data))
        raise Never("the file is not kept any more")

    async def buried(self, job: Job, why: str) -> None:
        """After the last try: find out what may be in Slack; the rest has failed and is told. Raise nothing: nobody is
        left who would try again."""
        post = await self.ledger.see(posting.find_post, job.team, int(job.key))
        if post is None or post.state not in ("pending", "sending"):
            return
        try:
            place = Place(post.channel or await self._dm(post), post.thread or None)
            if post.state == "pending" or not await self._settled(post, place, why):
                await self.ledger.do(outcomes.failed, post.team, post.id, why)
        except Exception as error:  # it can't be looked up now, and there is no later
            log.warning("post.buried", post=post.id, why=str(error))
            await self.ledger.do(outcomes.unknown, post.team, post.id, f"{why}; {error}")

    async def _dm(self, post: Post) -> str:
        """Return the direct messages of a post's owner; the owner's id where Slack does not tell, since a message (but
        no file) reaches them by that, too."""
        channel = await self.ledger.see(posting.dm_of, post.team, post.owner)
        if channel:
            return channel
        try:
            channel = await self.slack.open_dm(post.owner)
        except Never:
            return post.owner
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except Unclear as lost:
            raise Again(2, str(lost)) from None
        await self.ledger.do(people.save_dm, post.team, post.owner, channel)
        return channel

    async def redraw(self, job: Job) -> None:
        """Bring a message in Slack to what is true now."""
        post_id = int(job.key.split(":")[0])
        await self._check_installed(job.team)
        async with self._turn(post_id):
            await self._redraw(job.team, post_id)

    def _turn(self, post_id: int) -> asyncio.Lock:
        """Return the lock of a message's redraws: an older picture must not land last."""
        if len(self._turns) > MOST_TURNS:
            for idle in [n for n, lock in self._turns.items() if not lock.locked()]:
                del self._turns[idle]
        return self._turns.setdefault(post_id, asyncio.Lock())

    async def _redraw(self, team: str, post_id: int) -> None:
        post = await self.ledger.see(posting.find_post, team, post_id)
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
        async with self._turn(post.id):
            content = await self.surfaces[post.surface](post)
            if isinstance(content, Message) and await self.slack.replace(response_url, content):
                await self.ledger.do(posting.redrawn, team, post.id)
