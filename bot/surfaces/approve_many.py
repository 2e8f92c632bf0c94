"""Approving all drafts of a collection that need one tap, from the exact list of them."""

from dataclasses import dataclass

from bot.envelope.payload import Envelope
from bot.routes.about import about, read_about
from bot.routes.answers import Answer, Close, Done, FieldError, Open
from bot.routes.pressed import pressed_key
from bot.routes.route import Route, form, opens, press
from bot.surfaces.ticks import NONE, left_out, ticked
from bot.surfaces.together import Together
from bot.views import approve_many, ids
from bot.views.rows import same_rows
from storage.rules.authority import Action


@dataclass(frozen=True, slots=True)
class ApproveMany:
    """The surface for the list of what is approved together."""

    together: Together

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons and the form of the list."""
        return (
            opens(ids.APPROVE_MANY, self.approve),
            press(ids.UNDO_MANY, self.undo),
            form(ids.APPROVE_MANY_VIEW, self.approved),
        )

    async def approve(self, envelope: Envelope) -> Answer:
        """Open the exact list, a tick each."""
        shown = await self.together.shown(envelope, pressed_key(envelope), envelope.place, Action.APPROVE)
        return Open(approve_many.approve(shown, about(envelope)))

    async def approved(self, envelope: Envelope) -> Answer:
        """Approve what is ticked, each like a single one; one that is in doubt meanwhile is left and named."""
        named, ticks = read_about(envelope.metadata), ticked(envelope.state, "many")
        if not ticks:
            raise FieldError("many0", NONE)
        shown = await self.together.shown(envelope, named.key, named.place, Action.APPROVE)
        waiting = same_rows.waiting(approve_many.listed(shown, shown.cards))
        chosen = [card.item for card in waiting if ids.of(card.item) in ticks]
        left = left_out(shown.cards, chosen, ticks)
        left += await self.together.each(chosen, lambda item: self.together.approve(envelope, item, named.place))
        return Close(place=named.place, then=lambda: self.together.tell(envelope, left))

    async def undo(self, envelope: Envelope) -> Answer:
        """Take back what was approved from the list a moment ago."""
        shown = await self.together.shown(envelope, pressed_key(envelope), envelope.place, Action.UNDO)
        fresh = [card.item for card in approve_many.fresh(shown.cards, self.together.desk.now)]
        left = await self.together.each(fresh, lambda item: self.together.take_back(envelope, item))
        return Done(then=lambda: self.together.after(envelope, envelope.place, left))
