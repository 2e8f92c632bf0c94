"""What did not get to its place: delivered again, or brought to the person instead."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import Deciding
from bot.views import ids
from storage.ledger.decisions import outcomes
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict


@dataclass(frozen=True, slots=True)
class Delivering:
    """The surface for a delivery that did not reach its place."""

    desk: Desk
    deciding: Deciding

    def register(self, app: AsyncApp) -> None:
        """Register the buttons of the message about such a delivery, and those of its card."""
        app.action(ids.DELIVER_AGAIN)(self.again)
        app.action(ids.DELIVER_HERE)(self.here)
        app.action(ids.BRING_HERE)(self.bring_here)
        app.action(ids.LEAVE)(self.leave)

    async def again(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Deliver once more to the same place."""
        await self._deliver(ack, envelope, here=False)

    async def here(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Deliver to the person's own direct messages instead."""
        await self._deliver(ack, envelope, here=True)

    async def bring_here(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Deliver to who decides instead, as its card offers it."""
        await self.deciding.decide(ack, envelope, Verdict.HERE)

    async def leave(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Leave it undelivered, as its card offers it."""
        await self.deciding.decide(ack, envelope, Verdict.LEAVE)

    async def _deliver(self, ack: AsyncAck, envelope: Envelope, here: bool) -> None:
        try:
            await self.desk.ledger.do(outcomes.deliver_again, envelope.claim, ids.key(envelope.value) or "-", here)
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await ack()
        redraw = self.desk.posting.redraw_at(envelope.claim, envelope.place, envelope.response_url)
        self.desk.after(redraw, envelope)
