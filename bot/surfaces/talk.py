"""What people say to the bot in messages: a mention in a thread, or a direct message that is confirmed first."""

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.payload import Envelope
from bot.surfaces.assign import Assigning
from bot.surfaces.material import Material
from bot.surfaces.reply import Replying
from bot.views import ids, notices, receipt
from storage.ledger import receiving
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Refused
from storage.rules.task import Place


@dataclass(frozen=True, slots=True)
class Talking:
    desk: Desk
    assigning: Assigning
    replying: Replying
    material: Material

    def register(self, app: AsyncApp) -> None:
        app.action(ids.CONFIRM_MESSAGE)(self.confirm_message)

    async def mention(self, kept: dict[str, Any], key: str) -> None:
        """A mention of the bot: the text is the brief, the thread and the files are its material."""
        envelope = Envelope("event", self.desk.team, str(kept["user"]), str(kept["channel"]), key)
        thread = str(kept.get("thread") or "")
        said = await self.desk.said(re.sub(rf"<@{self.desk.bot_user}(\|[^>]*)?>", "", str(kept["text"])).strip())
        try:
            material = await self.material.gather({**kept, "ts": thread})
            place = Place(envelope.channel, thread or str(kept["ts"]))
            made, odd = await self.assigning.assign(envelope, said, place, f"{key}:task", material.sources)
            hint = " ".join(note for note in (self.desk.hint(said.text), material.note) if note)
            answer = receipt.receipt(made, self.desk.now, odd, hint)
        except Refused as no:
            answer = receipt.refusal(no.why)
        await self.desk.tell(envelope.channel, envelope.user, answer, thread or None)

    async def direct(self, kept: dict[str, Any], key: str) -> None:
        """A direct message is for the task that it names first; else it is read as an assignment and confirmed."""
        if await self.replying.named(kept, key):
            return
        user, channel = str(kept["user"]), str(kept["channel"])
        if str(kept["text"]).strip().lower() in ("help", "?"):
            await self.desk.tell(channel, user, notices.help_message(self.desk.agents))
            return
        try:
            said = await self.desk.said(str(kept["text"]))
            self.desk.brief(await self.desk.parse(said, user))
        except Refused as no:
            await self.desk.tell(channel, user, receipt.refusal(no.why))
            return
        await self.desk.ledger.do(receiving.ask, self.desk.team, user, channel, {**kept, "shown": said.text})

    async def confirm_message(self, ack: AsyncAck, envelope: Envelope) -> None:
        await ack()
        self.desk.after(self._confirmed(envelope), envelope)

    async def _confirmed(self, envelope: Envelope) -> None:
        key = ids.key(envelope.value) or "-"
        try:
            held = await self.desk.ledger.see(receiving.kept, envelope.team, key)
            if held is None or held.get("user") != envelope.user:
                raise Refused(UNKNOWN)
            sources = await self.material.files_of(held.get("files") or [])
            place = Place(str(held["channel"]), str(held.get("thread") or held["ts"]))
            said = await self.desk.said(str(held["text"]))
            made, odd = await self.assigning.assign(envelope, said, place, f"{key}:task", sources)
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
        else:
            await self.assigning.show(envelope, receipt.receipt(made, self.desk.now, odd))
