"""The forms of assigning: a new task, an edited one, a message, and words that were refused."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Done, FieldError, Open, at_field
from bot.routes.route import Route, RouteKind, form, opens
from bot.surfaces import form_checks
from bot.surfaces.assign import Assigning
from bot.surfaces.fields import NEVER_DECIDES, NOT_BOTH, field
from bot.surfaces.kept_brief import read_brief, write_brief
from bot.surfaces.material import Material
from bot.surfaces.quoted import carried, quoted, title_in
from bot.surfaces.unfinished import Unfinished
from bot.views import forms, ids
from bot.views.kit import Block
from bot.views.series import series
from bot.words.said_in import words_of
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import keeping, receiving
from storage.ledger.tasks import assigning, receipts
from storage.rules.authority import Action
from storage.rules.brief import Parsed
from storage.rules.only_new import check_edit
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.series import Standing
from storage.rules.refusal import Refused
from storage.rules.rhythms import read_again
from storage.rules.rows_of import read_list
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.task import Task
from storage.rules.values.worker import agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The surface for the forms that make or change a task."""

    desk: Desk
    assigning: Assigning
    material: Material
    kept: Unfinished

    def routes(self) -> tuple[Route, ...]:
        """Return the forms, and the button and the shortcut that open them."""
        return (
            opens(ids.EDIT, self.edit),
            Route(RouteKind.SHORTCUT, ids.HAND_OFF, self.hand_off),
            form(ids.ASSIGN_VIEW, self.submit),
            form(ids.HANDOFF_VIEW, self.submit),
            form(ids.EDIT_VIEW, self.submit),
        )

    async def edit(self, envelope: Envelope) -> Answer:
        """Open the form of a task with its brief, to be changed."""
        task = await self.desk.ledger.see(assigning.editable, envelope.claim, ids.key(envelope.value) or "-")
        due = forms.due_text(task.brief.due, await self.desk.zone(envelope.user))
        return Open(forms.edit(self.desk.agents, task, task.brief, task.key, due))

    async def hand_off(self, envelope: Envelope) -> Answer:
        """Open the form for a message; its text, place and files are kept in the ledger, not in the form."""
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        words = await quoted(self.desk, words_of(envelope.message))
        key = await self.desk.ledger.do(keeping.hold, envelope.team, carried(envelope, words))
        return Open(await self._carrying(envelope, key, words))

    async def _carrying(self, envelope: Envelope, key: str, words: Said) -> Block:
        """Return the form for a message that is kept under a key."""
        message, text = envelope.message, words.text.strip()
        author = str(message.get("user") or "")
        threaded = bool(message.get("thread_ts") or message.get("reply_count"))
        return forms.assign(
            self.desk.agents,
            brief=Brief(goal=await title_in(self.desk, words, envelope.user), worker=agent(forms.PICK)),
            metadata=key,
            callback=ids.HANDOFF_VIEW,
            title="Assign this",
            above=forms.carried(author, envelope.channel, text, threaded),
        )

    async def submit(self, envelope: Envelope) -> Answer:
        """Take a form: check it now, keep it, and work on it after the acknowledgement, since files must be read."""
        fields = forms.values(envelope.state)
        parsed = await self._filled(envelope, fields)
        if envelope.name == ids.EDIT_VIEW:
            await self._check_edit(envelope, parsed)
        brief = self._brief(parsed)
        what = {
            "kind": envelope.name,
            "user": envelope.user,
            "metadata": envelope.metadata.partition("\n")[0],
            "brief": write_brief(brief),
            "due_text": parsed.due_text,
            "files": [f for f in fields.get("files") or () if isinstance(f, dict)],
        }
        with contextlib.suppress(Duplicate):
            await self.desk.ledger.do(receiving.keep, envelope.team, envelope.dedup, what)
        return Done()

    def _brief(self, parsed: Parsed) -> Brief:
        try:
            return self.desk.brief(parsed)
        except Refused as refusal:
            raise FieldError("goal", refusal.why) from None

    async def _filled(self, envelope: Envelope, fields: dict[str, Any]) -> Parsed:
        goal, worker = fields.get("goal"), forms.own_worker(fields.get("worker"))
        if not isinstance(goal, str) or not goal.strip():
            raise FieldError("goal", "Say what should be done.")
        if fields.get("worker") is None or (worker is not None and worker not in self.desk.agents):
            raise FieldError("worker", "Pick an agent of the list.")
        user = forms.user(fields.get("colleague"))
        if user is not None and worker is not None:
            raise FieldError("colleague", NOT_BOTH)
        words = Said(goal, await self._names(envelope))
        try:
            parsed = await self.desk.parse(words, envelope.user)
        except Refused as no:
            raise FieldError("goal", no.why) from None
        due = await self._due(envelope, str(fields.get("due") or ""))
        reviewer = forms.user(fields.get("reviewer"))
        if reviewer == self.desk.bot_user:
            raise FieldError("reviewer", NEVER_DECIDES)
        stream = str(fields.get("stream") or "").strip()
        channel = words.ids.get(stream.lower())
        if stream and channel is None:
            await form_checks.check_stream(self.desk, stream)
        return replace(
            parsed,
            worker=None if user else worker or parsed.worker,
            colleague=user or (None if worker else parsed.colleague),
            criteria=parsed.criteria + tuple(forms.lines(fields.get("criteria"))),
            due=due.due if due else parsed.due,
            due_text=due.due_text if due else parsed.due_text,
            stream=None if channel else stream or parsed.stream,
            stream_channel=channel or parsed.stream_channel,
            reviewer=reviewer or parsed.reviewer,
            urgent=parsed.urgent or "urgent" in forms.texts(fields.get("urgent")),
            public=parsed.public or "public" in forms.texts(fields.get("urgent")),
            to=tuple(dict.fromkeys((*parsed.to, *forms.texts(fields.get("to"))))),
            versions=max(parsed.versions, forms.number(fields.get("versions"))),
            again=field("again", read_again, fields) or parsed.again,
            each=field("each", read_list, fields) if fields.get("each") else parsed.each,
        )

    async def _names(self, envelope: Envelope) -> Mapping[str, str]:
        """Return whom and what the words named that a form was filled from, each with its id."""
        if envelope.name != ids.HANDOFF_VIEW:
            return {}
        content = await self.desk.ledger.see(keeping.kept, envelope.team, ids.read_origin(envelope.metadata)[0])
        return (content or {}).get("ids") or {}

    async def _due(self, envelope: Envelope, text: str) -> Parsed | None:
        if not text.strip():
            return None
        try:
            return await form_checks.read_due(self.desk, envelope.user, text)
        except Refused as no:
            if (unchanged := await self._unchanged_due(envelope, text)) is not None:
                return unchanged
            raise FieldError("due", no.why) from None

    async def _check_edit(self, envelope: Envelope, parsed: Parsed) -> None:
        """Check that a task can be changed in the way that its form asks for.

        Raises:
            FieldError: it asks what no edit can change.
        """
        with contextlib.suppress(Refused):  # whoever may not edit is told so after the acknowledgement
            target = await self._edited(envelope)
            with at_field("goal"):
                check_edit(target, parsed)

    async def _edited(self, envelope: Envelope) -> Task:
        """Return the task that a form changes, where it is theirs to see."""
        about = envelope.metadata.partition("\n")[0]
        held = await self._held(envelope, about)
        return await self.desk.ledger.see(access.task, envelope.claim, Action.READ, key=str(held.get("task") or about))

    async def _unchanged_due(self, envelope: Envelope, text: str) -> Parsed | None:
        """Return the due time of an overdue task where its form still says it; None where it says anything else."""
        if envelope.name != ids.EDIT_VIEW:
            return None
        about = envelope.metadata.partition("\n")[0]
        held, task = await self._held(envelope, about), await self._edited(envelope)
        zone = await self.desk.zone(envelope.user)
        dues = [task.brief.due, *([read_brief(held["brief"]).due] if "brief" in held else [])]
        due = next((due for due in dues if due is not None and text.strip() == forms.due_text(due, zone)), None)
        return Parsed(goal="", title="", due=due, due_text=text.strip()) if due is not None else None

    async def finish(self, content: dict[str, Any], key: str) -> None:
        """Make or change the task of a form after the acknowledgement, and answer where the form was asked for."""
        user, (about, response_url) = str(content["user"]), ids.read_origin(str(content["metadata"]))
        envelope = Envelope(
            kind="form", team=self.desk.team, user=user, channel="", dedup=key, response_url=response_url
        )
        brief, note, replaces = read_brief(content["brief"]), "", False
        made: Receipt | Standing
        try:
            await self._check(envelope, content["kind"], about)  # before anything of theirs is read
            brief = replace(brief, sources=await self.material.files_of(content["files"], user))
            if content["kind"] == ids.EDIT_VIEW:
                made = changed = await self._edit(envelope, about, brief)
                envelope = replace(envelope, channel=changed.task.source.channel)
            elif content["kind"] == ids.HANDOFF_VIEW:
                envelope, made, note = await self._hand_off(envelope, about, brief)
                replaces = bool(response_url)  # the words that were refused, and the button under them
            else:
                envelope = replace(envelope, channel=about)
                made = await self.assigning.make(envelope, brief, Place(about), f"{key}:task")
        except Refused as refusal:
            await self._refuse(envelope, content, about, refusal.why)
            return
        unclear = Parsed(goal=brief.goal, title=brief.title, due=brief.due, due_text=str(content.get("due_text") or ""))
        odd = self.desk.unclear_dates(unclear, await self.desk.zone(user), self.desk.now)
        await self.desk.whisper(envelope, series.answer(made, self.desk.now, odd, note), replace=replaces)

    async def _check(self, envelope: Envelope, kind: str, about: str) -> None:
        """Check that a person may fill in a form.

        Raises:
            Refused: they may not fill in this form.
        """
        if kind == ids.EDIT_VIEW:
            key = str((await self._held(envelope, about)).get("task") or about)
            await self.desk.ledger.see(assigning.editable, envelope.claim, key)
        else:
            await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)

    async def _held(self, envelope: Envelope, about: str) -> dict[str, Any]:
        """Return what was kept of a form that was refused before; empty where this is its first time."""
        with contextlib.suppress(Refused):
            return await self.kept.own(envelope, about)
        return {}

    async def _refuse(self, envelope: Envelope, form: dict[str, Any], about: str, why: str) -> None:
        """Say why nothing came of a form, and keep what it held."""
        content: dict[str, Any] = {"channel": about if form["kind"] == ids.ASSIGN_VIEW else ""}
        if form["kind"] == ids.EDIT_VIEW:
            content["task"] = about
        with contextlib.suppress(Refused):
            content = await self.kept.own(envelope, about) if form["kind"] != ids.ASSIGN_VIEW else content
        rest = "".join(source.text for source in await self.kept.rest(content, envelope.user))
        files = [*(content.get("files") or ()), *form["files"]]
        what = {**content, "brief": form["brief"], "files": files, "rest": rest, "why": why}
        done = "changed" if form["kind"] == ids.EDIT_VIEW else "created"
        envelope = replace(envelope, channel=str(content["channel"]))
        await self.desk.whisper(envelope, await self.desk.keep(envelope, why, what, done))

    async def _edit(self, envelope: Envelope, about: str, brief: Brief) -> Receipt:
        """Change a task.

        Args:
            about: its key, or that of an edit that was refused before.

        Raises:
            Refused
        """
        key = about
        if content := await self._held(envelope, about):
            files = await self.material.files_of(content.get("files") or (), envelope.user)
            rest = await self.kept.rest(content, envelope.user)
            key, brief = str(content["task"]), replace(brief, sources=(*files, *rest, *brief.sources))
        brief = await self.assigning.checked(envelope, brief)
        try:
            return await self.desk.ledger.do(assigning.edit, envelope.claim, key, brief, f"{envelope.dedup}:task")
        except Duplicate as before:
            return await self.desk.ledger.see(receipts.receipt, envelope.claim, before.subject)

    async def _hand_off(self, envelope: Envelope, key: str, brief: Brief) -> tuple[Envelope, Receipt | Standing, str]:
        """Return where to answer, the receipt, and what has to be said of the place.

        Args:
            key: of what was kept when the form was opened.

        Raises:
            Refused
        """
        content = await self.kept.own(envelope, key)
        material = await self.material.gather(content)
        rest = await self.kept.rest(content, envelope.user)
        brief = replace(brief, sources=(*material.sources, *rest, *brief.sources))
        response_url = envelope.response_url or str(content.get("response_url") or "")
        envelope = replace(envelope, channel=material.place.channel, response_url=response_url)
        task = await self.assigning.make(envelope, brief, material.place, f"{envelope.dedup}:task")
        return envelope, task, material.note
