"""Editing a draft and approving that: the editor, its submission, and a text that came too late."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack_files import SlackFiles
from bot.routes.answers import Answer, Done, FieldError, Open, Update
from bot.routes.pressed import OUT_OF_DATE, pressed
from bot.routes.route import Route, form, opens
from bot.routes.window import back_to, beneath
from bot.surfaces.editor import Editor, read
from bot.surfaces.late_edits import LateEdits
from bot.surfaces.material import Material
from bot.surfaces.redraw import Redrawer
from bot.views import forms, ids
from bot.views.editing import edit_boxes, edit_by_file
from bot.views.editing import editing as views
from bot.views.kit import Block
from bot.views.sentence import sentence
from storage.ledger.decisions import editing
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import posting
from storage.ledger.queries.comparing import compared
from storage.rules.edits import unframed
from storage.rules.refusal import Refused, Unreadable
from storage.rules.sections import Part, together
from storage.rules.values.draft import Draft, File
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.words import clean

LOOK, SHOWN, PATIENCE = 0.1, 2.0, 60.0  # seconds: between two looks, until a window says it is looked at, at most
READING = 2.0  # seconds that Slack has to give a file that was sent back: it waits for three


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """The surface for editing a draft."""

    desk: Desk
    redrawer: Redrawer
    late: LateEdits
    files: SlackFiles
    material: Material

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons and the editor."""
        return (
            opens(ids.EDIT_DRAFT, self.again),
            opens(ids.numbered(ids.EDIT_VERSION), self.version),
            opens(ids.EDIT_KEPT, self.with_kept),
            form(ids.EDIT_DRAFT_VIEW, self.submit),
        )

    async def edit(self, envelope: Envelope) -> Answer:
        """Open the editor; where there are several versions, ask first which one is edited."""
        editor = _pressed(envelope)
        item, _ = await self._editable(envelope, editor.value)
        several = len(item.candidates) > 1
        return Open(views.which(item, str(editor)) if several else await self._editor(envelope, editor))

    async def again(self, envelope: Envelope) -> Answer:
        """Open the editor on the version that the person edited before."""
        return Open(await self._editor(envelope, _pressed(envelope)))

    async def version(self, envelope: Envelope) -> Answer:
        """Turn the question which version is edited into the editor of the one that was chosen."""
        asked = read(envelope.metadata)
        if asked is None:
            raise Refused(OUT_OF_DATE)
        return Update(await self._editor(envelope, replace(asked, value=pressed(envelope))))

    async def _editable(self, envelope: Envelope, value: ids.Value) -> tuple[Item, Draft]:
        """Return the item and the version that a person wants to write over.

        Raises:
            Refused: not theirs.
            Stale: not as it was.
        """
        return await self.desk.ledger.see(editing.editable, envelope.claim, value.key, value.version)

    async def _editor(self, envelope: Envelope, editor: Editor) -> Block:
        """Return the editor; the file of a draft that no boxes hold is sent in direct messages."""
        item, written = await self._editable(envelope, editor.value)
        text = await self.late.text(envelope, editor.kept) if editor.kept else written.body
        if not edit_boxes.boxes(text):
            self.desk.after(
                self._send(envelope, File(edit_by_file.file_name(item, written), "text/markdown", text.encode()))
            )
        return views.editor(item, written, text, str(editor))

    async def _send(self, envelope: Envelope, file: File) -> None:
        try:
            channel = await self.desk.slack.open_dm(envelope.user)
            await self.files.share(Place(channel), {await self.files.upload(file): file.name})
        except (Later, Never, Unclear) as error:
            why = f"I could not send {file.name} (Slack says: {error}). Close the editor and open it again."
            await self.desk.tell("", envelope.user, sentence(why))

    async def submit(self, envelope: Envelope) -> Answer:
        """Take the editor: an error stays at its field, a text that comes too late is kept, anything else closes it."""
        editor = read(envelope.metadata)
        if editor is None:
            raise Refused(OUT_OF_DATE)
        text = await self._text(envelope, editor)
        value = editor.value
        click = Click(key=value.key, version=value.version, place=editor.place, dedup=envelope.dedup)
        try:
            version = await self.desk.ledger.do(editing.edit, envelope.claim, click, text)
        except Refused as no:
            return await self.late.keep(envelope, value, text, no.why)
        return Done(then=lambda: self._follow(envelope, editor, version))

    async def _text(self, envelope: Envelope, editor: Editor) -> str:
        """Return the text as the person wrote it.

        Raises:
            FieldError: it is empty, too long, or no text.
            Refused: what they edit is not theirs to see.
        """
        value, fields = editor.value, forms.values(envelope.state)
        _, written, _ = await self.desk.ledger.see(compared, envelope.claim, value.key, value.version)
        first = await self.late.text(envelope, editor.kept) if editor.kept else written.body
        known = edit_boxes.boxes(first)
        text = _typed(fields, known, first) if known else await self._sent_back(envelope, fields, written)
        block = edit_boxes.box(0) if known else "file"
        if not text.strip():
            raise FieldError(block, editing.NOTHING)
        if len(text) > editing.MOST:
            raise FieldError(block, editing.TOO_LONG)
        return text

    async def _sent_back(self, envelope: Envelope, fields: dict[str, Any], written: Draft) -> str:
        """Return the text of the file that was sent back.

        Raises:
            FieldError: there is no file, or none of text.
        """
        files = [file for file in fields.get("file") or () if isinstance(file, dict)]
        if not files:
            raise FieldError("file", "Add the edited file.")
        if not str(files[0].get("name") or "").lower().endswith(edit_by_file.ENDINGS):
            raise FieldError("file", edit_by_file.OTHER_FILE)
        try:
            async with asyncio.timeout(READING):
                _, data = await self.material.whole(files[0], envelope.user)
            return unframed(clean(data.decode("utf-8-sig")), written)
        except TimeoutError:
            raise FieldError("file", "Slack was too slow. Press Approve once more.") from None
        except UnicodeDecodeError:
            raise FieldError("file", "That is no text: save it as UTF-8.") from None
        except Unreadable as no:
            raise FieldError("file", f"It could not be read: {no}"[:150]) from None

    async def _follow(self, envelope: Envelope, editor: Editor, version: int) -> None:
        """Draw the window beneath again, and the message, once the checks are done; say so where they take long."""
        under = back_to(envelope, editor.under)
        waited = 0.0
        while waited < PATIENCE and await self._looks(editor.value.key, version):
            await asyncio.sleep(LOOK)
            waited += LOOK
            if under is not None and SHOWN <= waited < SHOWN + LOOK:
                await self.redrawer.show(under)
        if editor.place is not None:
            await self.desk.ledger.do(posting.redraw_soon, self.desk.team, editor.place)
        if under is not None:
            await self.redrawer.show(under)

    async def _looks(self, key: str, version: int) -> bool:
        return await self.desk.ledger.see(editing.looking, self.desk.team, key, version)

    async def with_kept(self, envelope: Envelope) -> Answer:
        """Open the editor on what is there now, with a text that came too late."""
        key = ids.key(envelope.value) or "-"
        now, _ = await self.late.find(envelope, key)
        return Open(await self._editor(envelope, Editor(value=ids.Value(now.key, now.draft_version), kept=key)))


def _pressed(envelope: Envelope) -> Editor:
    """Return the editor of the draft whose button was pressed.

    Raises:
        Refused: the button carries none.
    """
    return Editor(value=pressed(envelope), place=envelope.place, under=beneath(envelope))


def _typed(fields: dict[str, Any], known: tuple[Part, ...], first: str) -> str:
    """Return the text of the boxes; as it was, to the letter, where nobody changed it."""
    texts = [clean(text) for text in edit_boxes.sent(fields, known)]
    same = all(text == clean(part.text) for text, part in zip(texts, known, strict=True))
    return first if same else together(known, texts)
