"""Revise: the form that asks what should change."""

import re
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.about import about, read_about
from bot.routes.answers import Answer, Close, FieldError, Open
from bot.routes.pressed import OUT_OF_DATE, pressed
from bot.routes.route import Route, form, opens
from bot.views import forms, ids, revising
from bot.views.moments import at
from storage.ledger import access, people
from storage.ledger.decisions import deciding, half_notes, open_versions
from storage.ledger.shelf import expecting
from storage.rules.authority import Action
from storage.rules.refusal import Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.words import visible

KEPT = " What you wrote is kept: press Revise on the version that waits now, and it stands there."


@dataclass(frozen=True, slots=True)
class Revising:
    """The surface for the form of a revision."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button and the form."""
        return opens(ids.REVISE, self.revise), form(ids.REVISE_VIEW, self.send_back)

    async def revise(self, envelope: Envelope) -> Answer:
        """Open the form with the unmet criteria; on a newer version or a closed item, say what is true instead.

        Raises:
            Stale
        """
        try:
            value = pressed(envelope)
            item = await self.desk.ledger.see(open_versions.revisable, envelope.claim, value.key, value.version)
        except Refused as no:
            raise Stale(no.why) from None
        person = await self.desk.person(envelope.user)
        soon = await self.desk.ledger.see(expecting.comes_at_once, person, item.task)
        coming = await self.desk.ledger.see(people.next_time, person)
        when = at(coming, self.desk.now, person.zone or "UTC") if coming else ""
        when = "as soon as it is ready" if soon else when
        back = f"It is back {when}, with what changed." if when else ""
        return Open(revising.revise(item, about(envelope), back))

    async def send_back(self, envelope: Envelope) -> Answer:
        """Take the form of Revise; where nothing comes of it, what was written is kept for the version that waits."""
        named, filled = read_about(envelope.metadata), forms.values(envelope.state)
        if named.value is None:
            raise Refused(OUT_OF_DATE)
        note, chosen = str(filled.get("note") or ""), str(filled.get("version") or "")
        click = named.click(envelope, int(chosen) if re.fullmatch("[0-9]{1,6}", chosen) else None)
        try:
            points = await self._points(envelope, named.key, filled.get("points"))
            if not points and not visible(note):
                raise FieldError("note", "Say what should change.")
            await self.desk.ledger.do(deciding.decide, envelope.claim, click, Verdict.REVISE, points=points, note=note)
        except Refused as no:
            raise Refused(f"{no.why}{await self._keep(envelope, named.key, note)}") from None
        return Close(place=named.place)

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
