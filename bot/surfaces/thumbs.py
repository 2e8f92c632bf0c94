"""Saying in Open that the critic was wrong about a check, and taking it back."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.views import ids
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import thumbs
from storage.rules.refusal import Refused, Stale


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
        try:
            value, number = ids.of_check(envelope.value)
            if value is None:
                raise Refused(OUT_OF_DATE)
            verb, dedup = thumbs.toggle, envelope.dedup
            await self.desk.ledger.do(verb, envelope.claim, value.key, value.version, number=number, dedup=dedup)
        except Duplicate:
            await ack()
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            if isinstance(no, Stale):
                self.desk.after(self.deciding.show(envelope), envelope)
        else:
            await ack()
            self.desk.after(self.deciding.show(envelope), envelope)
