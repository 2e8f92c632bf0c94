"""Sends the outbox: one at a time for each conversation, at Slack's pace, and never twice without knowing."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.outbound import lookup, matching
from bot.outbound.canvases import Canvases
from bot.outbound.joining import BRINGS, join
from bot.outbound.looks import OnItsWay, look_at_post
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.pacing import Pace
from bot.outbound.patience import Patience
from bot.outbound.post_places import PostPlaces
from bot.outbound.rendering import Content, Render
from bot.outbound.slack import Gateway
from bot.outbound.slack_files import SlackFiles
from bot.outbound.turns import Turns
from bot.views.kit import Parcel, Sheet
from bot.views.notices import without_files
from bot.views.trouble.refusals import OUTSIDE
from storage.jobs.port import Again, Job
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import failures, outcomes
from storage.ledger.messages import posting
from storage.ledger.shelf import holding_back
from storage.rules.pages.messages import Post
from storage.rules.posts import ON_ITS_WAY, PostKind, PostState
from storage.rules.values.place import Place

log = structlog.get_logger()

GREETED = 0.3  # seconds until another look whether a new person was welcomed
AWAY = 3.0  # seconds until another look at a Slack that does not answer
SOON = 0.5  # seconds until a message whose answer was an error can be seen, if Slack has it
SLOW = 6.0  # seconds that Slack may still take to keep what it did not answer in time, before it is looked up
FAILURES = 16  # tries of a post that Slack fails at, about twenty minutes, before it is told


class _Overtaken(Exception):
    """The error that another process has a post by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """The handlers of the outbox's jobs. `pictures` draws a post when it is sent; `told` hears of each post in Slack;
    `allows` tells whether a post may be sent now and, where not, sees to what becomes of it. `turns` are shared with
    what redraws the messages."""

    ledger: Ledger
    slack: Gateway
    files: SlackFiles
    canvases: Canvases
    pace: Pace
    pictures: Mapping[PostKind, Render]
    told: Callable[[Post], Awaitable[None]] | None = None
    allows: Callable[[Post], Awaitable[bool]] | None = None
    patience: Patience = field(default_factory=Patience)
    turns: Turns = field(default_factory=Turns)

    @property
    def places(self) -> PostPlaces:
        """Where posts stand."""
        return PostPlaces(self.ledger, self.slack)

    async def send(self, job: Job) -> None:
        """Send one message: pending (or withdrawn), sending (saved before the call), then sent, unknown or failed."""
        seen = await self.ledger.see(look_at_post, job.team, int(job.key))
        if seen is not None and seen.post.state == PostState.SENDING:
            if await self._left(seen.post):
                return
            seen = await self.ledger.see(look_at_post, job.team, int(job.key))  # it took its time
        if seen is None or await self._waits(seen):
            return
        post = seen.post
        place = await self.places.place_of(post, seen.dm)
        await self.pace.turn(post.team, place.channel)
        async with self.turns.of(post.id).lock:  # a redraw waits: what it brings is newer than what is rendered here
            now = await self.ledger.see(posting.get_post, post.team, post.id)
            if now.state == PostState.PENDING:  # else another promise of the same message was first
                content = await self.pictures[post.kind](post)
                if content is None:
                    await self.ledger.do(outcomes.record_withdrawn, post.team, post.id)
                else:
                    await self._attempt(job, post, place, content)

    async def _left(self, post: Post) -> bool:
        """Find out what became of a post that a process left when it ended; False when it is to be sent."""
        place = await self.places.place_of(post)
        async with self.turns.of(post.id).lock:  # or another promise of it sends it here: that one finds out itself
            now = await self.ledger.see(posting.get_post, post.team, post.id)
            if now.state != PostState.SENDING:
                return now.state not in ON_ITS_WAY
            return await self._settled(now, place, "the process ended while it was sent", slow=True)

    async def _waits(self, seen: OnItsWay) -> bool:
        """Return whether it is not sent now: behind what its reader works through, or where the app may not act.

        Raises:
            Again: a new person's welcome comes first; what follows in their direct messages waits, too.
        """
        if seen.greets:
            raise Again(GREETED, "the welcome comes first")
        if seen.held_until is not None:
            await self.ledger.do(holding_back.put_off, seen.post, seen.held_until)
            return True
        return self.allows is not None and not await self.allows(seen.post)

    async def _attempt(self, job: Job, post: Post, place: Place, content: Content, anew: bool = False) -> None:
        """Send it once, and note what became of it. Where Slack does not know a person's messages any more, as with an
        app that was made anew, they are opened, and it is sent there.

        Args:
            anew: whether they were just opened.

        Raises:
            Again: Slack certainly has it not, and may take it later. A try that Slack failed at counts.
        """
        try:
            at = await self._into(post, place, content)
        except Later as wait:
            await self.ledger.do(posting.mark_pending, post.team, post.id)
            raise Again(wait.seconds, str(wait)) from None
        except Never as error:
            opened = None if anew or str(error) not in OUTSIDE else await self.places.opened(post)
            if opened is not None:
                await self._attempt(job, post, opened, content, anew=True)
                return
            await self.ledger.do(failures.record_failure, post.team, post.id, f"{error} {error.detail}".strip())
        except Unclear as lost:
            await asyncio.sleep(SLOW if lost.slow else SOON)
            if await self._settled(post, place, str(lost)):
                return
            if job.tries >= FAILURES:
                await self.ledger.do(failures.record_failure, post.team, post.id, f"internal_error {lost}")
                return
            raise Again(min(300.0, 1.5**job.tries), str(lost), counted=True) from None
        except _Overtaken:
            log.info("post.overtaken", post=post.id)
        else:
            user = posting.reader_of(post)
            if user and at.channel != place.channel and at.channel.startswith("D"):  # nobody knew it before
                await self.ledger.do(people.save_dm, post.team, user, at.channel)
            await self._sent(post, at)

    async def _into(self, post: Post, place: Place, content: Content) -> Place:
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
                await join(self.slack, self.ledger, team=post.team, place=place, user=post.owner, purpose=BRINGS)
            except Never:
                raise refused from None
        return await self._once(post, place, content)

    async def _once(self, post: Post, place: Place, content: Content) -> Place:
        if isinstance(content, Sheet):
            content = await self.canvases.filled(post, place, content)
        if isinstance(content, Parcel):
            try:
                return await self._files(post, place, content)
            except Never as refused:
                instead = without_files(content, f"{refused} {refused.detail}".strip())
                if str(refused) in OUTSIDE or instead is None:
                    raise
            content = instead
        async with self._begun(post):
            return await self.slack.post(place, content, post.key)

    @contextlib.asynccontextmanager
    async def _begun(self, post: Post, file_id: str = "") -> AsyncIterator[None]:
        """Hold the call that may bring a post to Slack; what Slack refuses may be tried in another way.

        Raises:
            _Overtaken: this process stood still, and another one has sent it meanwhile, or does.
        """
        if not await self.ledger.do(posting.mark_sending, post.team, post.id, file_id):
            raise _Overtaken
        try:
            yield
        except Never:
            await self.ledger.do(posting.take_back, post.team, post.id, file_id)
            raise

    async def _files(self, post: Post, place: Place, content: Parcel) -> Place:
        """Post files together; return where they stand, by the id of the first.

        Raises:
            Later, Never, Unclear
        """
        if place.channel[:1] in "UW":  # Slack takes files into a conversation, never to a person
            raise Never("no_direct_messages", "im:write")
        titles = {await self.files.upload(file): file.name for file in content.files}
        first = next(iter(titles))
        async with self._begun(post, first):
            await self.files.share(place, titles, content.blocks)
        return Place(place.channel, first)

    async def _sent(self, post: Post, at: Place) -> None:
        await self.ledger.do(outcomes.record_sent, post.team, post.id, at)
        if self.told is not None:
            await self.told(replace(post, channel=at.channel))

    async def _settled(self, post: Post, place: Place, why: str, *, slow: bool = False) -> bool:
        """Find out whether Slack has it; False when it certainly has not, so that it may be sent again.

        Args:
            slow: nobody waited for the answer, so Slack may still be about to keep it: it is looked for twice.
        """
        try:
            ts = await lookup.find(self.slack, place, await self._sign(post), post.made_at)
            if ts is None and slow:
                await asyncio.sleep(SLOW)
                ts = await lookup.find(self.slack, place, await self._sign(post), post.made_at)
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except (Unclear, Never) as error:
            if str(error) in OUTSIDE and posting.reader_of(post):  # messages of an app that was there before this one
                await self.ledger.do(posting.mark_pending, post.team, post.id)
                return False
            if isinstance(error, Unclear) and not await self.patience.ends(self.slack, post.id):
                raise Again(AWAY, f"{why}; {error}") from None  # Slack is away: it is looked up when it is back
            await self.ledger.do(outcomes.record_unknown, post.team, post.id, f"{why}; {error}")
            return True
        if ts is None:
            await self.ledger.do(posting.mark_pending, post.team, post.id)
            return False
        now = await self.ledger.see(posting.get_post, post.team, post.id)
        await self._sent(post, Place(place.channel, now.ts or ts))
        return True

    async def _sign(self, post: Post) -> matching.Matches:
        """Return by what the post is known in Slack: files by the id of the first, a message by its key.

        An older release did not note the id: its files are known by name and size.

        Raises:
            Never: the file is gone from the ledger.
        """
        now = await self.ledger.see(posting.get_post, post.team, post.id)
        if now.ts:
            return matching.with_file(now.ts, "", 0)
        if post.kind is not PostKind.DELIVERY_FILE:
            return matching.with_key(post.key)
        content = await self.pictures[post.kind](post)
        if not isinstance(content, Parcel):
            raise Never("the file is not kept any more")
        return matching.with_file("", content.files[0].name, len(content.files[0].data))

    async def buried(self, job: Job, why: str) -> None:
        """Find out, after the last try, what may be in Slack, however long it is away; the rest has failed."""
        post = await self.ledger.see(posting.find_post, job.team, int(job.key))
        if post is None or post.state not in ON_ITS_WAY:
            return
        try:
            place = await self.places.place_of(post)
            if post.state == PostState.PENDING or not await self._settled(post, place, why, slow=True):
                await self.ledger.do(failures.record_failure, post.team, post.id, why)
        except Again:
            raise
        except Exception as error:  # it can't be looked up
            log.warning("post.buried", post=post.id, why=str(error))
            await self.ledger.do(outcomes.record_unknown, post.team, post.id, f"{why}; {error}")
