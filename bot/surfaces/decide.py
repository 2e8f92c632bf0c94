"""Deciding: approve, revise, reject, undo, reopen."""

import contextlib
import functools
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.slack import Later, Never, Unclear
from bot.surfaces.sitting import Sittings
from bot.views import forms, ids, receipt, replies, review, revising, trouble
from bot.views.problem import same_cause
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import deciding
from storage.ledger.decisions.deciding import Click
from storage.ledger.messages import posting
from storage.ledger.queries import reading
from storage.rules.authority import Action
from storage.rules.pages.cards import Collected
from storage.rules.refusal import Refused, Stale
from storage.rules.values.decision import Verdict

log = structlog.get_logger()

OUT_OF_DATE = "That button is out of date. /sluice shows what is open."


@dataclass(frozen=True, slots=True)
class Deciding:
    """The surface for decisions on drafts and problems."""

    desk: Desk
    sittings: Sittings

    def register(self, app: AsyncApp) -> None:
        """Register the buttons and the forms of a decision."""
        app.action(re.compile(rf"^{ids.APPROVE}(\.\d)?$"))(self.approve)
        app.action(ids.REJECT)(self.reject)
        app.action(ids.RETRY)(self.retry)
        app.action(ids.RETRY_ALL)(self.retry_all)
        app.action(ids.GIVE_UP)(self.give_up)
        app.action(ids.UNDO)(self.undo)
        app.action(ids.REOPEN)(self.reopen)
        app.action(ids.REASON)(self.reason)
        app.view(ids.REASON_VIEW)(self.add_reason)

    async def approve(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Approve the version of the draft that the person saw."""
        await self.decide(ack, envelope, Verdict.APPROVE)

    async def reject(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Reject the version of the draft that the person saw."""
        await self.decide(ack, envelope, Verdict.REJECT)

    async def retry(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Let the agent try a task again that did not work."""
        await self.decide(ack, envelope, Verdict.RETRY)

    async def retry_all(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Start all tasks again that did not work for one cause, as this message shows them now."""
        value = ids.parse(envelope.value)
        await self.act(ack, envelope, functools.partial(self._retry_each, envelope, value.key if value else "-"))

    async def _retry_each(self, envelope: Envelope, key: str) -> None:
        """
        Raises:
            Refused: none of them waits any more, or they are someone else's.
        """
        await self.desk.ledger.see(access.bare_item, envelope.claim, Action.MEND, key)
        shown = await self._shown(envelope, key)
        cards = shown.cards if shown else ()
        same = [card for first in cards if first.item.key == key for card in same_cause(cards, first)]
        if not same:
            raise Stale(OUT_OF_DATE)
        for item in (card.item for card in same):
            click = Click(
                key=item.key, version=item.draft_version, place=envelope.place, dedup=f"{envelope.dedup}:{item.key}"
            )
            with contextlib.suppress(Duplicate):
                await self.desk.ledger.do(deciding.decide, envelope.claim, click, Verdict.RETRY, points=(), note="")

    async def _shown(self, envelope: Envelope, key: str) -> Collected | None:
        """Return what the message shows; Slack may have it before its answer says so."""
        see, team = self.desk.ledger.see, self.desk.team
        post = await see(posting.find_at, team, envelope.place) if envelope.place else None
        return await (
            see(reading.collected_view, team, int(post.subject)) if post else see(reading.shown_last, team, key)
        )

    async def give_up(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Cancel a task that did not work."""
        await self.decide(ack, envelope, Verdict.CANCEL)

    async def decide(
        self, ack: AsyncAck, envelope: Envelope, verdict: Verdict, note: str = "", points: tuple[str, ...] = ()
    ) -> None:
        """Decide by one click on a button, which carries an item and the version that the person saw."""
        value = ids.parse(envelope.value)
        if value is None:
            await self._no(ack, envelope, OUT_OF_DATE)
            return
        click = Click(key=value.key, version=value.version, place=envelope.place, dedup=envelope.dedup)
        verb = functools.partial(
            self.desk.ledger.do, deciding.decide, envelope.claim, click, verdict, points=points, note=note
        )
        await self.act(ack, envelope, verb)

    async def act(self, ack: AsyncAck, envelope: Envelope, verb: Callable[[], Awaitable[object]]) -> None:
        """One verb, the acknowledgement, then the message or the modal as it is now."""
        try:
            await verb()
        except Duplicate:
            await ack()
            self.desk.after(self.show(envelope), envelope)
        except Refused as no:
            await self._no(ack, envelope, no.why, redraw=isinstance(no, Stale))
        else:
            await ack()
            self.desk.after(self.show(envelope), envelope)

    async def _no(self, ack: AsyncAck, envelope: Envelope, why: str, redraw: bool = False) -> None:
        await ack()
        if redraw and ids.sitting(envelope.metadata) is not None:
            self.desk.after(self._not_now(envelope, why), envelope)
            return
        self.desk.after(self.desk.refuse(envelope, why))
        if redraw:
            self.desk.after(self.show(envelope), envelope)

    async def _not_now(self, envelope: Envelope, why: str) -> None:
        """Show what waits in the window of a sitting, and why a press decided nothing; a second tap needs no words."""
        value, own = ids.parse(envelope.value), False
        with contextlib.suppress(Refused):
            item, _ = await self.desk.ledger.see(
                access.bare_item, envelope.claim, Action.READ, value.key if value else "-"
            )
            own = item.decision is not None and item.decision.who == envelope.user
        await self.sittings.follow(envelope, "" if own else why)

    async def show(self, envelope: Envelope) -> None:
        """Redraw the place of the click: the message through its response_url, or the modal; the window of a sitting
        goes on."""
        if envelope.view_id and ids.sitting(envelope.metadata) is not None:
            await self.sittings.follow(envelope)
        elif envelope.view_id and envelope.metadata:
            with contextlib.suppress(Refused):  # it was said why
                await self._show_modal(envelope)
        elif envelope.place is None and envelope.response_url:
            await self._show_answer(envelope)
        else:
            await self.desk.posting.redraw_at(envelope.claim, envelope.place, envelope.response_url)

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
                why = trouble.window(str(error)) if isinstance(error, Never) else "Slack did not answer."
                await self.desk.whisper(envelope, receipt.refusal(f"It counts. The window could not be redrawn: {why}"))

    async def undo(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take back a decision while the time to undo it lasts."""
        value = ids.parse(envelope.value)
        if value is None:
            await self._no(ack, envelope, OUT_OF_DATE)
            return
        await self.act(
            ack, envelope, lambda: self.desk.ledger.do(deciding.undo, envelope.claim, value.key, envelope.dedup)
        )

    async def reopen(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Make a new item of the same draft; it comes at once, since someone asked for it."""
        await self.act(
            ack,
            envelope,
            lambda: self.desk.ledger.do(
                deciding.reopen, envelope.claim, ids.key(envelope.value) or "-", envelope.dedup
            ),
        )

    async def reason(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form for the reason of a rejection."""
        await ack()
        self.desk.after(self._open_reason(envelope), envelope)

    async def _open_reason(self, envelope: Envelope) -> None:
        value = ids.parse(envelope.value)
        try:
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.REJECT, value.key if value else "-")
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        await self.desk.open(envelope, revising.reason(item, str(value)))

    async def add_reason(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Save the reason of a rejection."""
        value, note = ids.parse(envelope.metadata), str(forms.values(envelope.state).get("note") or "")
        if not note.strip():
            await ack(response_action="errors", errors={"note": "Write the reason, or close this."})
            return
        try:
            await self.desk.ledger.do(deciding.add_reason, envelope.claim, value.key if value else "-", note)
        except Refused as no:
            await ack(response_action="update", view=review.notice("Not done", no.why))
            return
        await ack(response_action="clear")
