"""The question whether a direct message is a task: a press, a yes or a thumb makes it one, once."""

from dataclasses import dataclass, replace
from typing import Any

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.outbound.making import find_made
from bot.routes.answers import Answer, Replace
from bot.routes.route import Route, opens
from bot.surfaces.assign import Assigning
from bot.surfaces.material import READING, Material
from bot.views import ids, notices, replies
from bot.views.kit import Message
from bot.views.sentence import sentence
from bot.views.series import series
from storage.jobs.port import Again
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import keeping, posting, proposals, receiving
from storage.rules.authority import UNKNOWN, Action
from storage.rules.pages.messages import Post
from storage.rules.pages.receipts import Receipt
from storage.rules.refusal import Refused
from storage.rules.values.place import Place

STILL_READING = "I am still reading other files of yours. Press it once more in a minute."
NOT_GIVEN = "Slack does not give me the file now. Press it once more in a minute."


@dataclass(frozen=True, slots=True)
class Understood:
    """The surface for the question whether a message is a task."""

    desk: Desk
    assigning: Assigning
    material: Material

    def routes(self) -> tuple[Route, ...]:
        """Return the two buttons of the question."""
        return opens(ids.CONFIRM_MESSAGE, self.confirm), opens(ids.NO_TASK, self.drop)

    async def confirm(self, envelope: Envelope) -> Answer:
        """Make the message a task."""
        key = ids.key(envelope.value) or "-"
        try:
            return Replace(await self._assign(envelope, key, await self._own(envelope, key)))
        except Again as wait:
            raise Refused(STILL_READING if str(wait) == READING else NOT_GIVEN) from None

    async def drop(self, envelope: Envelope) -> Answer:
        """Leave the message as it is: it is no task."""
        key = ids.key(envelope.value) or "-"
        await self._own(envelope, key)
        return Replace(await self._drop(envelope, key))

    async def answer(self, envelope: Envelope, post: Post, yes: bool) -> Message:
        """Press one of the question's buttons for a person who answered in words; return what came of it."""
        key = post.subject
        try:
            content = await self._own(envelope, key)
            before = await self.desk.ledger.see(proposals.proposal_outcome, envelope.team, key)
            if before is not None:
                return await self._outcome(envelope, before)
            shown = await self._assign(envelope, key, content) if yes else await self._drop(envelope, key)
            became = await self.desk.ledger.see(proposals.proposal_outcome, envelope.team, key)
            if became is None:
                return shown  # refused: what was written is kept
            await self.desk.ledger.do(posting.redraw_soon, envelope.team, Place(post.channel, post.ts))
            return await self._outcome(envelope, became, first=yes == bool(became))
        except Refused as refusal:
            return sentence(refusal.why)

    async def _outcome(self, envelope: Envelope, task: str, first: bool = False) -> Message:
        """Return what became of the question.

        Args:
            task: the key of its task; empty where the message is none.
            first: whether it has become so just now.

        Raises:
            Refused: the task is not there any more.
        """
        if not task:
            return sentence(notices.NO_TASK if first else replies.DROPPED)
        made = await find_made(self.desk.ledger, envelope.claim, task)
        return replies.assigned(made.task, first) if isinstance(made, Receipt) else series.answer(made, self.desk.now)

    async def _own(self, envelope: Envelope, key: str) -> dict[str, Any]:
        """Return the message that was kept.

        Raises:
            Refused: it is forgotten, or somebody else's.
        """
        content = await self.desk.ledger.see(keeping.kept, envelope.team, key)
        if content is None or content.get("user") != envelope.user:
            raise Refused(UNKNOWN)
        return content

    async def _assign(self, envelope: Envelope, key: str, content: dict[str, Any]) -> Message:
        """Make the task, which closes the question in the same transaction; return its receipt, or why there is none.

        Raises:
            Refused: the task is not there any more.
            Again: other files of this person are being read.
        """
        before = await self.desk.ledger.see(proposals.proposal_outcome, envelope.team, key)
        if before:
            return series.answer(await find_made(self.desk.ledger, envelope.claim, before), self.desk.now)
        if before is not None:
            return sentence(replies.DROPPED)
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)  # before anything is read for them
        sources = await self.material.files_of(content.get("files") or [], envelope.user)
        place = Place(str(content["channel"]), str(content.get("thread") or content["ts"]))
        said = await self.desk.said(str(content["text"]))
        as_said = replace(envelope, at=receiving.kept_at(content))
        try:
            made, odd = await self.assigning.assign(as_said, said, place, proposals.outcome_key(key), sources)
        except Refused as refusal:
            if await self.desk.ledger.see(proposals.proposal_outcome, envelope.team, key) == "":
                return sentence(replies.DROPPED)
            return await self.desk.keep(envelope, refusal.why, written(content, said))
        return series.answer(made, self.desk.now, odd)

    async def _drop(self, envelope: Envelope, key: str) -> Message:
        """Close the question without a task; return that, or what it has become meanwhile.

        Raises:
            Refused: the task is not there any more.
        """
        try:
            await self.desk.ledger.do(proposals.close_proposal, envelope.team, key)
        except Duplicate:
            task = await self.desk.ledger.see(proposals.proposal_outcome, envelope.team, key)
            return await self._outcome(envelope, task or "", first=not task)
        return sentence(notices.NO_TASK)


def written(event: dict[str, Any], words: Said) -> dict[str, Any]:
    """Return the text and the place of a message, to be kept for a form."""
    thread = str(event.get("thread") or "")
    place = {"channel": event["channel"], "ts": thread or str(event["ts"]), "threaded": bool(thread)}
    return {"text": words.text, "ids": dict(words.ids), "files": event.get("files") or [], **place}
