"""The forms of assigning: a new task, an edited one, and a message handed off."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.decoding import Said
from bot.desk import Desk
from bot.payload import Envelope
from bot.surfaces.assign import Assigning
from bot.surfaces.material import Material
from bot.views import forms, ids, receipt
from storage.ledger import assigning, receiving
from storage.ledger.assigning import Receipt
from storage.ledger.core import Duplicate
from storage.rules.authority import UNKNOWN
from storage.rules.brief import Parsed
from storage.rules.refusal import Refused
from storage.rules.routing import DEFAULT
from storage.rules.task import Brief, Place, Source
from storage.rules.words import one_line

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Forms:
    desk: Desk
    assigning: Assigning
    material: Material

    def register(self, app: AsyncApp) -> None:
        app.action(ids.ASSIGN_FORM)(self.form)
        app.action(ids.EDIT)(self.edit)
        app.shortcut(ids.HAND_OFF)(self.hand_off)
        app.view(ids.ASSIGN_VIEW)(self.submit)
        app.view(ids.HANDOFF_VIEW)(self.submit)
        app.view(ids.EDIT_VIEW)(self.submit)

    async def form(self, ack: AsyncAck, envelope: Envelope) -> None:
        await ack()
        self.desk.after(self._open_form(envelope), envelope)

    async def _open_form(self, envelope: Envelope) -> None:
        view = forms.assign(self.desk.agents, metadata=ids.origin(envelope.channel, envelope.response_url))
        await self.desk.open(envelope, view)

    async def edit(self, ack: AsyncAck, envelope: Envelope) -> None:
        await ack()
        self.desk.after(self._open_edit(envelope, ids.key(envelope.value) or "-"), envelope)

    async def _open_edit(self, envelope: Envelope, key: str) -> None:
        try:
            found = await self.desk.ledger.see(assigning.editable, envelope.actor, key)
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        who = await self.desk.person(envelope.user)
        await self.desk.open(
            envelope,
            forms.assign(
                self.desk.agents,
                brief=found.brief,
                metadata=found.key,
                callback=ids.EDIT_VIEW,
                title=f"Edit {found.name}",
                submit="Save",
                due=forms.due_text(found.brief.due, who.zone or self.desk.ledger.terms.zone),
            ),
        )

    async def hand_off(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form; a message's text, its place and its files are kept in the ledger, not in the form."""
        message = envelope.message
        held = {
            "user": envelope.user,
            "channel": envelope.channel,
            "ts": str(message.get("thread_ts") or message.get("ts") or ""),
            "threaded": bool(message.get("thread_ts") or message.get("reply_count")),
            "messages": [_message(message)],
            "response_url": envelope.response_url,
        }
        key = await self.desk.ledger.do(receiving.hold, envelope.team, held)
        await ack()
        self.desk.after(self._open_handoff(envelope, key), envelope)

    async def _open_handoff(self, envelope: Envelope, key: str) -> None:
        said = await self.desk.said(str(envelope.message.get("text") or ""), ask=False)
        text = one_line(said.text)
        shown = Brief(goal=f"Handle this: {text[:100]}" if text else "", worker=DEFAULT)
        await self.desk.open(
            envelope,
            forms.assign(
                self.desk.agents,
                brief=shown,
                metadata=key,
                callback=ids.HANDOFF_VIEW,
                title="Hand this off",
                submit="Hand off",
                source="The message, its thread and its files come along as material.",
            ),
        )

    async def submit(self, ack: AsyncAck, envelope: Envelope) -> None:
        """A form: checked now, kept, and worked on after the acknowledgement, since files have to be read."""
        filled = forms.values(envelope.state)
        try:
            parsed = await self._filled(envelope, filled)
        except _FieldError as wrong:
            await ack(response_action="errors", errors={wrong.block: wrong.why})
            return
        what = {
            "kind": envelope.name,
            "user": envelope.user,
            "metadata": envelope.metadata,
            "brief": _brief_dict(parsed),
            "files": [f for f in filled.get("files") or () if isinstance(f, dict)],
        }
        try:
            await self.desk.ledger.do(receiving.keep, envelope.team, envelope.dedup, what)
        except Duplicate:
            log.info("form.duplicate")
        await ack(response_action="clear")

    async def _filled(self, envelope: Envelope, filled: dict[str, Any]) -> Parsed:
        goal = filled.get("goal")
        if not isinstance(goal, str) or not goal.strip():
            raise _FieldError("goal", "Say what should be done.")
        if filled.get("worker") not in self.desk.agents:
            raise _FieldError("worker", "Pick an agent of the list.")
        try:
            parsed = await self.desk.parse(Said(goal), envelope.user)
        except Refused as no:
            raise _FieldError("goal", no.why) from None
        due = await self._due(envelope, str(filled.get("due") or ""))
        criteria = tuple(forms.lines(filled.get("criteria")))
        reviewer = filled.get("reviewer") if isinstance(filled.get("reviewer"), str) else None
        if reviewer == self.desk.bot_user:
            raise _FieldError("reviewer", "I never decide: choose a person.")
        return replace(
            parsed,
            worker=filled["worker"],
            criteria=parsed.criteria + criteria,
            due=due or parsed.due,
            stream=str(filled.get("stream") or "").strip() or parsed.stream,
            reviewer=reviewer or parsed.reviewer,
            urgent=parsed.urgent or bool(filled.get("urgent")),
            to=parsed.to or tuple(c for c in (filled.get("to"),) if isinstance(c, str)),
        )

    async def _due(self, envelope: Envelope, text: str) -> datetime | None:
        if not text.strip():
            return None
        try:
            parsed = await self.desk.parse(Said(f"x; by {text}"), envelope.user)
        except Refused as no:
            raise _FieldError("due", no.why) from None
        if parsed.due is None:
            raise _FieldError("due", "I can't read that as a time. For example: Friday 17:00, tomorrow, end of week")
        return parsed.due

    async def finish(self, kept: dict[str, Any], key: str) -> None:
        """Do the part of a form that comes after the acknowledgement, and answer where it was asked for."""
        user, metadata = str(kept["user"]), str(kept["metadata"])
        envelope = Envelope("form", self.desk.team, user, "", key)
        brief = _brief_of(kept["brief"], await self.material.files_of(kept["files"]))
        note = ""
        try:
            if kept["kind"] == ids.EDIT_VIEW:
                receipt_ = await self._edit(envelope, metadata, brief)
                envelope = replace(envelope, channel=receipt_.task.source.channel)
            elif kept["kind"] == ids.HANDOFF_VIEW:
                envelope, receipt_, note = await self._hand_off(envelope, metadata, brief)
            else:
                channel, response_url = ids.read_origin(metadata)
                envelope = replace(envelope, channel=channel, response_url=response_url)
                receipt_ = await self.assigning.make(envelope, brief, Place(channel), f"{key}:task")
        except Refused as refusal:
            await self.desk.whisper(envelope, receipt.refusal(refusal.why))
            return
        await self.desk.whisper(envelope, receipt.receipt(receipt_, self.desk.now, hint=note))

    async def _edit(self, envelope: Envelope, key: str, brief: Brief) -> Receipt:
        try:
            return await self.desk.ledger.do(assigning.edit, envelope.actor, key, brief, f"{envelope.dedup}:task")
        except Duplicate as before:
            return await self.desk.ledger.see(assigning.receipt, envelope.team, before.subject)

    async def _hand_off(self, envelope: Envelope, key: str, brief: Brief) -> tuple[Envelope, Receipt, str]:
        """Return where to answer, the receipt, and what has to be said of the place.

        Args:
            key: of the message that was kept when the form was opened.

        Raises:
            Refused
        """
        held = await self.desk.ledger.see(receiving.kept, envelope.team, key)
        if held is None or held.get("user") != envelope.user:
            raise Refused(UNKNOWN)
        material = await self.material.gather(held)
        brief = replace(brief, sources=(*material.sources, *brief.sources))
        response_url = str(held.get("response_url") or "")
        envelope = replace(envelope, channel=material.place.channel, response_url=response_url)
        task = await self.assigning.make(envelope, brief, material.place, f"{envelope.dedup}:task")
        return envelope, task, material.note


class _FieldError(Exception):
    def __init__(self, block: str, why: str) -> None:
        super().__init__(why)
        self.block, self.why = block, why


def _message(message: Any) -> dict[str, Any]:
    return {"user": message.get("user"), "text": message.get("text"), "files": message.get("files") or []}


def _brief_dict(parsed: Parsed) -> dict[str, Any]:
    return {
        "goal": parsed.goal,
        "title": parsed.title,
        "worker": parsed.worker,
        "criteria": list(parsed.criteria),
        "due": parsed.due.isoformat() if parsed.due else None,
        "stream": parsed.stream,
        "stream_channel": parsed.stream_channel,
        "reviewer": parsed.reviewer,
        "urgent": parsed.urgent,
        "to": list(parsed.to),
        "versions": parsed.versions,
    }


def _brief_of(kept: dict[str, Any], sources: tuple[Source, ...]) -> Brief:
    due = datetime.fromisoformat(kept["due"]) if kept["due"] else None
    return Brief(
        **{**kept, "criteria": tuple(kept["criteria"]), "to": tuple(kept["to"]), "due": due, "sources": sources}
    )
