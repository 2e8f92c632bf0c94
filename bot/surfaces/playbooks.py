"""Playbooks: `/sluice playbook`, the forms that save and run one."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.people.acquaintances import MOMENT
from bot.routes.answers import Answer, Close, Open, Update, at_field
from bot.routes.route import Route, form, opens
from bot.surfaces.assign import Assigning
from bot.surfaces.playbook_memory import metadata_of, read_metadata
from bot.surfaces.playbook_usage import mended
from bot.views import forms, ids
from bot.views.kit import Block, Message
from bot.views.playbook import playbook, playbook_running, playbook_saving
from bot.views.playbook.playbook_running import CLAUSES
from bot.views.playbook.playbook_saving import ALL, EXAMPLES
from bot.views.sentence import sentence
from bot.views.series import series
from bot.words.mentions import by_id, by_name, mentioned
from storage.ledger import access
from storage.ledger.messages import keeping
from storage.ledger.playbooks import playbooks
from storage.ledger.playbooks.playbooks import New, NoPlaybook
from storage.ledger.series import series_status
from storage.rules.authority import UNKNOWN, Action
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.streams import Playbook
from storage.rules.playbook import PARAMETERS, Call, fill, key, missing, name_of, parameters, read_call, text_of
from storage.rules.refusal import Reason, Refused
from storage.rules.values.place import Place
from storage.rules.words import FIELD

ANEW = "+"  # what the form of a playbook is of that is made of no task
NAMED = 20  # people and channels that a form remembers
GONE = "I don't have what you typed any more. Run it again: `/sluice playbook list` shows all."
_SAVE = re.compile(r"save\s+t-?(?P<task>[0-9]{1,9}(?:\.[0-9]{1,4})?)\s+as\s+(?P<name>.+)", re.I)
_BEHIND = re.compile(r"\s*\S+\s+\S+\s+[^\s;]+[\s;]*(?P<line>.*)", re.S)  # “playbook run NAME” and what follows
_VERB = re.compile(r"(?P<verb>run|edit|delete)\s+(?P<name>[^\s;]+)[\s;]*(?P<rest>.*)", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Playbooks:
    """The surface for playbooks."""

    desk: Desk
    assigning: Assigning

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of the list, and the forms."""
        return (
            opens(ids.PLAYBOOK_RUN, self.open_run),
            opens(ids.PLAYBOOK_FILL, self.fill_in),
            opens(ids.PLAYBOOK_EDIT, self.open_edit),
            form(ids.PLAYBOOK_VIEW, self.save),
            form(ids.PLAYBOOK_RUN_VIEW, self.submit),
        )

    async def answer(self, envelope: Envelope, text: str, number: int = 0) -> Message | None:
        """Return the answer to what follows `/sluice playbook`; None where a form is opened instead.

        Raises:
            Refused
        """
        if not text or text.lower() == "list":
            shown = await self.desk.ledger.see(playbooks.list_playbooks, envelope.claim)
            return playbook.listing(shown, envelope.user, number)
        if saving := _SAVE.fullmatch(text):
            await self._save_form(envelope, saving["task"], saving["name"])
            return None
        typed = _VERB.fullmatch(text)
        if typed is None:
            raise Refused(mended(text))
        verb, name = typed["verb"].lower(), f"{typed['name']} {typed['rest']}".strip()
        try:
            if verb == "run":
                return await self._run(envelope, typed["name"])
            if verb == "edit":
                target = await self.desk.ledger.see(playbooks.changeable, envelope.claim, name)
                self.desk.after(self._open_change(envelope, target), envelope)
                return None
            gone = await self.desk.ledger.do(playbooks.delete, envelope.claim, name)
        except NoPlaybook as no:
            return playbook.unknown(no.why, no.near, verb)
        return sentence(f"“{gone.name}” is deleted. The tasks that it made stay.")

    async def _save_form(self, envelope: Envelope, task: str, name: str) -> None:
        """Open the form of a new playbook, with the text of a task and of the steps of its chain, or of a series.

        Args:
            task: the name of the task or the series, without “T-”.

        Raises:
            Refused: also where the text is longer than a form takes.
        """
        slug = name_of(name)
        about, text = await self._typed(envelope, task)
        if len(text) > FIELD:
            raise Refused(f"T-{task} has {len(text):,} characters; a playbook's form takes {FIELD:,}.")
        self.desk.after(self._open_saving(envelope, slug, about, text), envelope)

    async def _open_saving(self, envelope: Envelope, slug: str, about: str, text: str) -> None:
        shown, named = await self._by_name(text)
        own = await self._own(envelope, slug)
        about = metadata_of(envelope, about, named)
        await self.desk.open(envelope, playbook_saving.save_form(slug, shown, about, replaces=own))

    async def _own(self, envelope: Envelope, slug: str) -> Playbook | None:
        """Return a person's own playbook of a name; None where they have none."""
        try:
            there = await self.desk.ledger.see(playbooks.changeable, envelope.claim, slug)
        except Refused:
            return None
        return there if there.owner == envelope.user else None

    async def _typed(self, envelope: Envelope, task: str) -> tuple[str, str]:
        """Return what names a task or a series in the form, and its text with that of the steps of its chain.

        Raises:
            Refused
        """
        try:
            source, steps = await self.desk.ledger.see(playbooks.saved_from, envelope.claim, f"T-{task}")
        except Refused as no:
            if no.reason is not Reason.UNKNOWN:
                raise
            number = int(task.partition(".")[0])
            briefs, many_times, owner = await self.desk.ledger.see(series_status.as_typed, envelope.claim, number)
            return ANEW, text_of(briefs, many_times, owner)
        briefs = tuple(replace(step.brief, flows=step.flows or step.brief.flows) for step in steps)
        return source.key, text_of(briefs, owner=steps[0].assigner)

    async def _by_name(self, text: str) -> tuple[str, dict[str, str]]:
        """Return a playbook's text with people by name, and who each is. Some keep their ids: of very many, whom Slack
        does not tell in a moment, and all where names would make it longer than a form takes."""
        users = dict(list(mentioned(text).items())[:NAMED])
        try:
            async with asyncio.timeout(MOMENT):
                names = await self.desk.names(users)
        except TimeoutError:
            names = await self.desk.names(users, ask=False)
        shown, named = by_name(text, users | names)
        return (shown, named) if len(shown) <= FIELD else (text, {})

    async def _open_change(self, envelope: Envelope, target: Playbook) -> None:
        await self.desk.open(envelope, await self._change_form(envelope, target))

    async def _change_form(self, envelope: Envelope, target: Playbook) -> Block:
        shown, named = await self._by_name(target.text)
        return playbook_saving.save_form(target.name, shown, metadata_of(envelope, f"/{target.name}", named), target)

    async def open_edit(self, envelope: Envelope) -> Answer:
        """Open the form of a playbook that a button names."""
        target = await self.desk.ledger.see(playbooks.changeable, envelope.claim, str(envelope.value))
        return Open(await self._change_form(envelope, target))

    async def save(self, envelope: Envelope) -> Answer:
        """Save the form; what can't be one is shown as an error at its field."""
        filled, (known, named) = forms.values(envelope.state), read_metadata(envelope.metadata)
        about, response_url = known["name"], known["answer"]
        changed = about.startswith("/")
        new = New(
            name=about[1:] if changed else str(filled.get("name") or ""),
            text=by_id(str(filled.get("text") or ""), named),
            shared=filled.get("who") == ALL,
            examples=EXAMPLES in (filled.get("examples") or ()),
            source="" if changed or about == ANEW else ids.key(about) or "-",
            anew=about == ANEW,
        )
        with at_field("name"):
            name_of(new.name)
        with at_field("text"):
            saved = await self.desk.ledger.do(playbooks.save, envelope.claim, new)
        asked = replace(envelope, response_url=response_url)
        return Close(then=lambda: self.desk.whisper(asked, playbook_saving.saved(saved)))

    async def _run(self, envelope: Envelope, name: str) -> Message:
        """Assign what a playbook says, with the values and clauses behind its name.

        Raises:
            Refused
        """
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        target = await self.desk.ledger.see(playbooks.find, envelope.claim, name)
        line = _BEHIND.match(envelope.text)
        words = await self.desk.said(line["line"] if line else "", ask=False)
        call = read_call(words.text, target.text)
        if lacks := missing(target.text, call.values):
            what = {"line": words.text, "ids": dict(words.ids), "channel": envelope.channel}
            what |= {"user": envelope.user, "playbook": target.name}
            stored = await self.desk.ledger.do(keeping.hold, envelope.team, what)
            return playbook_running.lacking(target.name, lacks, call, stored)
        return await self._assign(envelope, target, call, words.ids)

    async def _assign(self, envelope: Envelope, target: Playbook, call: Call, ids_: Mapping[str, str]) -> Message:
        """Assign a playbook that has all it needs, and return the receipt.

        Args:
            ids_: whom and what the clauses name.

        Raises:
            Refused
        """
        filled = replace(fill(target.text, call), own=target.owner == envelope.user)
        own = await self.desk.said(filled.text, ask=False)
        words = Said("; ".join(filter(None, (own.text, filled.clauses))), {**own.ids, **ids_})
        example = await self.desk.ledger.see(playbooks.example, envelope.claim, target)
        place = Place(envelope.channel)
        assigned, odd = await self.assigning.assign(
            envelope, words, place, envelope.dedup, sources=example, change=filled.put
        )
        if isinstance(assigned, Receipt):
            await self.desk.ledger.do(playbooks.ran, envelope.claim, target.name, assigned.task.key)
        return series.answer(assigned, self.desk.now, odd)

    async def open_run(self, envelope: Envelope) -> Answer:
        """Open the form that runs a playbook which a button names."""
        what = {"user": envelope.user, "playbook": str(envelope.value), "line": "", "channel": envelope.channel}
        return await self._run_form(envelope, what)

    async def fill_in(self, envelope: Envelope) -> Answer:
        """Open the form of a run with what was typed already."""
        what = await self.desk.ledger.see(keeping.kept, envelope.team, ids.key(envelope.value) or "-")
        if what is None:
            raise Refused(GONE)
        if what.get("user") != envelope.user or "playbook" not in what:
            raise Refused(UNKNOWN)
        return await self._run_form(envelope, what)

    async def _run_form(self, envelope: Envelope, what: Mapping[str, Any]) -> Answer:
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        target = await self.desk.ledger.see(playbooks.find, envelope.claim, str(what["playbook"]))
        call = read_call(str(what["line"]), target.text)
        about: dict[str, Any] = {"name": target.name, "channel": what["channel"], "answer": envelope.response_url}
        about |= {"ids": dict(list((what.get("ids") or {}).items())[:NAMED]), "version": str(target.version)}
        about["fields"] = "\n".join(parameters(target.text)[:PARAMETERS])
        return Open(
            playbook_running.run_form(target, call.values, call.clauses[:FIELD], json.dumps(about, ensure_ascii=False))
        )

    async def submit(self, envelope: Envelope) -> Answer:
        """Assign what the form of a run says; the receipt comes where the form was asked for."""
        filled, (about, named) = forms.values(envelope.state), read_metadata(envelope.metadata)
        with at_field(CLAUSES):
            target = await self.desk.ledger.see(playbooks.find, envelope.claim, about["name"])
        names = about["fields"].splitlines()
        values = {key(name): str(filled.get(playbook_running.block_of(n)) or "") for n, name in enumerate(names)}
        call = Call(values=values, clauses=str(filled.get(CLAUSES) or "").strip("; \n"))
        if about["version"] != str(target.version):
            now = {**about, "version": str(target.version), "fields": "\n".join(parameters(target.text)[:PARAMETERS])}
            remembered = json.dumps({**now, "ids": named}, ensure_ascii=False)
            return Update(playbook_running.run_form(target, values, call.clauses, remembered, changed=True))
        asked = replace(envelope, channel=about["channel"], response_url=about["answer"])
        with at_field(CLAUSES):
            answer = await self._assign(asked, target, call, named)
        return Close(then=lambda: self.desk.whisper(asked, answer))
