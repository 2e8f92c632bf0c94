"""What did not get to its place: delivered again, or brought to the person instead."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Redraw
from bot.routes.route import Route, press
from bot.views import ids
from storage.ledger.decisions import delivering_again


@dataclass(frozen=True, slots=True)
class Delivering:
    """The surface for a delivery that did not reach its place."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of the message about such a delivery."""
        return (press(ids.DELIVER_AGAIN, self.again), press(ids.DELIVER_HERE, self.here))

    async def again(self, envelope: Envelope) -> Answer:
        """Deliver once more to the same place."""
        return await self._deliver(envelope, here=False)

    async def here(self, envelope: Envelope) -> Answer:
        """Deliver to the person's own direct messages instead."""
        return await self._deliver(envelope, here=True)

    async def _deliver(self, envelope: Envelope, here: bool) -> Answer:
        await self.desk.ledger.do(delivering_again.deliver_again, envelope.claim, ids.key(envelope.value) or "-", here)
        return Redraw()
