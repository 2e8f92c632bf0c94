"""Redraws messages that Slack has, as things are now: when it was promised, and at once under a click."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog

from bot.outbound.looks import look_at_drawn
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.rendering import Render
from bot.outbound.slack import Gateway
from bot.outbound.turns import Turns, for_all
from bot.views.kit import Message
from storage.jobs.port import Again, Job
from storage.ledger import access
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import posting
from storage.rules.authority import Claim
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind, PostState
from storage.rules.values.place import Place

log = structlog.get_logger()

BEING_SENT = 1.0  # seconds until another look at a message that is being sent
FIRST, LONGEST = 5.0, 300.0  # seconds until another try of what Slack failed at, at first and at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawing:
    """The handler of redraw jobs, and what redraws under a click. `pictures` draws a post; `told` hears of each that
    was redrawn. `turns` are shared with what sends the messages."""

    ledger: Ledger
    slack: Gateway
    pictures: Mapping[PostKind, Render]
    told: Callable[[Post], Awaitable[None]] | None = None
    turns: Turns

    async def redraw(self, job: Job) -> None:
        """Redraw a message in Slack as things are now."""
        post_id = int(job.key.split(":")[0])
        async with self.turns.of(post_id).lock:
            await self._redraw(job.team, post_id, job.tries)

    async def _redraw(self, team: str, post_id: int, tries: int) -> None:
        """Draw a message of ours again, if Slack has it and it changes.

        Raises:
            Again: Slack does not take it now, or the app was uninstalled. A try that Slack fails at counts, unless it
                answers nothing at all.
        """
        post, redrawn = await self.ledger.see(look_at_drawn, team, post_id)
        if post is not None and post.state is PostState.SENDING:  # by another process, which may have drawn it before
            raise Again(BEING_SENT, "it is being sent")
        if post is None or post.state != PostState.SENT or not post.ts or not redrawn:
            return
        content = await self.pictures[post.kind](post)
        if not isinstance(content, Message):
            return
        try:
            await self.slack.update(Place(post.channel, post.ts), content)
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except Unclear as lost:
            counts = await self._answers()
            raise Again(min(LONGEST, FIRST * 1.5 ** (tries - 1)), str(lost), counted=counts) from None
        except Never as no:
            log.info("redraw.refused", post=post.id, why=str(no))
        else:
            if self.told is not None:
                await self.told(post)

    async def _answers(self) -> bool:
        """Whether Slack answers anything: what it fails at then may be for ever."""
        try:
            await self.slack.call("auth.test")
        except (Later, Never, Unclear):
            return False
        return True

    async def redraw_at(self, claim: Claim, place: Place | None, response_url: str) -> None:
        """Redraw at once, by its response_url, the message that was clicked; the outbox's promise stands behind. Clicks
        that come while it is drawn share the next picture."""
        post = await self.ledger.see(access.pressed, claim, place) if place else None
        if post is None:
            return
        async with for_all(self.turns.of(post.id)) as picture:
            content = await self.pictures[post.kind](post) if picture else None
            if (
                picture is None
                or not isinstance(content, Message)
                or not await self.slack.replace(response_url, content)
            ):
                return
            picture.came()
            if picture.is_last:  # else the next one withdraws what was promised
                await self.ledger.do_soon(posting.redrawn, post.team, post.id)
