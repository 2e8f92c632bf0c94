"""Chains: a step that may flow on, the end of all steps, and the ways out where one can't start."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.assign import Assigning
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.views import chain, ids, receipt
from storage.ledger import access
from storage.ledger.decisions import deciding
from storage.ledger.pipelines import advancing
from storage.ledger.tasks import chains
from storage.rules.authority import Action
from storage.rules.refusal import Refused, Stale
from storage.rules.values.decision import Verdict


@dataclass(frozen=True, slots=True)
class Chains:
    """The surface for the buttons of a chain."""

    desk: Desk
    assigning: Assigning
    deciding: Deciding

    def register(self, app: AsyncApp) -> None:
        """Register the buttons of a chain's receipt, and of a step that can't start."""
        app.action(ids.numbered(ids.LET_FLOW))(self.let_flow)
        app.action(ids.CANCEL_ALL)(self.cancel_all)
        app.action(ids.WITHOUT)(self.without)
        app.action(ids.REOPEN_BEFORE)(self.reopen_before)

    async def let_flow(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Let a step go on by itself while all its checks are met; redraw the receipt of the chain."""
        await ack()
        self.desk.after(self._let_flow(envelope), envelope)

    async def _let_flow(self, envelope: Envelope) -> None:
        try:
            made = await self.desk.ledger.do(chains.let_flow, envelope.claim, ids.key(envelope.value) or "-")
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        await self.assigning.show(envelope, receipt.receipt(made, self.desk.now))

    async def cancel_all(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Cancel a task and all that comes after it; say so in the place of the receipt."""
        await ack()
        self.desk.after(self._cancel_all(envelope), envelope)

    async def _cancel_all(self, envelope: Envelope) -> None:
        try:
            ended = await self.desk.ledger.do(chains.cancel_all, envelope.claim, ids.key(envelope.value) or "-")
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        await self.assigning.show(envelope, chain.canceled(ended))

    async def without(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Have a task start without the one that it was to come after."""
        await self.deciding.decide(ack, envelope, Verdict.WITHOUT)

    async def reopen_before(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the rejected task again that another one was to come after."""
        await ack()
        self.desk.after(self._reopen_before(envelope), envelope)

    async def _reopen_before(self, envelope: Envelope) -> None:
        value = ids.parse(envelope.value)
        try:
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.MEND, value.key if value else "-")
            rejected = await self.desk.ledger.see(advancing.stuck_on, item.task)
            if rejected is None:
                raise Stale(OUT_OF_DATE)
            await self.desk.ledger.do(deciding.reopen, envelope.claim, rejected.key, envelope.dedup)
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
        await self.deciding.show(envelope)
