"""Saying in Open that the critic was wrong about a check, and taking it back."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Redraw
from bot.routes.pressed import OUT_OF_DATE
from bot.routes.route import Route, press
from bot.views import ids
from storage.ledger.decisions import thumbs
from storage.rules.refusal import Refused


@dataclass(frozen=True, slots=True)
class Thumbs:
    """The surface for a word on a check."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button beside a check."""
        return (press(ids.numbered(ids.CRITIC_WRONG), self.toggle),)

    async def toggle(self, envelope: Envelope) -> Answer:
        """Keep that the critic was wrong, or take that back."""
        value, number = ids.of_check(envelope.value)
        if value is None:
            raise Refused(OUT_OF_DATE)
        verb, dedup = thumbs.toggle, envelope.dedup
        await self.desk.ledger.do(verb, envelope.claim, value.key, value.version, number=number, dedup=dedup)
        return Redraw()
