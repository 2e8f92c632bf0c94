"""What happens to the app itself: uninstalled, its tokens revoked, its workspace renamed, invited to a channel."""

from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from storage.ledger import people
from storage.ledger.decisions import outcomes
from storage.ledger.messages import receiving
from storage.ledger.work import spending

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Installed:
    """The surface for what an administrator does with the app.

    `manifest.HEARD_BESIDE` are heard only where one added them.
    """

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Register the events about the app and about its channels."""
        app.event("app_uninstalled")(self.uninstalled)
        app.event("tokens_revoked")(self.revoked)
        app.event("team_rename")(self.renamed)
        app.event("channel_archive")(self.archived)
        app.event("group_archive")(self.archived)
        app.event("member_joined_channel")(self.joined)

    async def uninstalled(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Stop the agents; messages wait until the app is installed again."""
        await self.desk.ledger.do(spending.suspend, envelope.team)
        log.error(
            "app.uninstalled",
            note="nothing is posted until it is installed again; `sluice doctor` says when all is deleted",
        )
        await ack()

    async def revoked(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Treat the app as uninstalled when its bot token is revoked; other tokens change nothing."""
        tokens = envelope.message.get("tokens")
        bots = tokens.get("bot") if isinstance(tokens, dict) else None
        if isinstance(bots, list) and self.desk.bot_user in bots:
            await self.uninstalled(ack, envelope)
        else:
            await ack()

    async def renamed(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Save the new name of the workspace."""
        name = envelope.message.get("name")
        if isinstance(name, str) and name:
            await self.desk.ledger.do(people.rename_workspace, envelope.team, name)
        await ack()

    async def archived(self, ack: AsyncAck, envelope: Envelope) -> None:
        """End the collections of a channel that was archived, and tell the person who set them."""
        set_by = await self.desk.ledger.do(people.archive_channel, envelope.team, envelope.channel)
        if set_by:
            text = f"<#{envelope.channel}> was archived: its collections have ended."
            await self.desk.ledger.do(receiving.say, envelope.team, set_by, "", thread="", text=text)
        await ack()

    async def joined(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Send the messages that waited until the app was invited to the channel."""
        if envelope.user == self.desk.bot_user:
            await self.desk.ledger.do(outcomes.let_in, envelope.team, envelope.channel)
        await ack()
