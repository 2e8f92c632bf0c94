"""Open: the whole of a task in a modal; a draft that is too long for it is attached in direct messages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack_files import SlackFiles
from bot.routes.answers import Answer, Open
from bot.routes.pressed import pressed_key
from bot.routes.route import Route, opens
from bot.routes.window import beneath
from bot.views import brought_texts, forms, ids
from bot.views.review import review, review_draft
from bot.views.sentence import sentence
from storage.ledger import access
from storage.ledger.decisions import looks
from storage.ledger.queries import reading
from storage.rules.authority import Action
from storage.rules.pages.whole import Whole
from storage.rules.values.draft import File
from storage.rules.values.place import Place
from storage.rules.values.source import Source

log = structlog.get_logger()

ASK = "What I read of it stands in the task. For the file itself, ask who assigned the task."


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The surface for Open: a task in a modal, and the files that go with it."""

    desk: Desk
    files: SlackFiles

    def routes(self) -> tuple[Route, ...]:
        """Return Open, and the buttons that show a task or add a file."""
        return (
            opens(re.compile(rf"^{ids.OPEN}(\.\d{{1,3}})?$"), self.open),
            opens(ids.SHOW_TASK, self.show_task),
            opens(ids.NEW_FILE, self.new_file),
        )

    async def open(self, envelope: Envelope) -> Answer:
        """Open the task of an item in a modal."""
        page = await self.desk.ledger.see(reading.whole, envelope.claim, key=pressed_key(envelope))
        return self._view(envelope, page)

    def _view(self, envelope: Envelope, page: Whole) -> Answer:
        view = review.whole(page, envelope.user, self.desk.now, self.desk.hosts)
        return Open(view, then=lambda: self.bring(envelope, page))

    async def bring(self, envelope: Envelope, page: Whole, again: bool = True) -> None:
        """Attach what a modal can't show in direct messages.

        Args:
            again: also where the person has looked at it before.
        """
        item = page.item
        first = item is not None and await self.desk.ledger.do(looks.opened, envelope.claim, item.key)
        if not (first or again):
            return
        material = brought_texts.attached(page.task, envelope.user, self.desk.hosts)
        await self._attach(envelope, (*material, *review_draft.attached(page, first, self.desk.hosts)))
        if files := brought_texts.files(page.task, envelope.user):
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
            await self.desk.tell("", envelope.user, sentence(why))

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
            await self.desk.tell("", envelope.user, sentence(why))

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

    async def show_task(self, envelope: Envelope) -> Answer:
        """Show a task in a modal."""
        key = ids.key(envelope.value) or "-"
        number, run = (await self.desk.ledger.see(access.task, envelope.claim, Action.READ, key=key)).named
        return self._view(envelope, await self.desk.ledger.see(reading.whole, envelope.claim, number=number, run=run))

    async def new_file(self, envelope: Envelope) -> Answer:
        """Open the brief's form, for its file field; when it is saved, the task starts again."""
        task = (await self.desk.ledger.see(access.item, envelope.claim, Action.EDIT, pressed_key(envelope))).task
        form = forms.assign(
            self.desk.agents,
            brief=task.brief,
            metadata="\n".join(part for part in (task.key, beneath(envelope)) if part),
            callback=ids.EDIT_VIEW,
            title=f"Edit {task.name}",
            submit="Start again",
            due=forms.due_text(task.brief.due, await self.desk.zone(envelope.user)),
        )
        return Open(form)
