"""Many rows decided together: each like a single one, by who may, as the message shows them now."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.envelope.payload import Envelope
from bot.routes.about import about, read_about
from bot.routes.answers import Answer, Close, Done, FieldError, Open
from bot.routes.pressed import pressed_key
from bot.routes.route import Route, form, opens, press
from bot.surfaces.ticks import NONE, left_out, ticked
from bot.surfaces.together import Together
from bot.views import forms, ids
from bot.views.rows import row_buttons, row_forms, row_lists, same_rows
from storage.rules.approvable import is_met
from storage.rules.authority import Action
from storage.rules.pages.cards import Card
from storage.rules.refusal import Stale
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.words import visible

Verb = Callable[[Envelope, Item, Place | None], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The surface for the card of many rows."""

    together: Together

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons and the forms of the card."""
        return (
            opens(ids.APPROVE_ROWS, self.approve),
            opens(ids.REVISE_ROWS, self.revise),
            opens(ids.LIST_ROWS, self.listing),
            opens(ids.LIST_DOUBTFUL, self.doubtful),
            press(ids.UNDO_ROWS, self.undo),
            form(ids.APPROVE_ROWS_VIEW, self.approved),
            form(ids.REVISE_ROWS_VIEW, self.sent_back),
        )

    async def approve(self, envelope: Envelope) -> Answer:
        """Open the list of those that may be approved together, a tick each."""
        return Open(row_forms.approve(await self._waiting(envelope, Action.APPROVE), about(envelope)))

    async def revise(self, envelope: Envelope) -> Answer:
        """Open the form that sends all of them back with the same points."""
        return Open(row_forms.revise(await self._waiting(envelope, Action.REVISE), about(envelope)))

    async def listing(self, envelope: Envelope) -> Answer:
        """Show every row with what was found about it."""
        return Open(row_lists.listing(await self._pressed(envelope, Action.READ)))

    async def doubtful(self, envelope: Envelope) -> Answer:
        """Show the rows in doubt that still wait, each with the way to its draft."""
        return Open(row_lists.doubtful(await self._pressed(envelope, Action.READ)))

    async def _pressed(self, envelope: Envelope, action: Action) -> list[Card]:
        return await self._cards(envelope, pressed_key(envelope), envelope.place, action)

    async def _waiting(self, envelope: Envelope, action: Action) -> list[Card]:
        """Return the cards of a group of rows, at least one of which waits.

        Raises:
            Stale: none of them waits any more.
        """
        cards = await self._pressed(envelope, action)
        if not same_rows.waiting(cards):
            raise Stale(f"Nothing of T-{cards[0].item.task.series_number} waits here any more.")
        return cards

    async def _cards(self, envelope: Envelope, key: str, place: Place | None, action: Action) -> list[Card]:
        """Return the rows of a card as its message shows them now.

        Raises:
            Refused: they are somebody else's, or not there any more.
        """
        shown = await self.together.shown(envelope, key, place, action)
        return same_rows.same_rows(shown.cards, next(card for card in shown.cards if card.item.key == key))

    async def approved(self, envelope: Envelope) -> Answer:
        """Approve the ticked rows, each like a single one; one that is in doubt meanwhile is left."""
        ticks = ticked(envelope.state, "rows")
        if not ticks:
            raise FieldError("rows0", NONE)

        def chosen(cards: Sequence[Card]) -> list[Item]:
            return [c.item for c in same_rows.waiting(cards) if ids.of(c.item) in ticks and is_met(c.item)]

        approve = self.together.approve
        return await self._decide(envelope, Action.APPROVE, choose=chosen, verb=approve, ticks=ticks)

    async def sent_back(self, envelope: Envelope) -> Answer:
        """Send all rows back with the same points."""
        note = str(forms.values(envelope.state).get("note") or "")
        if not visible(note):
            raise FieldError("note", "Say what should change.")

        async def verb(envelope: Envelope, item: Item, place: Place | None) -> Any:
            return await self.together.revise(envelope, item, place, note)

        def chosen(cards: Sequence[Card]) -> list[Item]:
            return [card.item for card in same_rows.waiting(cards)]

        return await self._decide(envelope, Action.REVISE, choose=chosen, verb=verb)

    async def _decide(
        self,
        envelope: Envelope,
        action: Action,
        choose: Callable[[Sequence[Card]], list[Item]],
        verb: Verb,
        ticks: frozenset[str] = frozenset(),
    ) -> Answer:
        """Decide each; what was not done is told.

        Raises:
            Refused
        """
        named = read_about(envelope.metadata)
        cards = await self._cards(envelope, named.key, named.place, action)
        chosen = choose(cards)
        left = left_out(cards, chosen, ticks)
        left += await self.together.each(chosen, lambda item: verb(envelope, item, named.place))
        return Close(place=named.place, then=lambda: self.together.tell(envelope, left))

    async def undo(self, envelope: Envelope) -> Answer:
        """Take back what was decided on this card a moment ago."""
        cards = await self._pressed(envelope, Action.UNDO)
        fresh = [card.item for card in cards if row_buttons.undoable(card.item, self.together.desk.now)]
        left = await self.together.each(fresh, lambda item: self.together.take_back(envelope, item))
        return Done(then=lambda: self.together.after(envelope, envelope.place, left))
