"""Revise: the form that asks what should change."""

import re
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.surfaces.window import about, back_to, close, read_about
from bot.views import forms, ids, review, revising
from bot.views.moments import at
from storage.ledger import access, people
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import deciding, half_notes
from storage.ledger.messages import posting
from storage.rules.authority import Action
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict
from storage.rules.values.place import Place

log = structlog.get_logger()

KEPT = " What you wrote is kept: press Revise on the version that waits now, and it stands there."


@dataclass(frozen=True, slots=True)
class Revising:
    """The surface for the form of a revision."""

    desk: Desk
    deciding: Deciding

    def register(self, app: AsyncApp) -> None:
        """Register the button and the form."""
        app.action(ids.REVISE)(self.revise)
        app.view(ids.REVISE_VIEW)(self.send_back)

    async def revise(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks what should change."""
        await ack()
        self.desk.after(self._open(envelope), envelope)

    async def _open(self, envelope: Envelope) -> None:
        """The modal with the unmet criteria; on a newer version or a closed item, what is true instead."""
        value = ids.parse(envelope.value)
        try:
            if value is None:
                raise Refused(OUT_OF_DATE)
            item = await self.desk.ledger.see(deciding.revisable, envelope.claim, value.key, value.version)
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            await self.deciding.show(envelope)
            return
        person = await self.desk.person(envelope.user)
        coming = await self.desk.ledger.see(people.next_time, person)
        back = f"It is back {at(coming, self.desk.now, person.zone or 'UTC')}, with what changed." if coming else ""
        await self.desk.open(envelope, revising.revise(item, self.desk.now, about(envelope), back))

    async def send_back(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take the form of Revise: field errors stay in the modal, anything else closes it and says so."""
        form, filled = read_about(envelope.metadata), forms.values(envelope.state)
        note = str(filled.get("note") or "")
        if form.value is None:
            await ack(response_action="update", view=review.notice("Not done", OUT_OF_DATE))
            return
        chosen = str(filled.get("version") or "")
        version = int(chosen) if re.fullmatch("[0-9]{1,6}", chosen) else None
        under = back_to(envelope, form.line)
        try:
            points = await self._points(envelope, form.key, filled.get("points"))
            if not points and not note.strip():
                await ack(response_action="errors", errors={"note": "Say what should change."})
                return
            click, verb = form.click(envelope, version), deciding.decide
            await self.desk.ledger.do(verb, envelope.claim, click, Verdict.REVISE, points=points, note=note)
        except Duplicate:
            log.info("revise.duplicate")
            await close(ack, form.line)
        except Refused as no:
            why = f"{no.why}{await self._keep(envelope, form.key, note)}"
            await ack(response_action="update", view=review.notice("Not done", why))
        else:
            await close(ack, form.line)
            self.desk.after(self._redraw(form.place), envelope)
        if under is not None:
            self.desk.after(self.deciding.show(under), envelope)

    async def _keep(self, envelope: Envelope, key: str, note: str) -> str:
        """Keep what was written for the version that waits now, and return a sentence on it; empty where none does."""
        try:
            return KEPT if await self.desk.ledger.do(half_notes.keep, envelope.claim, key, note) else ""
        except Refused:
            return ""

    async def _points(self, envelope: Envelope, key: str, chosen: Any) -> tuple[str, ...]:
        if not isinstance(chosen, tuple) or not chosen:
            return ()
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.REVISE, key)
        return revising.ticked(item, chosen)

    async def _redraw(self, place: Place | None) -> None:
        """Submissions carry no response_url: the outbox redraws, at once."""
        if place is not None:
            await self.desk.ledger.do(posting.redraw_soon, self.desk.team, place)
