"""Written answers: text at once; files and a thread are read first, and are part of the answer."""

import contextlib
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, Done, FieldError, Open, Say, Update
from bot.routes.pressed import OUT_OF_DATE
from bot.routes.route import Route, form, opens
from bot.routes.window import back_to, beneath_of
from bot.surfaces.material import Material
from bot.surfaces.redraw import Redrawer
from bot.surfaces.thread_link import NO_LINK, thread_of
from bot.surfaces.unfinished import GONE
from bot.views import asks, forms, ids, kept_words
from bot.views.kit import Message
from bot.views.review import review
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import deciding
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import keeping, receiving
from storage.rules.authority import UNKNOWN, Action
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.source import Source
from storage.rules.words import visible

NOT_WANTED = "It does not wait for an answer any more."


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The surface for answers that a person writes in a form."""

    desk: Desk
    material: Material
    redrawer: Redrawer

    def routes(self) -> tuple[Route, ...]:
        """Return the form, and the button that opens it again."""
        return form(ids.ANSWER_VIEW, self.write), opens(ids.ANSWER_AGAIN, self.again)

    async def write(self, envelope: Envelope) -> Answer:
        """Take a written answer. Of a person who is no full member nothing is read and nothing is kept."""
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        value, filled = _named(envelope.metadata)[0], forms.values(envelope.state)
        note, link = str(filled.get("note") or ""), str(filled.get("link") or "").strip()
        files = [f for f in filled.get("files") or () if isinstance(f, dict)]
        more = link or files or await self._files_before(envelope.user, envelope.metadata)
        if value is None:
            raise Refused(OUT_OF_DATE)
        if link and thread_of(link) is None:
            raise FieldError("link", NO_LINK)
        if not (visible(note) or more):
            raise FieldError("note", "Write the answer.")
        if more:
            return await self._keep(envelope, {"note": note, "link": link, "files": files})
        click = Click(key=value.key, version=value.version, place=None, dedup=envelope.dedup)
        return await self._decide(envelope, click, note)

    async def _keep(self, envelope: Envelope, filled: dict[str, Any]) -> Answer:
        """Keep an answer whose files or thread have to be read, for after the acknowledgement."""
        what = {"kind": ids.ANSWER_VIEW, "user": envelope.user, "metadata": envelope.metadata, **filled}
        with contextlib.suppress(Duplicate):
            await self.desk.ledger.do(receiving.keep, envelope.team, envelope.dedup, what)
        return Done()

    async def _decide(self, envelope: Envelope, click: Click, note: str) -> Answer:
        """Take an answer without material; one that comes too late is given back."""
        try:
            await self.desk.ledger.do(deciding.decide, envelope.claim, click, Verdict.ANSWER, points=(), note=note)
        except Refused as no:
            filled = {"note": note, "link": "", "files": []}
            message = await self._keep_refused(envelope, click.key, [no.why], filled)
            notice = review.notice("Not done", f"{no.why} What you wrote is in your direct messages.")
            return Update(notice, then=lambda: self.desk.whisper(envelope, message))
        return Close()

    async def _show(self, envelope: Envelope, metadata: str) -> None:
        """Show in the window beneath the form, where there is one, what is true now."""
        under = back_to(envelope, beneath_of(metadata))
        if under is not None:
            await self.redrawer.show(under)

    async def finish(self, content: dict[str, Any], key: str) -> None:
        """Read the material of an answer and take it; if any can't be read, offer all of it again."""
        envelope = Envelope(kind="form", team=self.desk.team, user=str(content["user"]), channel="", dedup=key)
        value = _named(str(content["metadata"]))[0]
        if value is None:
            return
        before = await self._files_before(envelope.user, str(content["metadata"]))
        filled: dict[str, Any] = {
            "note": str(content["note"]),
            "link": str(content["link"]),
            "files": [*before, *content["files"]],
        }
        try:
            await self.desk.ledger.see(access.item, envelope.claim, Action.ANSWER, value.key)  # before it is read
        except Refused as no:
            await self.desk.whisper(envelope, await self._keep_refused(envelope, value.key, [no.why], filled))
            return
        sources, unread, files = await self._read(filled, envelope.user)
        if unread:
            kept_files = {**filled, "files": files}
            await self.desk.whisper(envelope, await self._keep_refused(envelope, value.key, unread, kept_files))
            return
        note = "\n\n".join(text for text in (filled["note"].strip(), *(s.text for s in sources)) if text.strip())
        click = Click(key=value.key, version=value.version, place=None, dedup=f"{key}:answer")
        try:
            await self.desk.ledger.do(deciding.decide, envelope.claim, click, Verdict.ANSWER, points=(), note=note)
        except Duplicate:
            return
        except Refused as no:
            await self.desk.whisper(envelope, await self._keep_refused(envelope, value.key, [no.why], filled))
            return
        await self._show(envelope, str(content["metadata"]))

    async def _read(self, filled: dict[str, Any], user: str) -> tuple[list[Source], list[str], list[dict[str, Any]]]:
        """Return what could be read of the files and the thread, in words what could not, and the files that could."""
        read = await self.material.files_of(filled["files"], user)
        sources = [s for s in read if not s.unread]
        unread = [f"{s.name} could not be read: {s.unread}" for s in read if s.unread]
        files = [file for file, source in zip(filled["files"], read, strict=False) if not source.unread]
        place = thread_of(filled["link"])
        if place is not None:
            thread, why = await self.material.linked(place, user)
            sources += thread
            unread += [why] if why else []
        return sources, unread, [{**f, "name": s.name} for f, s in zip(files, sources, strict=False)]

    async def _keep_refused(
        self, envelope: Envelope, item_key: str, whys: list[str], filled: dict[str, Any]
    ) -> Message:
        """Keep an answer that was not taken; return why, with the way to its form or, too late for it, its words."""
        own = {"user": envelope.user, "channel": "", "text": filled["note"]}
        content = {**filled, **own, "answers": item_key, "whys": whys}
        key = await self.desk.ledger.do(keeping.hold, self.desk.team, content)
        why = " ".join(whys)
        if await self._asking(envelope, item_key) is None:
            return kept_words.given_back(why, filled["note"], key)
        return kept_words.not_answered(why, key)

    async def _asking(self, envelope: Envelope, item_key: str) -> Item | None:
        """Return the question that an answer is for; None where it waits for none, or not for theirs."""
        with contextlib.suppress(Refused):
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.ANSWER, item_key)
            return item if item.ask is not None and item.open and item.decision is None else None
        return None

    async def again(self, envelope: Envelope) -> Answer:
        """Open the form again, filled with what the person wrote before."""
        key = ids.key(envelope.value) or "-"
        content = await self.desk.ledger.see(keeping.kept, envelope.team, key)
        if content is None or content.get("user") != envelope.user:
            raise Refused(GONE if content is None else UNKNOWN)
        item = await self._asking(envelope, str(content["answers"]))
        if item is None:
            return Say(kept_words.given_back(NOT_WANTED, str(content["note"]), key))
        along = [f"{file['name']} comes along." for file in content["files"]]
        return Open(asks.form(item, str(content["note"]), str(content["link"]), [*content["whys"], *along], key))

    async def _files_before(self, user: str, metadata: str) -> list[dict[str, Any]]:
        """Return the files of an answer that is given again."""
        content = await self.desk.ledger.see(keeping.kept, self.desk.team, _named(metadata)[1] or "-")
        return list(content["files"]) if content is not None and content.get("user") == user else []


def _named(metadata: str) -> tuple[ids.Value | None, str]:
    """Return the item that a form answers, and the key of what was written before."""
    value, _, key = metadata.partition("\n")[0].partition(" ")
    return ids.parse(value), ids.key(key) or ""
