"""What people say to the bot in messages: a mention in a thread, or a direct message that is confirmed first."""

import re
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.surfaces.assign import Assigning
from bot.surfaces.below_owed import below_owed
from bot.surfaces.control import Controls
from bot.surfaces.heard import envelope_of
from bot.surfaces.material import Material
from bot.surfaces.reply import Replying
from bot.surfaces.understood import written
from bot.views import notices, replies
from bot.views.kit import Message
from bot.views.odd import not_understood
from bot.views.series import series
from bot.words.in_passing import named_in_passing
from bot.words.one_command import one_command
from storage.ledger import access
from storage.ledger.messages import proposals
from storage.ledger.queries import portfolio as book
from storage.rules.authority import Action, Claim
from storage.rules.clarity import missing
from storage.rules.feelings import upset
from storage.rules.meaning import begins_with_verdict, meaning
from storage.rules.refusal import Refused
from storage.rules.replies import Meaning
from storage.rules.values.place import Place

VERDICT_FIRST = (
    "That begins with a decision and asks for something new, too. Nothing was decided: decide on the card, and open "
    "what is new as a form."
)
IN_PASSING = "You name me in the middle of a sentence. If it is a task for me, open it as a form."


@dataclass(frozen=True, slots=True, kw_only=True)
class Talking:
    """The surface for mentions, replies and direct messages."""

    desk: Desk
    assigning: Assigning
    replying: Replying
    controls: Controls
    material: Material

    async def mention(self, content: dict[str, Any], key: str) -> None:
        """Answer a mention that is about a task or asks for help; else make a task of its text, but for a sentence in
        which the app is only named.

        The thread and the files are its material. Of a person who is not known it is a brief at most.
        """
        if await self.desk.acquaintances.knows(str(content["user"]), key) and (
            await self.replying.mentioned(content, key) or await self.controls.answered(content)
        ):
            return
        envelope = envelope_of(content, self.desk.team, key)
        thread = str(content.get("thread") or "")
        words = await self.desk.said(self._unaddressed(content))
        no_brief = None if content.get("files") else await self.assigning.no_brief(envelope, words)
        try:
            if named_in_passing(str(content["text"]), self.desk.bot_user):
                raise Refused(IN_PASSING)
            if begins_with_verdict(words.text):
                raise Refused(VERDICT_FIRST)
            answer = no_brief or await self._assigned(envelope, content, words)
        except Refused as refusal:
            answer = await self.desk.keep(envelope, refusal.why, written(content, words))
        await self.desk.tell(envelope.channel, envelope.user, answer, thread or None)

    async def _assigned(self, envelope: Envelope, content: dict[str, Any], words: Said) -> Message:
        """Return the receipt of the task that a mention makes.

        Raises:
            Refused
        """
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)  # before anything is read for them
        thread = str(content.get("thread") or "")
        material = await self.material.gather({**content, "ts": thread})
        place = Place(envelope.channel, thread or str(content["ts"]))
        words = one_command(words, self.desk.command("assign"))
        made, odd = await self.assigning.assign(envelope, words, place, f"{envelope.dedup}:task", material.sources)
        hint = " ".join(note for note in (self.desk.hint(words.text), material.note) if note)
        return series.answer(made, self.desk.now, odd, hint)

    async def reply(self, content: dict[str, Any], key: str) -> None:
        """Take a reply for what its thread is about; in direct messages, below what is no card, as said to us."""
        if await self.replying.reply(content, key) or not str(content["channel"]).startswith("D"):
            return
        if not await below_owed(self.desk, content):
            await self.direct(content, key)

    async def direct(self, content: dict[str, Any], key: str) -> None:
        """Take a direct message for the task that it names, or as a call for help; else ask whether it is a task.

        Of a person who is not known it is always read as an assignment, and confirmed.

        Raises:
            Refused: they may assign nothing.
        """
        if await self.desk.acquaintances.knows(str(content["user"]), key) and (
            await self.replying.direct(content, key) or await self.controls.answered(content)
        ):
            return
        envelope = envelope_of(content, self.desk.team, key)
        user, channel = envelope.user, envelope.channel
        content = {**content, "text": self._unaddressed(content)}
        words = await self.desk.said(str(content["text"]))
        try:
            words = one_command(words, self.desk.command("assign"))
            parsed = await self.desk.parse(words, user, envelope.at)
            brief = self.desk.brief(parsed)
        except Refused as refusal:
            answer = await self.desk.keep(envelope, refusal.why, written(content, words))
            await self.desk.tell(channel, user, answer, str(content["thread"] or "") or None)
            return
        await self.desk.ledger.see(access.check, Claim(user, self.desk.team), Action.ASSIGN)
        hint = replies.I_AM_SORRY if upset(words.text) else await self._of_which(words.text, user) or missing(brief)
        zone = await self.desk.zone(user)
        odd = [not_understood(one, self.desk.now, zone) for one in parsed.odd]
        odd += filter(None, [self.desk.hint(words.text)])
        asked = {**content, "shown": words.text, "unnamed": words.unnamed_channels, "hint": hint, "odd": odd}
        await self.desk.ledger.do(proposals.ask, self.desk.team, user, channel, asked)

    async def _of_which(self, text: str, user: str) -> str:
        """Return how to ask about a task, for a question that names none while something waits; else “”."""
        if meaning(text).meaning is not Meaning.INQUIRY:
            return ""
        waiting = (await self.desk.ledger.see(book.portfolio, self.desk.team, user)).waiting
        return notices.of_which(waiting[0].task, text) if waiting else ""

    def _unaddressed(self, content: dict[str, Any]) -> str:
        """Return the text of a message without our own name: whom it speaks to is no part of a task."""
        return re.sub(rf"<@{self.desk.bot_user}(\|[^>]*)?>", "", str(content["text"])).strip()
