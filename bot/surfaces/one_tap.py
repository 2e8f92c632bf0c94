"""Sending a draft back by one tap, with one of the points that it does not meet."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE, Deciding
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

    def register(self, app: AsyncApp) -> None:
        """Register the buttons."""
        app.action(ids.numbered(ids.REVISE_POINT))(self.revise)

    async def revise(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Send the draft back. The ledger has the words of the point: a button carries none."""
        value, number = ids.parse(envelope.value), int(envelope.name.rpartition(".")[2])
        try:
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.REVISE, value.key if value else "-")
            words = one_tap.point(item, number)
            if words is None:
                raise Refused(OUT_OF_DATE)
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await self.deciding.decide(ack, envelope, Verdict.REVISE, points=(words,))
