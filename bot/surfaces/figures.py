"""Figures: a person's own, in a window, a message or a file; and sums for an administrator."""

import re
from dataclasses import dataclass

import structlog

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack_files import SlackFiles
from bot.routes.answers import Answer, Open, Replace, Update
from bot.routes.route import Route, opens
from bot.views import ids
from bot.views.figures import own_page, sums
from bot.views.kit import Message
from bot.views.sentence import sentence
from storage.ledger.queries import own_figures, workspace_sums
from storage.rules.facts import Facts
from storage.rules.figures import By
from storage.rules.figures_sheet import rows
from storage.rules.refusal import Refused
from storage.rules.spreadsheet import as_csv
from storage.rules.values.draft import File
from storage.rules.values.place import Place

log = structlog.get_logger()

KNOWN = "I know: /sluice figures · figures stream · figures worker · figures export · figures team"
ON_ITS_WAY = "Your figures are on their way to your direct messages, as a file for a table's program."


@dataclass(frozen=True, slots=True)
class Figured:
    """The surface for figures."""

    desk: Desk
    files: SlackFiles

    def routes(self) -> tuple[Route, ...]:
        """Return More on Home, and the buttons that split the figures in another way."""
        return (opens(re.compile(rf"^{ids.FIGURES}(\.[0-2])?$"), self.show),)

    async def answer(self, envelope: Envelope, rest: str) -> Message:
        """Return the answer to what follows `/sluice figures`.

        Raises:
            Refused
        """
        if rest == "team":
            return sums.team(await self.desk.ledger.see(workspace_sums.sums, envelope.claim))
        if rest == "export":
            facts = await self._own(envelope)
            self.desk.after(self._send(envelope, facts), envelope)
            return sentence(ON_ITS_WAY)
        if rest.removeprefix("by ") not in ("", *By):
            raise Refused(KNOWN)
        return await self._message(envelope, By(rest.removeprefix("by ") or By.WEEK))

    async def _own(self, envelope: Envelope) -> Facts:
        return await self.desk.ledger.see(own_figures.own, envelope.claim)

    async def _message(self, envelope: Envelope, by: By) -> Message:
        return own_page.message(await self._own(envelope), by, await self.desk.newer.draws())

    async def show(self, envelope: Envelope) -> Answer:
        """Open a person's figures, or split them in another way where they are open already."""
        by = By(envelope.value) if envelope.value in tuple(By) else By.WEEK
        if not envelope.view_id:
            return Replace(await self._message(envelope, by))
        window = own_page.window(await self._own(envelope), by)
        return Update(window) if envelope.in_modal else Open(window)

    async def _send(self, envelope: Envelope, facts: Facts) -> None:
        """Send a person their own figures as a file in direct messages."""
        name = own_page.export_name(envelope.user, facts.first)
        file = File(name, "text/csv", as_csv(rows(facts)).encode())
        try:
            channel = await self.desk.slack.open_dm(envelope.user)
            await self.files.share(Place(channel), {await self.files.upload(file): file.name})
        except (Later, Never, Unclear) as error:
            log.info("figures.refused", why=str(error))
            why = f"I could not send your figures (Slack says: {error}). Write /sluice figures export to try it again."
            await self.desk.tell("", envelope.user, sentence(why))
