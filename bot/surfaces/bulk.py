"""Approving all drafts of a collection that need one tap, from the exact list of them."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.together import Together, left_out, ticked
from bot.surfaces.window import about, read_about
from bot.views import bulk, group, ids, review
from storage.rules.authority import Action
from storage.rules.refusal import Refused


@dataclass(frozen=True, slots=True)
class Bulk:
    """The surface for the list of what is approved together."""

    desk: Desk

    @property
    def together(self) -> Together:
        """What it shares with the card of many rows."""
        return Together(self.desk)

    def register(self, app: AsyncApp) -> None:
        """Register the buttons and the form of the list."""
        app.action(ids.APPROVE_MANY)(self.approve)
        app.action(ids.UNDO_MANY)(self.undo)
        app.view(ids.APPROVE_MANY_VIEW)(self.approved)

    async def approve(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the exact list, a tick each."""
        await ack()
        self.desk.after(self._open(envelope), envelope)

    async def _open(self, envelope: Envelope) -> None:
        value = ids.parse(envelope.value)
        key = value.key if value else "-"
        shown = await self.together.shown(envelope, key, envelope.place, Action.APPROVE)
        await self.desk.open(envelope, bulk.approve(shown, about(envelope)))

    async def approved(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Approve what is ticked, each like a single one; one that is in doubt meanwhile is left and named."""
        form = read_about(envelope.metadata)
        ticks = ticked(envelope.state, "many")
        try:
            shown = await self.together.shown(envelope, form.key, form.place, Action.APPROVE)
            waiting = group.waiting(bulk.listed(shown, shown.cards))
            chosen = [card.item for card in waiting if ids.of(card.item) in ticks]
            left = left_out(shown.cards, chosen, ticks)
            left += await self.together.each(chosen, lambda item: self.together.approve(envelope, item, form.place))
        except Refused as no:
            await ack(response_action="update", view=review.notice("Not done", no.why))
            return
        await ack(response_action="clear")
        self.desk.after(self.together.after(envelope, form.place, left), envelope)

    async def undo(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take back what was approved from the list a moment ago."""
        value = ids.parse(envelope.value)
        try:
            shown = await self.together.shown(envelope, value.key if value else "-", envelope.place, Action.UNDO)
            fresh = [card.item for card in bulk.fresh(shown.cards, self.desk.now)]
            left = await self.together.each(fresh, lambda item: self.together.take_back(envelope, item))
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await ack()
        self.desk.after(self.together.after(envelope, envelope.place, left), envelope)
