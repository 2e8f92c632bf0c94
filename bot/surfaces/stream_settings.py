"""The form of a stream's settings."""

import re
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, FieldError, Open, at_field
from bot.routes.route import Route, form, opens
from bot.views import forms, ids, stream_settings
from storage.ledger.streams import changing
from storage.ledger.streams.stream_settings import Settings
from storage.rules.authority import Action
from storage.rules.budget import DOLLAR
from storage.rules.values.stream import HIGH
from storage.rules.values.worker import Worker, agent, colleague

MOST = 1_000_000  # dollars
_SUM = re.compile(r"\$?\s*(?P<dollars>[0-9]{1,7})(?:[.,](?P<cents>[0-9]{1,2}))?\s*(?:\$|dollars?)?", re.I)


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """The surface for the settings of a stream: its owner alone sees and saves them."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button that opens the form, and the form."""
        return opens(ids.STREAM_SETTINGS, self.form), form(ids.STREAM_FORM_VIEW, self.submit)

    async def form(self, envelope: Envelope) -> Answer:
        """Open the form with what is set."""
        target = await self.desk.ledger.do(changing.owned, envelope.claim, str(envelope.value), Action.STREAM)
        return Open(stream_settings.settings(target, self.desk.agents))

    async def submit(self, envelope: Envelope) -> Answer:
        """Save the form; what can't be read is shown as an error at its field."""
        filled = forms.values(envelope.state)
        budget = budget_of(str(filled.get("budget") or ""))
        if budget is None and str(filled.get("budget") or "").strip():
            raise FieldError("budget", "A sum in dollars, for example: 25 or 12.50")
        if self.desk.bot_user in (filled.get("reviewer"), filled.get("colleague")):
            raise FieldError("reviewer", "I never decide, and am no colleague.")
        settings = Settings(
            goal=str(filled.get("goal") or ""),
            worker=self._worker(filled),
            reviewer=str(filled.get("reviewer") or ""),
            priority=HIGH if filled.get("priority") == str(HIGH) else 0,
            budget=budget,
        )
        for user in {settings.reviewer, str(filled.get("colleague") or "")} - {""}:
            await self.desk.acquaintances.get_to_know(user)
        with at_field("goal"):
            await self.desk.ledger.do(changing.change_settings, envelope.claim, envelope.metadata, settings)
        return Close()

    def _worker(self, filled: dict[str, Any]) -> Worker | None:
        if user := filled.get("colleague"):
            return colleague(str(user))
        name = forms.own_worker(filled.get("worker"))
        return agent(name) if name is not None and name in self.desk.agents else None


def budget_of(text: str) -> int | None:
    """Return a sum of dollars in millionths; None for what is none."""
    read = _SUM.fullmatch(text.strip())
    if read is None:
        return None
    cents = int((read["cents"] or "0").ljust(2, "0"))
    return min(int(read["dollars"]), MOST) * DOLLAR + cents * DOLLAR // 100
