"""The command `/assign`: worked on at once, or in a crowd kept and worked on in its turn."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Say, follow
from bot.routes.route import Route, command
from bot.surfaces.assign import Assigning
from bot.surfaces.crowd import Crowd
from bot.views import notices
from bot.views.sentence import sentence
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import keeping, receiving, saying

KIND = "command"  # of what is kept
SOON = 2.0  # seconds that Slack has to take an answer
_KEPT = ("user", "channel", "channel_name", "home", "dedup", "response_url", "name", "text")  # of an envelope


@dataclass(frozen=True, slots=True)
class InTurn:
    """The surface for `/assign`."""

    desk: Desk
    assigning: Assigning
    crowd: Crowd = field(default_factory=Crowd)

    def routes(self) -> tuple[Route, ...]:
        """Return the command."""
        return (command(self.desk.command("assign"), self.command),)

    async def command(self, envelope: Envelope) -> Answer:
        """Answer with the receipt of a new task; without words, open the form. In a crowd the receipt follows."""
        words = envelope.text.strip().lower()
        if not words:
            return await self.assigning.form(envelope)
        if words in ("help", "?"):
            return Say(notices.help_message(self.desk.agents))
        if not self.crowd.is_here:
            with self.crowd.inside():
                return await self.assigning.answer(envelope)
        what = {"kind": KIND, **{name: getattr(envelope, name) for name in _KEPT}}
        own = f"turn:{envelope.dedup}"  # the delivery's key stays free for the task that it will make
        try:
            await self.desk.ledger.do(receiving.keep, envelope.team, own, what)
        except Duplicate:
            if await self.desk.ledger.see(keeping.kept, envelope.team, own) is None:  # its turn is over
                return await self._answer(envelope)
        return Say(sentence(notices.IN_TURN))

    async def finish(self, content: dict[str, Any], key: str) -> None:
        """Work on a command that was kept, and answer it where it was written.

        While Slack is slow, the answer goes to their direct messages when it can: others wait for their turn.
        """
        kept = {name: content[name] for name in _KEPT}
        envelope = Envelope(kind="command", team=self.desk.team, at=receiving.kept_at(content), **kept)
        answer = await self._answer(envelope)
        try:
            await asyncio.wait_for(self.desk.whisper(envelope, answer.message), SOON)
        except TimeoutError:
            text = answer.message.text
            await self.desk.ledger.do(saying.say, envelope.team, envelope.user, channel="", thread="", text=text)
        self.desk.after(follow(answer), envelope)

    async def _answer(self, envelope: Envelope) -> Say:
        """Return what comes of a command; of one that made something before, the receipt of that."""
        return await self.assigning.made_before(envelope) or await self.assigning.answer(envelope)
