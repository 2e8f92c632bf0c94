"""Whatever Slack sends that no surface knows: acknowledged, and told to be out of date."""

import re
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.reply import ephemeral
from bot.views import receipt, review

log = structlog.get_logger()

ANY = re.compile(r".*", re.S)
OUT_OF_DATE = "That is out of date. /sluice shows what is open."


@dataclass(frozen=True, slots=True)
class CatchAll:
    """The surface for everything that no other one knows. Registered last: Bolt takes the first listener that fits."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Register an answer for everything that no other surface takes."""
        app.command(ANY)(self.command)
        app.action(ANY)(self.action)
        app.view(ANY)(self.submission)
        app.view_closed(ANY)(self.ignore)
        app.shortcut(ANY)(self.ignore)
        app.options(ANY)(self.ignore)
        app.event(ANY)(self.ignore)

    async def command(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Answer a command that is not known."""
        await ack(**ephemeral(receipt.refusal(f"I don't know {envelope.name}. {OUT_OF_DATE}")))

    async def action(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Tell a person that the button they pressed is out of date."""
        await ack()
        log.info("action.unknown", action=envelope.name)
        self.desk.after(self.desk.refuse(envelope, OUT_OF_DATE))

    async def submission(self, ack: AsyncAck) -> None:
        """Tell a person that the form they sent is out of date."""
        await ack(response_action="update", view=review.notice("Out of date", OUT_OF_DATE))

    async def ignore(self, ack: AsyncAck) -> None:
        """Acknowledge something that needs no answer."""
        await ack()
