"""Handing in: a colleague's form, its files, and what to do where a check is not met."""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, Done, FieldError, Open
from bot.routes.pressed import pressed
from bot.routes.route import Route, form, opens, press
from bot.surfaces.handed_in import draft_of
from bot.surfaces.material import Material
from bot.surfaces.material_bounds import MOST_FILES
from bot.views import forms, ids
from bot.views.kit import Message, actions, button
from bot.views.owed import submit_form
from bot.views.owed.own_text import own_text
from bot.views.sentence import sentence
from storage.ledger import access
from storage.ledger.colleagues import proposing, submitting, workable
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import keeping, receiving
from storage.rules.authority import UNKNOWN, Action
from storage.rules.refusal import Refused, Unreadable
from storage.rules.values.draft import Draft, File

log = structlog.get_logger()

NOTHING = "Write something, or add a file or a link."
UNTYPED = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Submitting:
    """The surface for what a colleague hands in."""

    desk: Desk
    material: Material

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons and the form."""
        return (
            opens(ids.SUBMIT, self.form),
            opens(ids.SUBMIT_CHANGE, self.form),
            press(ids.SUBMIT_ANYWAY, self.anyway),
            form(ids.SUBMIT_VIEW, self.submit),
        )

    async def form(self, envelope: Envelope) -> Answer:
        """Open the form, with what the person handed in before."""
        key, _, kept_key = (envelope.value or "").partition(" ")
        see, claim = self.desk.ledger.see, envelope.claim
        kept = await self._kept(envelope, kept_key) if ids.key(kept_key) else None
        try:
            mine = await see(workable.workable, claim, ids.key(key) or "-")
        except Refused as no:  # whatever became of the task, its words are who wrote them
            text = kept or await see(proposing.written, claim, ids.key(key) or "-")
            if text is None:
                raise
            return Open(own_text(no.why, text.body))
        before = kept or await see(proposing.proposed, claim, mine.task.key)
        zone = await self.desk.zone(envelope.user)
        return Open(submit_form.submit(mine, self.desk.now, zone, before=before))

    async def _kept(self, envelope: Envelope, key: str) -> Draft | None:
        """Return what a person wrote that was not taken.

        Raises:
            Refused: it is somebody else's.
        """
        content = await self.desk.ledger.see(keeping.kept, envelope.team, key)
        if content is None:
            return None
        if content.get("user") != envelope.user:
            raise Refused(UNKNOWN)
        return draft_of(content, ())

    async def submit(self, envelope: Envelope) -> Answer:
        """Take the form: keep it, and work on it after the acknowledgement, since files must be read."""
        filled, key = forms.values(envelope.state), ids.key(envelope.metadata) or "-"
        files = [f for f in filled.get("files") or () if isinstance(f, dict)]
        content = {name: str(filled.get(name) or "") for name in ("body", "links", "word", "answer")}
        what = {"kind": ids.SUBMIT_VIEW, "user": envelope.user, "task": key, "files": files, **content}
        try:
            mine = await self.desk.ledger.see(workable.workable, envelope.claim, key)
        except Refused as no:  # canceled, or given to somebody else meanwhile: hours of work may be in here
            await self.desk.ledger.see(access.check, envelope.claim, Action.LOOK)
            kept = await self._keep(envelope, what, no.why)
            return Close(then=lambda: self.desk.whisper(envelope, kept))
        before = await self.desk.ledger.see(proposing.proposed, envelope.claim, key)
        had_files = before is not None and len(before.files) > 1
        if not (content["body"].strip() or content["links"].strip() or files or had_files):
            raise FieldError("body", NOTHING)
        if mine.points and not content["answer"].strip():
            raise FieldError("answer", "Say how each point was met.")
        await self.desk.ledger.do(receiving.keep, envelope.team, envelope.dedup, what)
        return Close()

    async def finish(self, content: dict[str, Any], key: str) -> None:
        """Read the files of what was handed in, and have it checked; where one can't be read, say so with the words."""
        user = str(content["user"])
        envelope = Envelope(kind="form", team=self.desk.team, user=user, channel="", dedup=key)
        try:
            mine = await self.desk.ledger.see(workable.workable, envelope.claim, str(content["task"]))
            before = await self.desk.ledger.see(proposing.proposed, envelope.claim, mine.task.key)
            files = await self._files(content["files"], user)
            stay = before.files[1:] if before is not None and not files else ()
            draft = draft_of(content, (*files, *stay), f"{mine.task.name}-v{mine.version}.md", mine.task.brief.title)
            await self.desk.ledger.do(proposing.propose, envelope.claim, mine.task.key, draft, f"{key}:hand in")
        except Duplicate:
            log.info("submission.duplicate")
        except Refused as no:
            await self.desk.whisper(envelope, await self._keep(envelope, content, no.why))

    async def _keep(self, envelope: Envelope, content: Mapping[str, Any], why: str) -> Message:
        """Keep what was not taken for who wrote it; return why, and the way back to it."""
        kept = await self.desk.ledger.do(keeping.hold, self.desk.team, dict(content))
        shown = sentence(f"{why}\nNothing was handed in. What you wrote is kept for you alone, for 30 days.")
        choice = button("Change it", ids.SUBMIT_CHANGE, f"{content['task']} {kept}", "primary")
        return Message(shown.text, (*shown.blocks, actions(choice)))

    async def _files(self, wanted: Sequence[dict[str, Any]], user: str) -> tuple[File, ...]:
        """Return the files of a form, with their bytes.

        Raises:
            Refused: one of them can't be read.
        """
        files = []
        for file in wanted[:MOST_FILES]:
            try:
                name, data = await self.material.whole(file, user)
            except Unreadable as no:
                raise Refused(f"A file could not be read: {no}") from None
            files.append(File(name, mimetypes.guess_type(name)[0] or UNTYPED, data))
        return tuple(files)

    async def anyway(self, envelope: Envelope) -> Answer:
        """Submit what was handed in, whatever the checks found."""
        value = pressed(envelope)
        await self.desk.ledger.do(submitting.submit_anyway, envelope.claim, value.key, value.version, envelope.dedup)
        return Done()
