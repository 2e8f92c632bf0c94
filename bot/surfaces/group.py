"""Many rows decided together: each like a single one, by who may, as the message shows them now."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.together import Together, left_out, ticked
from bot.surfaces.window import about, read_about
from bot.views import forms, group, ids, review
from bot.views.kit import Block
from storage.rules.authority import Action
from storage.rules.bulk import is_met
from storage.rules.pages.cards import Card
from storage.rules.refusal import Refused
from storage.rules.values.item import Item
from storage.rules.values.place import Place

Draw = Callable[[Sequence[Card], str], Block]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The surface for the card of many rows."""

    desk: Desk

    @property
    def together(self) -> Together:
        """What it shares with the list of a collection."""
        return Together(self.desk)

    def register(self, app: AsyncApp) -> None:
        """Register the buttons and the forms of the card."""
        app.action(ids.APPROVE_ROWS)(self.approve)
        app.action(ids.REVISE_ROWS)(self.revise)
        app.action(ids.LIST_ROWS)(self.listing)
        app.action(ids.LIST_DOUBTFUL)(self.doubtful)
        app.action(ids.UNDO_ROWS)(self.undo)
        app.view(ids.APPROVE_ROWS_VIEW)(self.approved)
        app.view(ids.REVISE_ROWS_VIEW)(self.sent_back)

    async def approve(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the list of those that may be approved together, a tick each."""
        await ack()
        self.desk.after(self._open(envelope, Action.APPROVE, group.approve), envelope)

    async def revise(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that sends all of them back with the same points."""
        await ack()
        self.desk.after(self._open(envelope, Action.REVISE, group.revise), envelope)

    async def listing(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Show every row with what was found about it."""
        await ack()
        self.desk.after(self._open(envelope, Action.READ, lambda cards, _: group.listing(cards)), envelope)

    async def doubtful(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Show the rows in doubt that still wait, each with the way to its draft."""
        await ack()
        self.desk.after(self._open(envelope, Action.READ, lambda cards, _: group.doubtful(cards)), envelope)

    async def _open(self, envelope: Envelope, action: Action, draw: Draw) -> None:
        value = ids.parse(envelope.value)
        cards = await self._cards(envelope, value.key if value else "-", envelope.place, action)
        await self.desk.open(envelope, draw(cards, about(envelope)))

    async def _cards(self, envelope: Envelope, key: str, place: Place | None, action: Action) -> list[Card]:
        """Return the rows of a card as its message shows them now.

        Raises:
            Refused: they are somebody else's, or not there any more.
        """
        shown = await self.together.shown(envelope, key, place, action)
        return group.same_rows(shown.cards, next(card for card in shown.cards if card.item.key == key))

    async def approved(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Approve the ticked rows, each like a single one; one that is in doubt meanwhile is left."""
        ticks = ticked(envelope.state, "rows")

        def chosen(cards: Sequence[Card]) -> list[Item]:
            return [c.item for c in group.waiting(cards) if ids.of(c.item) in ticks and is_met(c.item)]

        approve = self.together.approve
        await self._decide(ack, envelope, Action.APPROVE, choose=chosen, verb=approve, ticks=ticks)

    async def sent_back(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Send all rows back with the same points."""
        note = str(forms.values(envelope.state).get("note") or "")
        if not note.strip():
            await ack(response_action="errors", errors={"note": "Say what should change."})
            return

        async def verb(envelope: Envelope, item: Item, place: Place | None) -> Any:
            return await self.together.revise(envelope, item, place, note)

        def chosen(cards: Sequence[Card]) -> list[Item]:
            return [card.item for card in group.waiting(cards)]

        await self._decide(ack, envelope, Action.REVISE, choose=chosen, verb=verb)

    async def _decide(
        self,
        ack: AsyncAck,
        envelope: Envelope,
        action: Action,
        choose: Callable[[Sequence[Card]], list[Item]],
        verb: Callable[[Envelope, Item, Place | None], Awaitable[Any]],
        ticks: frozenset[str] = frozenset(),
    ) -> None:
        """Decide each, then acknowledge; what was not done is told."""
        form = read_about(envelope.metadata)
        try:
            cards = await self._cards(envelope, form.key, form.place, action)
            chosen = choose(cards)
            left = left_out(cards, chosen, ticks)
            left += await self.together.each(chosen, lambda item: verb(envelope, item, form.place))
        except Refused as no:
            await ack(response_action="update", view=review.notice("Not done", no.why))
            return
        await ack(response_action="clear")
        self.desk.after(self.together.after(envelope, form.place, left), envelope)

    async def undo(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take back what was decided on this card a moment ago."""
        value = ids.parse(envelope.value)
        try:
            cards = await self._cards(envelope, value.key if value else "-", envelope.place, Action.UNDO)
            fresh = [card.item for card in cards if group.undoable(card.item, self.desk.now)]
            left = await self.together.each(fresh, lambda item: self.together.take_back(envelope, item))
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await ack()
        self.desk.after(self.together.after(envelope, envelope.place, left), envelope)
