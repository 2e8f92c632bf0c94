"""Saying that what was approved a week ago is still right."""

import functools
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.views import ids
from storage.ledger.decisions import still_right
from storage.ledger.decisions.deciding import Click
from storage.rules.refusal import Refused


@dataclass(frozen=True, slots=True)
class StillRight:
    """The surface for the answer that something is still right; Reopen is that of any card."""

    desk: Desk
    deciding: Deciding

    def register(self, app: AsyncApp) -> None:
        """Register the button."""
        app.action(ids.STILL_RIGHT)(self.confirm)

    async def confirm(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take the question away: it is still right."""
        await self.deciding.act(ack, envelope, functools.partial(self._confirm, envelope))

    async def _confirm(self, envelope: Envelope) -> None:
        """
        Raises:
            Refused: it does not wait, or is somebody else's.
        """
        value = ids.parse(envelope.value)
        if value is None:
            raise Refused(OUT_OF_DATE)
        click = Click(key=value.key, version=value.version, place=envelope.place, dedup=envelope.dedup)
        await self.desk.ledger.do(still_right.confirm, envelope.claim, click)
