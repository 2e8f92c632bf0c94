"""Sending a draft back by one tap, with one of the points that it does not meet."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer
from bot.routes.pressed import OUT_OF_DATE, pressed_key
from bot.routes.route import Route, press
from bot.surfaces.decide import Deciding
from bot.views import ids, one_tap
from storage.ledger import access
from storage.rules.authority import Action
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict


@dataclass(frozen=True, slots=True)
class OneTap:
    """The surface for the buttons that name a point."""

    desk: Desk
    deciding: Deciding

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons."""
        return (press(ids.numbered(ids.REVISE_POINT), self.revise),)

    async def revise(self, envelope: Envelope) -> Answer:
        """Send the draft back. The ledger has the words of the point: a button carries none."""
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.REVISE, pressed_key(envelope))
        words = one_tap.point(item, int(envelope.name.rpartition(".")[2]))
        if words is None:
            raise Refused(OUT_OF_DATE)
        return await self.deciding.decide(envelope, Verdict.REVISE, points=(words,))
