"""The form of a stream's settings."""

from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, FieldError, Open, at_field
from bot.routes.route import Route, form, opens
from bot.surfaces.dollars import budget_of
from bot.views import forms, ids
from bot.views.stream import stream_settings as views
from storage.ledger.streams import owning, stream_settings
from storage.ledger.streams.stream_settings import Settings
from storage.rules.authority import Action
from storage.rules.values.stream import HIGH
from storage.rules.values.worker import Worker, agent, colleague


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """The surface for the settings of a stream: its owner alone sees and saves them."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button that opens the form, and the form."""
        return opens(ids.STREAM_SETTINGS, self.form), form(ids.STREAM_FORM_VIEW, self.submit)

    async def form(self, envelope: Envelope) -> Answer:
        """Open the form with what is set."""
        target = await self.desk.ledger.do(owning.owned, envelope.claim, str(envelope.value), Action.STREAM)
        return Open(views.settings(target, self.desk.agents))

    async def submit(self, envelope: Envelope) -> Answer:
        """Save the form; what can't be read is shown as an error at its field."""
        filled = forms.values(envelope.state)
        budget = budget_of(str(filled.get("budget") or ""))
        if budget is None and str(filled.get("budget") or "").strip():
            raise FieldError("budget", "A sum in dollars up to 1,000,000, for example: 25 or 12.50")
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
        with at_field("goal", "reviewer"):
            await self.desk.ledger.do(stream_settings.change_settings, envelope.claim, envelope.metadata, settings)
        return Close()

    def _worker(self, filled: dict[str, Any]) -> Worker | None:
        if user := filled.get("colleague"):
            return colleague(str(user))
        name = forms.own_worker(filled.get("worker"))
        return agent(name) if name is not None and name in self.desk.agents else None
