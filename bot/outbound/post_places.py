"""In which conversation of Slack a post stands."""

from dataclasses import dataclass

from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway
from storage.jobs.port import Again
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import posting
from storage.rules.pages.messages import Post
from storage.rules.values.place import Place

SOON = 2.0  # seconds until another look where Slack did not answer


@dataclass(frozen=True, slots=True)
class PostPlaces:
    """The places of posts: a channel, or the direct messages of their reader, which Slack opens once."""

    ledger: Ledger
    slack: Gateway

    async def place_of(self, post: Post, dm: str | None = None) -> Place:
        """Return where a post goes; where Slack does not tell a person's direct messages, their id stands for those.

        Args:
            dm: its reader's direct messages, as far as they are known; None where nobody looked.

        Raises:
            Again: Slack does not say now.
        """
        user = posting.reader_of(post)
        if not user:
            return Place(post.channel, post.thread or None)
        known = await self.ledger.see(posting.dm_of, post.team, user) if dm is None else dm
        return Place(known or await self._open(post.team, user) or user, post.thread or None)

    async def opened(self, post: Post) -> Place | None:
        """Return its reader's direct messages as Slack has them now; None where there are none, or no reader.

        Raises:
            Again: Slack does not say now.
        """
        user = posting.reader_of(post)
        channel = await self._open(post.team, user) if user else ""
        return Place(channel) if channel else None

    async def _open(self, team: str, user: str) -> str:
        """Open a person's direct messages, keep which they are, and return their channel; '' where Slack refuses.

        Raises:
            Again: Slack does not say now.
        """
        try:
            channel = await self.slack.open_dm(user)
        except Never:
            return ""
        except Later as wait:
            raise Again(wait.seconds, str(wait)) from None
        except Unclear as lost:
            raise Again(SOON, str(lost)) from None
        await self.ledger.do(people.save_dm, team, user, channel)
        return channel
