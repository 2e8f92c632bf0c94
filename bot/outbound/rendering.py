"""What each kind of message looks like at the moment when it is sent."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.outbound.making import find_made
from bot.outbound.newer import Newer
from bot.views import handed, invitation, notices, replies, several
from bot.views.chain import steps
from bot.views.digest.digest import digest
from bot.views.inquiry import inquiry
from bot.views.kit import Message, Parcel, Sheet, esc, literal, section
from bot.views.sentence import sentence
from bot.views.series import series
from storage.ledger import people
from storage.ledger.colleagues import handed_message
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import approvals, deliveries, delivery_posts, inviting, troubles
from storage.ledger.messages import keeping, proposals
from storage.ledger.queries import reading
from storage.ledger.rows import finding_tasks
from storage.ledger.work import inquiries
from storage.rules.authority import Claim
from storage.rules.delivery import to_oneself
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind, PostState
from storage.rules.refusal import Refused

Content = Message | Parcel | Sheet
Render = Callable[[Post], Awaitable[Content | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The drawings of the outbox's messages; each takes what the ledger knows at that moment."""

    ledger: Ledger
    hosts: frozenset[str]
    newer: Newer
    bot: str  # the app's own user

    def pictures(self) -> Mapping[PostKind, Render]:
        """Return what draws each kind of message."""
        return {
            PostKind.DIGEST: self.digest,
            PostKind.DELIVERY: self.delivery,
            PostKind.DELIVERY_FILE: self.delivery_file,
            PostKind.WELCOME: self.welcome,
            PostKind.DECIDED: self.decided,
            PostKind.INVITATION: self.invitation,
            PostKind.UNDELIVERED: self.undelivered,
            PostKind.UNDERSTOOD: self.understood,
            PostKind.LINE: self.line,
            PostKind.ANSWER: self.line,
            PostKind.REPLY: self.reply,
            PostKind.QUESTION: self.inquiry,
            PostKind.PROGRESS: self.progress,
            PostKind.HANDED: self.handed,
        }

    async def digest(self, post: Post) -> Message | None:
        """Return a collection's message; None when it has no cards, or is unsent and all are in a later one."""
        collection = await self.ledger.see(reading.collected_view, post.team, int(post.subject))
        if collection is None or not (collection.cards or collection.owed or collection.rules.used):
            return None
        moved = all(card.moved for card in collection.cards) and all(one.moved for one in collection.owed)
        if post.state != PostState.SENT and moved and not collection.rules.used:
            return None
        return digest(collection, self.ledger.clock(), self.ledger.terms.settle, await self.newer.draws())

    async def delivery(self, post: Post) -> Message | Parcel | Sheet | None:
        """Return an approved draft, with files where they are needed; None when it is not there any more.

        Nothing is drawn either of what is not sent yet and whose task was opened again.
        """
        delivered = await self.ledger.see(deliveries.delivered, post.team, int(post.subject))
        if delivered is None or (post.state != PostState.SENT and not delivered.current):
            return None
        if post.thread and to_oneself(delivered.task):  # below the card that was decided
            return notices.kept(delivered.task, delivered.draft, self.hosts)
        own = not post.channel.startswith(("C", "G"))
        content = notices.delivery(delivered.task, delivered.draft, delivered.who, self.hosts, titled=own)
        if not isinstance(content, Parcel):
            return content
        parts = await self.ledger.see(delivery_posts.posts_of, post.team, int(post.subject))
        return content.words if len(parts) > 1 else content  # an older release sent each file by itself

    async def delivery_file(self, post: Post) -> Parcel | None:
        """Return one file of a draft: a post of an older release, which sent each file by itself."""
        delivery, _, n = post.subject.partition(":")
        delivered = await self.ledger.see(deliveries.delivered, post.team, int(delivery))
        files = delivered.draft.files[int(n or 0) :][:1] if delivered else ()
        return Parcel(files) if files else None

    async def welcome(self, post: Post) -> Message | None:
        """Return the first message to a new person; None for a person who is not known any more."""
        person = await self.ledger.see(people.find, post.team, post.subject)
        return notices.welcome(person, not self.ledger.terms.policy.four_eyes) if person else None

    async def decided(self, post: Post) -> Message | None:
        """Return what an assigner reads of another person's decision; None when it is not there any more."""
        made = await self.ledger.see(approvals.decided, post.team, int(post.subject))
        return notices.decided(*made) if made else None

    async def invitation(self, post: Post) -> Message | None:
        """Return the question whether a person decides on something; None when it is not there any more."""
        asked = await self.ledger.see(inviting.invitation, post.team, post.subject)
        return invitation.invitation(asked, post.subject) if asked else None

    async def undelivered(self, post: Post) -> Message:
        """Return the message about a post that failed or may have failed, with what to do."""
        trouble = await self.ledger.see(troubles.told_of, post.team, int(post.subject))
        return notices.undelivered(trouble, self.bot)

    async def understood(self, post: Post) -> Message | None:
        """Return the question whether a message is a task, or what has come of it; None when it is deleted."""
        content = await self.ledger.see(keeping.kept, post.team, post.subject)
        if content is None:
            return None
        task = await self.ledger.see(proposals.proposal_outcome, post.team, post.subject)
        if task is None:
            shown, hint = str(content.get("shown") or content["text"]), str(content.get("hint") or "")
            channels, odd = content.get("unnamed") or {}, content.get("odd") or ()
            return notices.understood(shown, post.subject, hint, channels, odd)
        if not task:
            return sentence(notices.NO_TASK)
        try:
            answer = await find_made(self.ledger, Claim(post.owner, post.team), task)
        except Refused as no:
            return sentence(no.why)
        return series.answer(answer, self.ledger.clock())

    async def reply(self, post: Post) -> Message | None:
        """Return the answer to words about one task or several; None when they or their item are deleted."""
        content = await self.ledger.see(keeping.kept, post.team, post.subject)
        if content is not None and "parts" in content:
            parts = [await self._part(post.team, part) for part in content["parts"]]
            return several.several(str(content["lead"]), parts, post.owner, self.ledger.clock())
        item = await self.ledger.see(reading.with_card, post.team, str(content["item"])) if content else None
        if content is None or item is None:
            return None
        why = replies.Why(content["why"])
        return replies.answer(
            item,
            post.owner,
            self.ledger.clock(),
            why=why,
            words=str(content["text"]),
            held=post.subject,
            files=bool(content.get("files")),
        )

    async def _part(self, team: str, held: Mapping[str, str]) -> several.Part:
        item = await self.ledger.see(reading.with_card, team, held["item"]) if held["item"] else None
        return several.Part(item, replies.Why(held["why"]), held["line"] or "It is not here any more.")

    async def inquiry(self, post: Post) -> Message | None:
        """Return a person's question to an agent, with its answer; None when it is not there any more."""
        asked = await self.ledger.see(inquiries.find_inquiry, post.team, post.subject)
        return inquiry(asked) if asked else None

    async def progress(self, post: Post) -> Message | None:
        """Return how far a task is, for its thread; None when there is no such task any more."""
        task = await self.ledger.see(finding_tasks.find_task, post.team, id=int(post.subject))
        return steps.progress(task, await self.newer.takes(steps.SAMPLE)) if task else None

    async def handed(self, post: Post) -> Message:
        """Return what a colleague reads of what they handed in."""
        handed_in = await self.ledger.see(handed_message.handed, post.team, post.subject)
        return handed.handed(handed_in, self.ledger.clock()) if handed_in else handed.gone()

    async def line(self, post: Post) -> Message | None:
        """Return a saved sentence as a message; None when it is deleted."""
        content = await self.ledger.see(keeping.kept, post.team, post.subject)
        if content is None:
            return None
        text = str(content["text"])
        if content.get("quotes") or (content.get("plain") and "<@" in text):
            return sentence(text)
        return Message(esc(text), (literal(text),)) if content.get("plain") else Message(text, (section(text),))
