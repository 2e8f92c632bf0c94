"""Saying in Open that the critic was wrong about a check, and taking it back."""

import functools
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.views import ids
from storage.ledger.decisions import thumbs
from storage.rules.refusal import Refused


@dataclass(frozen=True, slots=True)
class Thumbs:
    """The surface for a word on a check."""

    desk: Desk
    deciding: Deciding

    def register(self, app: AsyncApp) -> None:
        """Register the button beside a check."""
        app.action(ids.numbered(ids.CRITIC_WRONG))(self.toggle)

    async def toggle(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Keep that the critic was wrong, or take that back."""
        await self.deciding.act(ack, envelope, functools.partial(self._toggle, envelope))

    async def _toggle(self, envelope: Envelope) -> None:
        """
        Raises:
            Refused: it does not wait, or is somebody else's.
        """
        value, number = ids.of_check(envelope.value)
        if value is None:
            raise Refused(OUT_OF_DATE)
        verb, dedup = thumbs.toggle, envelope.dedup
        await self.desk.ledger.do(verb, envelope.claim, value.key, value.version, number=number, dedup=dedup)
