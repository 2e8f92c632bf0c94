"""Many rows decided together: each like a single one, by who may, as the message shows them now."""

import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.views import forms, group, ids, receipt, review
from bot.views.kit import Block
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import deciding
from storage.ledger.decisions.deciding import Click
from storage.ledger.messages import posting
from storage.ledger.queries import reading
from storage.ledger.queries.reading import Card
from storage.rules.authority import Action
from storage.rules.refusal import Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place

OUT_OF_DATE = "That card is out of date. /sluice shows what is open."
Draw = Callable[[Sequence[Card], str], Block]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The surface for the card of many rows."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Register the buttons and the forms of the card."""
        app.action(ids.APPROVE_ROWS)(self.approve)
        app.action(ids.REVISE_ROWS)(self.revise)
        app.action(ids.LIST_ROWS)(self.listing)
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

    async def _open(self, envelope: Envelope, action: Action, draw: Draw) -> None:
        value = ids.parse(envelope.value)
        place = envelope.place or Place("")
        cards = await self._cards(envelope, value.key if value else "-", envelope.place, action)
        await self.desk.open(envelope, draw(cards, f"{value}|{place.channel}|{place.ts or ''}"))

    async def _cards(self, envelope: Envelope, key: str, place: Place | None, action: Action) -> list[Card]:
        """Return the rows of a card as its message shows them now.

        Raises:
            Refused: they are somebody else's, or not there any more.
        """
        see, team = self.desk.ledger.see, self.desk.team
        await see(access.bare_item, envelope.claim, action, key)
        post = await see(posting.find_at, team, place) if place else None
        shown = await (
            see(reading.collected_view, team, int(post.subject)) if post else see(reading.shown_last, team, key)
        )
        cards = shown.cards if shown else ()
        first = next((card for card in cards if card.item.key == key), None)
        if first is None:
            raise Stale(OUT_OF_DATE)
        return group.same_rows(cards, first)

    async def approved(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Approve the ticked rows, each like a single one; one that is in doubt meanwhile is left."""
        filled = forms.values(envelope.state)
        ticked = {v for name, values in filled.items() if name.startswith("rows") for v in values or ()}

        def chosen(cards: Sequence[Card]) -> list[Item]:
            return [c.item for c in group.waiting(cards) if ids.of(c.item) in ticked and group.is_met(c.item)]

        await self._decide(ack, envelope, Verdict.APPROVE, chosen)

    async def sent_back(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Send all rows back with the same points."""
        note = str(forms.values(envelope.state).get("note") or "")
        if not note.strip():
            await ack(response_action="errors", errors={"note": "Say what should change."})
            return
        await self._decide(ack, envelope, Verdict.REVISE, lambda cards: [c.item for c in group.waiting(cards)], note)

    async def _decide(
        self,
        ack: AsyncAck,
        envelope: Envelope,
        verdict: Verdict,
        chosen: Callable[[Sequence[Card]], list[Item]],
        note: str = "",
    ) -> None:
        """Decide each, then acknowledge; what was not done is told."""
        named, channel, ts = (*envelope.metadata.split("|"), "", "")[:3]
        value, place = ids.parse(named), Place(channel, ts) if channel and ts else None
        action = Action.APPROVE if verdict is Verdict.APPROVE else Action.REVISE
        try:
            cards = await self._cards(envelope, value.key if value else "-", place, action)
            left = await self._each(chosen(cards), lambda item: self._one(envelope, item, verdict, place, note))
        except Refused as no:
            await ack(response_action="update", view=review.notice("Not done", no.why))
            return
        await ack(response_action="clear")
        self.desk.after(self._after(envelope, place, left), envelope)

    async def _one(self, envelope: Envelope, item: Item, verdict: Verdict, place: Place | None, note: str) -> Any:
        dedup = f"{envelope.dedup}:{item.key}"
        click = Click(key=item.key, version=item.draft_version, place=place, dedup=dedup)
        return await self.desk.ledger.do(deciding.decide, envelope.claim, click, verdict, points=(), note=note)

    async def _each(self, items: Iterable[Item], verb: Callable[[Item], Awaitable[Any]]) -> list[str]:
        """Do something to each; return why it was not done to some."""
        left = list[str]()
        for item in items:
            try:
                with contextlib.suppress(Duplicate):
                    await verb(item)
            except Refused as no:
                left.append(f"{item.task.name}: {no.why}")
        return left

    async def _after(self, envelope: Envelope, place: Place | None, left: Sequence[str]) -> None:
        if place is not None:
            await self.desk.ledger.do(posting.redraw_soon, self.desk.team, place)
        if left:
            await self.desk.whisper(envelope, receipt.refusal("Not done: " + " ".join(left)))

    async def undo(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take back what was decided on this card a moment ago."""
        value = ids.parse(envelope.value)
        try:
            cards = await self._cards(envelope, value.key if value else "-", envelope.place, Action.UNDO)
            fresh = [card.item for card in cards if group.undoable(card.item, self.desk.now)]
            left = await self._each(fresh, lambda item: self._take_back(envelope, item))
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await ack()
        self.desk.after(self._after(envelope, envelope.place, left), envelope)

    async def _take_back(self, envelope: Envelope, item: Item) -> Any:
        dedup = f"{envelope.dedup}:{item.key}"
        return await self.desk.ledger.do(deciding.undo, envelope.claim, item.key, dedup)
