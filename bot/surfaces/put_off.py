"""Later: what a person puts off to the next collection, tomorrow, or any time; and what they bring back."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.about import about, read_about
from bot.routes.answers import Answer, Close, Open, Redraw, at_field
from bot.routes.pressed import OUT_OF_DATE, click, pressed
from bot.routes.route import Route, form, press
from bot.surfaces.spoken import Spoken
from bot.views import forms, ids, put_off, put_off_until
from bot.views.kit import Message
from bot.views.sentence import sentence
from bot.words.said_later import said_later
from bot.words.until import until as read_until
from storage.ledger.decisions import putting_off
from storage.ledger.decisions.clicks import Click
from storage.rules.putting_off import CAME, EXAMPLE, TOO_FAR, UNTIL
from storage.rules.refusal import Reason, Refused
from storage.rules.replies import Meaning
from storage.rules.until import Until, until_of
from storage.rules.values.item import Item

NO_TIME = f"I can't read that as a time. {EXAMPLE}"


@dataclass(frozen=True, slots=True)
class PuttingOff:
    """The surface for putting items off."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button that brings something back, and the form of a time."""
        return press(ids.BRING_BACK, self.bring_back), form(ids.LATER_VIEW, self.picked)

    async def later(self, envelope: Envelope) -> Answer:
        """Put an item off to the person's next collection."""
        await self.desk.ledger.do(putting_off.put_off, envelope.claim, click(envelope))
        return Redraw()

    async def bring_back(self, envelope: Envelope) -> Answer:
        """Let an item that was put off wait for the person again."""
        await self.desk.ledger.do(putting_off.bring_back, envelope.claim, click(envelope))
        return Redraw()

    async def pick(self, envelope: Envelope) -> Answer:
        """Open the form that asks until when."""
        item = await self.desk.ledger.see(putting_off.movable, envelope.claim, pressed(envelope).key)
        return Open(put_off.form(item, about(envelope)))

    async def picked(self, envelope: Envelope) -> Answer:
        """Take the form: what is no time stays in it with an example; else the item is put off."""
        named = read_about(envelope.metadata)
        if named.value is None:
            raise Refused(OUT_OF_DATE)
        with at_field("until"):
            at, whole_day = await self._read(envelope, str(forms.values(envelope.state).get("until") or ""))
            await self.desk.ledger.do(putting_off.put_off, envelope.claim, named.click(envelope), at, whole_day)
        return Close(place=named.place)

    async def _read(self, envelope: Envelope, text: str) -> tuple[datetime, bool]:
        """Return until when an item is put off, and whether that is its next collection.

        Raises:
            Refused: it is no time.
        """
        try:
            zone = await self.desk.zone(envelope.user)
            moment = read_until(text, self._said_at(envelope), zone) if text.strip() else None
        except Refused as no:
            raise Refused(TOO_FAR if no.reason is Reason.TOO_FAR else f"{no.why} {EXAMPLE}") from None
        if moment is None:
            raise Refused(NO_TIME)
        return moment

    async def said(self, spoken: Spoken) -> tuple[datetime | None, bool] | None:
        """Return until when a person puts something off in words, and whether that is the beginning of a day; no time
        for their next collection, and None where they say anything else.

        Raises:
            Refused: it is no time that can be worked with.
        """
        until = await self._until(spoken)
        at, whole_day = until or (None, False)
        if at is not None and not whole_day and self._said_at(spoken.envelope) < at <= self.desk.ledger.wall():
            raise Refused(CAME)
        return until

    async def _until(self, spoken: Spoken) -> tuple[datetime | None, bool] | None:
        envelope, kind = spoken.envelope, spoken.reply.meaning
        if kind is Meaning.UNCLEAR or (kind is Meaning.LATER and spoken.text.startswith(UNTIL)):
            return said_later(spoken.reply.text, self._said_at(envelope), await self.desk.zone(envelope.user))
        if kind is not Meaning.LATER:
            return None
        until = until_of(spoken.text)
        return (None, False) if until is Until.NEXT else await self._read(envelope, until)

    def _said_at(self, envelope: Envelope) -> datetime:
        """Return when something was said, by the clock that collections go by."""
        now = self.desk.now
        return self.desk.ledger.wall() - (now - (envelope.at or now))

    async def words(self, spoken: Spoken, item: Item, at: datetime | None, whole_day: bool) -> Message:
        """Put an item off as a person said in words, and return the answer.

        Raises:
            Refused, Duplicate
        """
        user = spoken.envelope.user
        click = Click(key=item.key, version=item.draft_version, dedup=f"{spoken.key}:reply")
        shown = await self.desk.ledger.do(putting_off.put_off, spoken.envelope.claim, click, at, whole_day)
        comes = await self.desk.ledger.see(putting_off.comes_after, shown)
        return sentence(put_off_until.said(shown, self.desk.now, await self.desk.zone(user), comes))
