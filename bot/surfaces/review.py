"""Open: the whole of a task in a modal; a draft that is too long for it is attached in direct messages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.slack import Later, Never, Unclear
from bot.outbound.slack_files import SlackFiles
from bot.surfaces.window import beneath
from bot.views import brought, forms, ids, receipt, review
from storage.ledger import access
from storage.ledger.decisions import deciding
from storage.ledger.queries import reading
from storage.rules.authority import Action
from storage.rules.pages.cards import Whole
from storage.rules.refusal import Refused
from storage.rules.values.brief import Source
from storage.rules.values.draft import File
from storage.rules.values.place import Place

log = structlog.get_logger()

ASK = "What I read of it stands in the task. For the file itself, ask who assigned the task."


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The surface for Open: a task in a modal, and the files that go with it."""

    desk: Desk
    files: SlackFiles

    def register(self, app: AsyncApp) -> None:
        """Register Open, and the buttons that show a task or add a file."""
        app.action(re.compile(rf"^{ids.OPEN}(\.\d{{1,3}})?$"))(self.open)
        app.action(ids.SHOW_TASK)(self.show_task)
        app.action(ids.NEW_FILE)(self.new_file)

    async def open(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the task of an item in a modal."""
        await ack()
        value = ids.parse(envelope.value)
        self.desk.after(self._open(envelope, value.key if value else "-"), envelope)

    async def _open(self, envelope: Envelope, key: str) -> None:
        try:
            page = await self.desk.ledger.see(reading.whole, envelope.claim, key=key)
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        await self._view(envelope, page)

    async def _view(self, envelope: Envelope, page: Whole) -> None:
        view = review.whole(page, envelope.user, self.desk.now, self.desk.hosts)
        await self.desk.open(envelope, view)
        await self.bring(envelope, page)

    async def bring(self, envelope: Envelope, page: Whole, again: bool = True) -> None:
        """Attach what a modal can't show in direct messages.

        Args:
            again: also where the person has looked at it before.
        """
        item = page.item
        first = item is not None and await self.desk.ledger.do(deciding.opened, envelope.claim, item.key)
        if not (first or again):
            return
        material = brought.attached(page.task, envelope.user, self.desk.hosts)
        await self._attach(envelope, (*material, *review.attached(page, first, self.desk.hosts)))
        if files := brought.files(page.task, envelope.user):
            await self._bring_files(envelope, files)

    async def _attach(self, envelope: Envelope, files: tuple[File, ...]) -> None:
        """What a modal can't show comes in direct messages."""
        if not files:
            return
        try:
            channel = await self.desk.slack.open_dm(envelope.user)
            for file in files:
                await self.files.share(Place(channel), {await self.files.upload(file): file.name})
        except (Later, Never, Unclear) as error:
            log.info("attach.refused", why=str(error))
            names = ", ".join(file.name for file in files)
            why = f"I could not attach {names} (Slack says: {error}). Press Open again to try it once more."
            await self.desk.tell("", envelope.user, receipt.refusal(why))

    async def _bring_files(self, envelope: Envelope, files: Sequence[Source]) -> None:
        """Bring the files of a brief to the colleague who works with them, all in one message."""
        uploaded, lost = dict[str, str](), list[str]()
        for file in files:
            try:
                uploaded[await self._copy(file)] = file.name
            except (Never, Later, Unclear) as error:
                log.info("file.refused", why=str(error))
                lost.append(file.name)
        try:
            if uploaded:
                await self.files.share(Place(await self.desk.slack.open_dm(envelope.user)), uploaded)
        except (Never, Later, Unclear) as error:
            log.info("attach.refused", why=str(error))
            lost += uploaded.values()
        if lost:
            why = f"Slack does not give me {', '.join(lost)} now. {ASK}"
            await self.desk.tell("", envelope.user, receipt.refusal(why))

    async def _copy(self, file: Source) -> str:
        """Return the id of a new copy of a file in Slack, which nobody sees yet.

        Raises:
            Never, Later, Unclear: also where the file is not there any more.
        """
        described = await self.files.describe({"id": file.file})
        data = await self.files.read(described)
        if data is None:
            raise Never("file_not_found")
        return await self.files.upload(File(file.name, str(described.get("mimetype") or ""), data))

    async def show_task(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Show a task in a modal."""
        await ack()
        self.desk.after(self._show_task(envelope), envelope)

    async def _show_task(self, envelope: Envelope) -> None:
        try:
            found = await self.desk.ledger.see(
                access.task, envelope.claim, Action.READ, key=ids.key(envelope.value) or "-"
            )
            number, run = found.named
            page = await self.desk.ledger.see(reading.whole, envelope.claim, number=number, run=run)
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        await self._view(envelope, page)

    async def new_file(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the brief's form for a new file; when it is saved, the task starts again."""
        await ack()
        self.desk.after(self._new_file(envelope), envelope)

    async def _new_file(self, envelope: Envelope) -> None:
        """The brief's form, for its file field; saving it starts the task again."""
        value = ids.parse(envelope.value)
        try:
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.EDIT, value.key if value else "-")
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        person = await self.desk.person(envelope.user)
        task = item.task
        await self.desk.open(
            envelope,
            forms.assign(
                self.desk.agents,
                brief=task.brief,
                metadata="\n".join(part for part in (task.key, beneath(envelope)) if part),
                callback=ids.EDIT_VIEW,
                title=f"Edit {task.name}",
                submit="Start again",
                due=forms.due_text(task.brief.due, person.zone or "UTC"),
            ),
        )
