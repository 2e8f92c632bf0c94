"""The place of a press, drawn as it is now: a message, an open window, or the next item of a sitting."""

import contextlib
from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.surfaces.sitting import Sittings
from bot.views import ids, receipt, replies
from bot.views.review import review
from bot.views.sentence import sentence
from bot.views.trouble import window_refusals
from storage.ledger import access
from storage.ledger.queries import reading
from storage.ledger.tasks import chains, receipts
from storage.rules.authority import Action
from storage.rules.refusal import Reason, Refused


@dataclass(frozen=True, slots=True)
class Redrawer:
    """What draws the place of a press again."""

    desk: Desk
    sittings: Sittings

    async def show(self, envelope: Envelope) -> None:
        """Redraw the place of the press: the message through its response_url, or the modal; the window of a sitting
        goes on."""
        if envelope.view_id and ids.sitting(envelope.metadata) is not None:
            await self.sittings.follow(envelope)
        elif envelope.view_id and envelope.metadata:
            with contextlib.suppress(Refused):  # it was said why
                await self._show_modal(envelope)
        elif envelope.response_url and (key := ids.of_receipt(envelope.name, envelope.value)):
            await self._show_receipt(envelope, key)
        elif envelope.place is None and envelope.response_url:
            await self._show_answer(envelope)
        else:
            await self.desk.redrawing.redraw_at(envelope.claim, envelope.place, envelope.response_url)

    async def show_refused(self, envelope: Envelope, no: Refused) -> None:
        """Say why a press did nothing, and redraw its place. The window of a sitting says it itself; a second tap of
        who has decided needs no words."""
        if ids.sitting(envelope.metadata) is None:
            await self.desk.refuse(envelope, no.why)
            await self.show(envelope)
            return
        value, own = ids.parse(envelope.value), False
        with contextlib.suppress(Refused):
            item, _ = await self.desk.ledger.see(
                access.bare_item, envelope.claim, Action.READ, value.key if value else "-"
            )
            own = item.decision is not None and item.decision.who == envelope.user
        await self.sittings.follow(envelope, "" if own and no.reason is not Reason.LATE else no.why)

    async def _show_receipt(self, envelope: Envelope, key: str) -> None:
        """Redraw a receipt, or what was shown in its place, as the task is now; leave it to who may not see that."""
        with contextlib.suppress(Refused):
            of_step = envelope.name.startswith(ids.LET_FLOW)  # its button names the step, not the first task
            query = chains.chain_receipt if of_step else receipts.receipt
            made = await self.desk.ledger.see(query, envelope.claim, key)
            await self.desk.slack.replace(envelope.response_url, receipt.receipt(made, self.desk.now))

    async def _show_answer(self, envelope: Envelope) -> None:
        """Redraw a message that only one person sees: no other copy of it is kept."""
        value = ids.parse(envelope.value)
        with contextlib.suppress(Refused):
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.READ, value.key if value else "-")
            shown = replies.answer(item, envelope.user, self.desk.now, replies.Why.DECIDED)
            await self.desk.slack.replace(envelope.response_url, shown)

    async def _show_modal(self, envelope: Envelope) -> None:
        value = ids.parse(envelope.metadata.split("|")[0])
        if value is not None:
            seen = await self.desk.ledger.see(reading.whole, envelope.claim, key=value.key)
            page = await self.desk.ledger.see(reading.whole, envelope.claim, number=seen.task.number)
            view = review.whole(page, envelope.user, self.desk.now, self.desk.hosts)
            try:
                await self.desk.slack.update_view(envelope.view_id, view)
            except (Never, Later, Unclear) as error:
                if window_refusals.is_closed(str(error)):
                    return
                why = window_refusals.window(str(error)) if isinstance(error, Never) else "Slack did not answer."
                await self.desk.whisper(envelope, sentence(f"It counts. The window could not be redrawn: {why}"))
