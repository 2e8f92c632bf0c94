"""Saying that what was approved a week ago is still right."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Redraw
from bot.routes.pressed import click
from bot.routes.route import Route, press
from bot.views import ids
from storage.ledger.decisions import confirming


@dataclass(frozen=True, slots=True)
class StillRight:
    """The surface for the answer that something is still right; Reopen is that of any card."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button."""
        return (press(ids.STILL_RIGHT, self.confirm),)

    async def confirm(self, envelope: Envelope) -> Answer:
        """Take the question away: it is still right."""
        await self.desk.ledger.do(confirming.confirm, envelope.claim, click(envelope))
        return Redraw()
