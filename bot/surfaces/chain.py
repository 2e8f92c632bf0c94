"""Chains: a step that may flow on, the end of all steps, and the ways out where one can't start."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Redraw, Replace
from bot.routes.pressed import OUT_OF_DATE, pressed_key
from bot.routes.route import Route, opens, press
from bot.views import ids, receipt
from bot.views.chain import chain
from storage.ledger import access
from storage.ledger.decisions import reopening
from storage.ledger.pipelines import asking
from storage.ledger.tasks import chains
from storage.rules.authority import Action
from storage.rules.refusal import Stale
from storage.rules.values.item import Problem


@dataclass(frozen=True, slots=True)
class Chains:
    """The surface for the buttons of a chain."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of a chain's receipt, and of a step that can't start."""
        return (
            opens(ids.numbered(ids.LET_FLOW), self.let_flow),
            opens(ids.CANCEL_ALL, self.cancel_all),
            press(ids.REOPEN_BEFORE, self.reopen_before),
        )

    async def let_flow(self, envelope: Envelope) -> Answer:
        """Let a step go on by itself while all its checks are met; redraw the receipt of the chain."""
        made = await self.desk.ledger.do(chains.let_flow, envelope.claim, ids.key(envelope.value) or "-")
        return Replace(receipt.receipt(made, self.desk.now))

    async def cancel_all(self, envelope: Envelope) -> Answer:
        """Cancel a task and all that comes after it; say so in the place of the receipt."""
        ended = await self.desk.ledger.do(chains.cancel_all, envelope.claim, ids.key(envelope.value) or "-")
        return Replace(chain.canceled(ended))

    async def reopen_before(self, envelope: Envelope) -> Answer:
        """Open the rejected task again that another one was to come after."""
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.MEND, pressed_key(envelope))
        named = item.about.named if isinstance(item.about, Problem) else ""
        rejected = await self.desk.ledger.see(asking.stuck_on, item.task, named)
        if rejected is None:
            raise Stale(OUT_OF_DATE)
        await self.desk.ledger.do(reopening.reopen, envelope.claim, rejected.key, envelope.dedup)
        return Redraw()
