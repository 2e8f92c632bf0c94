"""Deciding: approve, revise, reject, undo, reopen."""

import contextlib
import re
from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, FieldError, Open, Redraw
from bot.routes.pressed import OUT_OF_DATE, click, pressed, pressed_key
from bot.routes.route import Route, form, opens, press
from bot.views import forms, ids, revising
from bot.views.trouble.one_cause import same_cause
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import deciding, reasons, reopening, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import reading
from storage.rules.authority import Action
from storage.rules.refusal import Stale
from storage.rules.values.decision import Verdict
from storage.rules.words import visible


@dataclass(frozen=True, slots=True)
class Deciding:
    """The surface for decisions on drafts and problems."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons and the forms of a decision."""
        return (
            press(re.compile(rf"^{ids.APPROVE}(\.\d)?$"), self.by_one_press),
            *(press(name, self.by_one_press) for name in ids.ONE_PRESS if name != ids.APPROVE),
            press(ids.RETRY_ALL, self.retry_all),
            press(ids.UNDO, self.undo),
            press(ids.REOPEN, self.reopen),
            opens(ids.REASON, self.reason),
            form(ids.REASON_VIEW, self.add_reason),
        )

    async def by_one_press(self, envelope: Envelope) -> Answer:
        """Decide as the button says, on the version that the person saw."""
        return await self.decide(envelope, ids.ONE_PRESS[envelope.name.partition(".")[0]])

    async def retry_all(self, envelope: Envelope) -> Answer:
        """Start all tasks again that did not work for one cause, as this message shows them now.

        Raises:
            Refused: none of them waits any more, or they are someone else's.
        """
        key = pressed_key(envelope)
        await self.desk.ledger.see(access.bare_item, envelope.claim, Action.MEND, key)
        shown = await self.desk.ledger.see(reading.shown_at, self.desk.team, envelope.place, key)
        cards = shown.cards if shown else ()
        same = [card for first in cards if first.item.key == key for card in same_cause(cards, first)]
        if not same:
            raise Stale(OUT_OF_DATE)
        for item in (card.item for card in same):
            dedup = f"{envelope.dedup}:{item.key}"
            each = Click(key=item.key, version=item.draft_version, place=envelope.place, dedup=dedup)
            with contextlib.suppress(Duplicate):
                await self.desk.ledger.do(deciding.decide, envelope.claim, each, Verdict.RETRY, points=(), note="")
        return Redraw()

    async def decide(
        self, envelope: Envelope, verdict: Verdict, note: str = "", points: tuple[str, ...] = ()
    ) -> Answer:
        """Decide by one press on a button, which carries an item and the version that the person saw.

        Raises:
            Refused, Duplicate
        """
        await self.desk.ledger.do(deciding.decide, envelope.claim, click(envelope), verdict, points=points, note=note)
        return Redraw()

    async def undo(self, envelope: Envelope) -> Answer:
        """Take back a decision while the time to undo it lasts."""
        key = pressed(envelope).key
        await self.desk.ledger.do(undoing.undo, envelope.claim, key, envelope.dedup, envelope.place)
        return Redraw()

    async def reopen(self, envelope: Envelope) -> Answer:
        """Make a new item of the same draft; it comes at once, since someone asked for it."""
        await self.desk.ledger.do(reopening.reopen, envelope.claim, ids.key(envelope.value) or "-", envelope.dedup)
        return Redraw()

    async def reason(self, envelope: Envelope) -> Answer:
        """Open the form for the reason of a rejection."""
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.REJECT, pressed_key(envelope))
        return Open(revising.reason(item, str(ids.parse(envelope.value))))

    async def add_reason(self, envelope: Envelope) -> Answer:
        """Save the reason of a rejection."""
        value, note = ids.parse(envelope.metadata), str(forms.values(envelope.state).get("note") or "")
        if not visible(note):
            raise FieldError("note", "Write the reason, or close this.")
        await self.desk.ledger.do(reasons.add_reason, envelope.claim, value.key if value else "-", note)
        return Close()
