"""What happens to the app itself: uninstalled, its tokens revoked, its workspace renamed, invited to a channel."""

from dataclasses import dataclass

import structlog

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.routes.answers import Answer, Done
from bot.routes.route import Route, event
from storage.ledger import people
from storage.ledger.decisions import delivering_again
from storage.ledger.work import archiving, spending

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Installed:
    """The surface for what an administrator does with the app.

    `manifest.HEARD_BESIDE` are heard only where one added them.
    """

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the events about the app and about its channels."""
        return (
            event("app_uninstalled", self.uninstalled),
            event("tokens_revoked", self.revoked),
            event("team_rename", self.renamed),
            event("channel_archive", self.archived),
            event("group_archive", self.archived),
            event("member_joined_channel", self.joined),
        )

    async def uninstalled(self, envelope: Envelope) -> Answer:
        """Stop the agents; messages wait until the app is installed again. Slack may tell it late, when it is."""
        if await self._is_back():
            log.info("app.still_installed")
            return Done()
        await self.desk.ledger.do(spending.suspend, envelope.team)
        log.error(
            "app.uninstalled",
            note="nothing is posted until it is installed again; `sluice doctor` says when all is deleted",
        )
        return Done()

    async def _is_back(self) -> bool:
        try:
            await self.desk.slack.call("auth.test")
        except (Later, Never, Unclear):
            return False
        return True

    async def revoked(self, envelope: Envelope) -> Answer:
        """Treat the app as uninstalled when its bot token is revoked; other tokens change nothing."""
        tokens = envelope.message.get("tokens")
        bots = tokens.get("bot") if isinstance(tokens, dict) else None
        if isinstance(bots, list) and self.desk.bot_user in bots:
            return await self.uninstalled(envelope)
        return Done()

    async def renamed(self, envelope: Envelope) -> Answer:
        """Save the new name of the workspace."""
        name = envelope.message.get("name")
        if isinstance(name, str) and name:
            await self.desk.ledger.do(people.rename_workspace, envelope.team, name)
        return Done()

    async def archived(self, envelope: Envelope) -> Answer:
        """End the collections of a channel that was archived; tell who set them, and who has work that goes there."""
        if envelope.channel:
            await self.desk.ledger.do(archiving.archive, envelope.team, envelope.channel, envelope.dedup)
        return Done()

    async def joined(self, envelope: Envelope) -> Answer:
        """Send the messages that waited until the app was invited to the channel."""
        if envelope.user == self.desk.bot_user:
            await self.desk.ledger.do(delivering_again.let_in, envelope.team, envelope.channel)
        return Done()
