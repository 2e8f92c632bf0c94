"""Later: what a person puts off to the next collection, tomorrow, or any time; and what they bring back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.surfaces.spoken import Spoken
from bot.surfaces.window import about, back_to, close, read_about
from bot.views import forms, ids, put_off, receipt, review
from bot.views.kit import Message
from bot.words.until import until as read_until
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import putting_off
from storage.ledger.decisions.deciding import Click
from storage.ledger.messages import posting
from storage.rules.authority import Action
from storage.rules.putting_off import EXAMPLE, TOO_FAR, Until, until_of
from storage.rules.refusal import Refused, Stale
from storage.rules.values.item import Item

log = structlog.get_logger()

NO_TIME = f"I can't read that as a time. {EXAMPLE}"


@dataclass(frozen=True, slots=True)
class PuttingOff:
    """The surface for putting items off."""

    desk: Desk
    deciding: Deciding

    def register(self, app: AsyncApp) -> None:
        """Register the button that brings something back, and the form of a time."""
        app.action(ids.BRING_BACK)(self.bring_back)
        app.view(ids.LATER_VIEW)(self.picked)

    async def later(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Put an item off to the person's next collection."""
        value = ids.parse(envelope.value)
        click = Click(
            key=value.key if value else "-",
            version=value.version if value else 0,
            place=envelope.place,
            dedup=envelope.dedup,
        )
        await self._done(ack, envelope, lambda: self.desk.ledger.do(putting_off.put_off, envelope.claim, click))

    async def bring_back(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Let an item that was put off wait for the person again."""
        value = ids.parse(envelope.value)
        key = value.key if value else "-"
        await self._done(
            ack, envelope, lambda: self.desk.ledger.do(putting_off.bring_back, envelope.claim, key, envelope.dedup)
        )

    async def _done(self, ack: AsyncAck, envelope: Envelope, verb: Callable[[], Awaitable[Item]]) -> None:
        """Do one verb, acknowledge, and draw the message or the window as it is then."""
        redraw = True
        try:
            await verb()
        except Duplicate:
            log.info("later.duplicate")
        except Refused as no:
            redraw = isinstance(no, Stale)
            self.desk.after(self.desk.refuse(envelope, no.why))
        await ack()
        if redraw:
            self.desk.after(self.deciding.show(envelope), envelope)

    async def pick(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks until when."""
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
        await self.desk.open(envelope, put_off.form(item, about(envelope)))

    async def picked(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take the form: what is no time stays in it with an example; else the item is put off."""
        form = read_about(envelope.metadata)
        if form.value is None:
            await ack(response_action="update", view=review.notice("Not done", OUT_OF_DATE))
            return
        click = form.click(envelope)
        try:
            at, whole_day = await self._read(envelope.user, str(forms.values(envelope.state).get("until") or ""))
            await self.desk.ledger.do(putting_off.put_off, envelope.claim, click, at, whole_day)
        except Duplicate:
            log.info("later.duplicate")
        except Stale as no:
            await ack(response_action="update", view=review.notice("Not done", no.why))
            return
        except Refused as no:
            await ack(response_action="errors", errors={"until": no.why})
            return
        await close(ack, form.line)
        under = back_to(envelope, form.line)
        if under is not None:
            self.desk.after(self.deciding.show(under), under)
        elif form.place is not None:
            await self.desk.ledger.do(posting.redraw_soon, self.desk.team, form.place)

    async def _read(self, user: str, text: str) -> tuple[datetime, bool]:
        """
        Raises:
            Refused: it is no time.
        """
        try:
            found = read_until(text, self.desk.ledger.wall(), await self.desk.zone(user)) if text.strip() else None
        except Refused as no:
            raise Refused(TOO_FAR if "five years" in no.why else f"{no.why} {EXAMPLE}") from None
        if found is None:
            raise Refused(NO_TIME)
        return found

    async def words(self, spoken: Spoken, item: Item) -> Message:
        """Put an item off as a person said in words, and return the answer.

        Raises:
            Refused, Duplicate
        """
        until, user = until_of(spoken.text), spoken.envelope.user
        at, whole_day = (None, False) if until is Until.NEXT else await self._read(user, until)
        click = Click(key=item.key, version=item.draft_version, dedup=f"{spoken.key}:reply")
        shown = await self.desk.ledger.do(putting_off.put_off, spoken.envelope.claim, click, at, whole_day)
        return receipt.refusal(put_off.said(shown, self.desk.now, await self.desk.zone(user)))
