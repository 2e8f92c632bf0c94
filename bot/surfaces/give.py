"""Give to someone: the form over an item, and the answer of who was asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.surfaces.window import about, back_to, close, read_about
from bot.views import forms, give, ids, receipt, review
from bot.views.kit import Block
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import giving, putting_off
from storage.ledger.messages import posting
from storage.rules.authority import Action
from storage.rules.pages.cards import Given
from storage.rules.refusal import Refused, Stale
from storage.rules.values.task import Task

log = structlog.get_logger()

NOBODY = "Choose who decides it."


@dataclass(frozen=True, slots=True)
class Giving:
    """The surface for giving items to others."""

    desk: Desk
    deciding: Deciding

    def register(self, app: AsyncApp) -> None:
        """Register the form, and the buttons of who is asked."""
        app.view(ids.GIVE_ITEM_VIEW)(self.give)
        app.action(ids.TAKE_IT)(self.take)
        app.action(ids.NOT_ME)(self.decline)

    async def open(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks who shall decide."""
        await ack()
        self.desk.after(self._open(envelope), envelope)

    async def _open(self, envelope: Envelope) -> None:
        """
        Raises:
            Refused: it is not theirs, or does not wait any more.
        """
        value = ids.parse(envelope.value)
        if value is None:
            raise Refused(OUT_OF_DATE)
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.MOVE, value.key)
        putting_off.check_waits(item)
        await self.desk.open(envelope, give.form(item, about(envelope)))

    async def give(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take the form: why somebody can't take it stays in it; else it is given."""
        form, filled = read_about(envelope.metadata), forms.values(envelope.state)
        if form.value is None:
            await ack(response_action="update", view=review.notice("Not done", OUT_OF_DATE))
            return
        click = form.click(envelope)
        to, note = str(filled.get("to") or ""), str(filled.get("note") or "")
        try:
            if not to:
                raise Refused(NOBODY)
            profile = await self.desk.acquaintances.profile_of_new(to)
            given = await self.desk.ledger.do(giving.give, envelope.claim, click, to=to, note=note, profile=profile)
        except Duplicate:
            log.info("give.duplicate")
            await close(ack, form.line)
            return
        except Stale as no:
            await ack(response_action="update", view=review.notice("Not done", no.why))
            return
        except Refused as no:
            await ack(response_action="errors", errors={"to": await self._named(no.why)})
            return
        await self._done(ack, envelope, given, form.line)
        if form.place is not None:
            await self.desk.ledger.do(posting.redraw_soon, self.desk.team, form.place)

    async def _named(self, why: str) -> str:
        """Return a refusal with names for mentions: an error of a field is plain text."""
        names = await self.desk.names(set(re.findall(r"<@(\w+)>", why)), ask=False)
        return re.sub(r"<@(\w+)>", lambda user: f"@{names.get(user[1], 'they')}", why)

    async def _done(self, ack: AsyncAck, envelope: Envelope, given: Given, line: str) -> None:
        """Say what came of it, in the place of the form; what is beneath it is drawn again."""
        under, notice = back_to(envelope, line), review.notice(f"Give {given.task.name} to…", give.given(given))
        if under is None or given.asked:
            await ack(response_action="update", view=notice)
        else:
            await ack()
        if under is not None:
            self.desk.after(self._beneath(under, notice), under)

    async def _beneath(self, under: Envelope, notice: Block) -> None:
        """Draw the window beneath the form again; who may not read the task any more is told who has it."""
        value = ids.parse(under.metadata)
        try:
            if value is not None:
                await self.desk.ledger.see(access.bare_item, under.claim, Action.READ, value.key)
        except Refused:
            await self.desk.slack.update_view(under.view_id, notice)
        else:
            await self.deciding.show(under)

    async def take(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take what one was asked to decide."""
        await self._answer(ack, envelope, giving.take)

    async def decline(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Say no to what one was asked to decide."""
        await self._answer(ack, envelope, giving.decline)

    async def _answer(self, ack: AsyncAck, envelope: Envelope, verb: Callable[..., Task]) -> None:
        value = ids.parse(envelope.value)
        try:
            await self.desk.ledger.do(verb, envelope.claim, value.key if value else "-", envelope.dedup)
        except Duplicate:
            log.info("offer.duplicate")
        except Refused as no:
            self.desk.after(self.desk.whisper(envelope, receipt.refusal(no.why)))
        await ack()
        self.desk.after(self.deciding.show(envelope), envelope)
