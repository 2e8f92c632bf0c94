"""What did not get to its place: delivered again, or brought to the person instead."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Redraw
from bot.routes.route import Route, press
from bot.surfaces.decide import Deciding
from bot.views import ids
from storage.ledger.decisions import outcomes
from storage.rules.values.decision import Verdict


@dataclass(frozen=True, slots=True)
class Delivering:
    """The surface for a delivery that did not reach its place."""

    desk: Desk
    deciding: Deciding

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of the message about such a delivery, and those of its card."""
        return (
            press(ids.DELIVER_AGAIN, self.again),
            press(ids.DELIVER_HERE, self.here),
            press(ids.BRING_HERE, self.bring_here),
            press(ids.LEAVE, self.leave),
        )

    async def again(self, envelope: Envelope) -> Answer:
        """Deliver once more to the same place."""
        return await self._deliver(envelope, here=False)

    async def here(self, envelope: Envelope) -> Answer:
        """Deliver to the person's own direct messages instead."""
        return await self._deliver(envelope, here=True)

    async def bring_here(self, envelope: Envelope) -> Answer:
        """Deliver to who decides instead, as its card offers it."""
        return await self.deciding.decide(envelope, Verdict.HERE)

    async def leave(self, envelope: Envelope) -> Answer:
        """Leave it undelivered, as its card offers it."""
        return await self.deciding.decide(envelope, Verdict.LEAVE)

    async def _deliver(self, envelope: Envelope, here: bool) -> Answer:
        await self.desk.ledger.do(outcomes.deliver_again, envelope.claim, ids.key(envelope.value) or "-", here)
        return Redraw()
