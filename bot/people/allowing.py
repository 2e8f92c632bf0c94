"""Whether a message may be sent as things are now: its reader is still a member, its place is still theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.outbound.outcomes import Later, Never, Unclear
from bot.people.acquaintances import Acquaintances
from bot.people.reach import Reach
from storage.ledger import people
from storage.ledger.access import CHANNELS
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deliveries, failures, outcomes, passing_to_decider
from storage.ledger.shelf import holding_back
from storage.rules.delivery import is_person
from storage.rules.pages.messages import Post
from storage.rules.posts import WITH_DRAFTS, PostKind

log = structlog.get_logger()

AGAIN = timedelta(seconds=15)  # until Slack is asked again
RESULTS = frozenset({PostKind.DELIVERY, PostKind.DELIVERY_FILE})


@dataclass(frozen=True, slots=True)
class Allowing:
    """The check that comes before each message of the outbox."""

    ledger: Ledger
    acquaintances: Acquaintances
    reach: Reach

    async def allows(self, post: Post) -> bool:
        """Tell whether a message may be sent now; while Slack does not say, it comes later and holds nothing up."""
        public = post.channel[:1] in CHANNELS
        if post.kind is PostKind.DIGEST and not self.reach.acts_in(post.channel):
            await self.ledger.do(outcomes.record_withdrawn, post.team, post.id)
            return False
        if post.kind in WITH_DRAFTS and post.owner and not public:
            return await self._may_read(post)
        if post.kind in RESULTS and public:
            return await self._may_post(post)
        if post.kind in RESULTS and post.owner:
            return await self._may_get(post, post.channel if is_person(post.channel) else post.owner)
        return True

    async def _may_read(self, post: Post) -> bool:
        """Return whether the reader of drafts may see them; for who may not any more there is no message."""
        member = await self.acquaintances.is_member(post.owner)
        if member is None:
            await self._put_off(post)
        elif not member:
            await self.ledger.do(outcomes.record_withdrawn, post.team, post.id)
        return bool(member)

    async def _may_get(self, post: Post, reader: str) -> bool:
        """Return whether who is to get a result is a full member. If not, a result without a named place goes to who
        decided; of any other it is told that it failed."""
        member = await self.acquaintances.is_member(reader)
        if member is None and reader == post.owner:  # Slack may never say: what is known of them has to do
            member = await self.ledger.see(people.may_be_member, post.team, reader)
        if member is None:
            await self._put_off(post)
        elif not member and (reader != post.owner or not await self.ledger.do(passing_to_decider.pass_on, post)):
            await self.ledger.do(failures.record_failure, post.team, post.id, "no_full_member")
        return bool(member)

    async def _may_post(self, post: Post) -> bool:
        """Return whether who assigned a task is in the channel that they named for its result, and know who else reads
        it there; where not, they are told."""
        outside = await self.ledger.see(deliveries.outside_of, post)
        try:
            objection = await self._objection(post, outside)
        except Never as error:
            objection = f"{error} {error.detail}".strip()
        except (Later, Unclear) as error:
            log.info("place.unknown", channel=post.channel, why=str(error))
            await self._put_off(post)
            return False
        if objection:
            await self.ledger.do(failures.record_failure, post.team, post.id, objection)
        return not objection

    async def _objection(self, post: Post, outside: Collection[str]) -> str:
        """Return why a result may not be posted in a channel, as the name of an error; '' if it may.

        Raises:
            Later, Never, Unclear: Slack does not say.
        """
        if not post.thread:
            return await self.reach.objection(post.owner, post.channel, outside)
        return "shared_since" if post.channel not in outside and await self.reach.is_shared(post.channel) else ""

    async def _put_off(self, post: Post) -> None:
        await self.ledger.do(holding_back.put_off, post, self.ledger.clock() + AGAIN)
