"""What the thread of a message may speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.desk import Desk
from bot.surfaces.about import About
from bot.views import asks
from bot.views.digest import digest_seen
from storage.ledger.messages import keeping, posting
from storage.ledger.queries import reading, threads
from storage.ledger.rows import finding_items
from storage.ledger.work import inquiries
from storage.rules.numbered_answers import Offered
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind
from storage.rules.values.item import Item
from storage.rules.values.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The tasks and items that words in a thread may be about.

    Attributes:
        asks: whether it stands under a message of ours that shows what waits.
        ours: whether it stands under a message of ours, or in direct messages.
        cards: the items of that message by the number of their cards.
    """

    about: tuple[About, ...]
    asks: bool = False
    ours: bool = False
    cards: Mapping[int, Item] = field(default_factory=dict)

    @property
    def offered(self) -> Offered:
        """The answers that can be tapped, of its open questions, by the numbers of their cards and their tasks."""
        by_card = [((False, n), item) for n, item in self.cards.items()]
        named = [*by_card, *(((True, i.task.number), i) for i in self.cards.values() if not i.task.run)]
        return {name: asks.choices(item) for name, item in named if item.open and item.decision is None}


@dataclass(frozen=True, slots=True)
class Threads:
    """The tasks and items that the thread of a message may be about."""

    desk: Desk

    async def at(self, place: Place) -> Thread:
        """Return what a thread may be about: the message of ours at its top, or the tasks that it made."""
        at = await self.desk.ledger.see(posting.find_at, self.desk.team, place)
        if at is not None and at.kind is PostKind.DIGEST:
            return await self.digest(int(at.subject))
        if at is not None and at.kind in (PostKind.REPLY, PostKind.QUESTION):
            about = await self._answered(at)
            return Thread(about=about, asks=any(a.item for a in about), ours=True)
        tasks = await self.desk.ledger.see(threads.tasks_in_thread, self.desk.team, place.channel, place.ts or "")
        return Thread(about=tuple(map(About, tasks)), ours=at is not None or place.channel.startswith("D"))

    async def digest(self, collection: int) -> Thread:
        """Return what the thread below a collection's message may be about: its cards."""
        shown = await self.desk.ledger.see(reading.collected_view, self.desk.team, collection)
        if shown is None:
            return Thread(about=(), asks=True, ours=True)
        cards = digest_seen.numbered(shown, self.desk.now, self.desk.ledger.terms.settle)
        return Thread(
            about=tuple(About(card.item.task, card.item) for card in shown.cards), asks=True, ours=True, cards=cards
        )

    async def _answered(self, at: Post) -> tuple[About, ...]:
        """Return what an answer of ours showed."""
        if at.kind is PostKind.QUESTION:
            asked = await self.desk.ledger.see(inquiries.find_inquiry, self.desk.team, at.subject)
            return (About(asked.task),) if asked else ()
        content = await self.desk.ledger.see(keeping.kept, self.desk.team, at.subject) or {}
        keys = [str(part["item"]) for part in content.get("parts") or [content] if part.get("item")]
        items = [await self.desk.ledger.see(finding_items.find_item, self.desk.team, key) for key in keys]
        return tuple(About(item.task, item) for item in items if item is not None)
