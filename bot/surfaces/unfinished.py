"""What a person wrote and nothing came of: kept for them alone, and opened again as a filled form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Open
from bot.routes.route import Route, opens
from bot.surfaces.filled import Filled, as_brief
from bot.surfaces.kept_brief import read_brief
from bot.views import forms, ids
from bot.views.kit import Block
from storage.ledger.messages import keeping, receiving
from storage.ledger.tasks import assigning
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Refused
from storage.rules.values.source import Source
from storage.rules.words import split_long

GONE = "I don't have those words any more: they are kept for 30 days."


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The surface for a person's words that no task came of."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the button that opens them as a form."""
        return (opens(ids.AS_FORM, self.as_form),)

    async def as_form(self, envelope: Envelope) -> Answer:
        """Open a form that is filled with the person's words."""
        key = ids.key(envelope.value) or "-"
        content = await self.own(envelope, key)
        return Open(await self._form(envelope, key, content, await self.filled(content, envelope.user)))

    async def _form(self, envelope: Envelope, key: str, content: Mapping[str, Any], filled: Filled) -> Block:
        """Return the form of the task that was to be changed; that of a new task where there is none to change."""
        whys = filled.whys
        if "task" in content:
            try:
                task = await self.desk.ledger.see(assigning.editable, envelope.claim, str(content["task"]))
            except Refused as refusal:
                whys = (f"{refusal.why} Assign makes a new task of it.",)
            else:
                above = forms.refused(whys, len(filled.rest), "changed")
                return forms.edit(self.desk.agents, task, filled.brief, metadata=key, due=filled.due, above=above)
        return forms.assign(
            self.desk.agents,
            brief=filled.brief,
            metadata=ids.origin(key, envelope.response_url),
            callback=ids.HANDOFF_VIEW,
            due=filled.due,
            above=forms.refused(whys, len(filled.rest)),
        )

    async def own(self, envelope: Envelope, key: str) -> dict[str, Any]:
        """Return the words that were kept under a key, if they are of the person who asks.

        Raises:
            Refused: it is forgotten, or somebody else's.
        """
        content = await self.desk.ledger.see(keeping.kept, envelope.team, key)
        if content is None:
            raise Refused(GONE)
        if content.get("user") != envelope.user:
            raise Refused(UNKNOWN)
        return content

    async def filled(self, content: Mapping[str, Any], user: str) -> Filled:
        """Return the fields of a form with everything that a person wrote."""
        zone = await self.desk.zone(user)
        if "brief" in content:
            brief = read_brief(content["brief"])
            return Filled(
                brief=brief,
                due=forms.due_text(brief.due, zone),
                whys=(str(content.get("why")),),
                rest=str(content.get("rest") or ""),
            )
        said = Said(str(content.get("text") or ""), content.get("ids") or {})
        parsed, problems = await self.desk.read(said, user, receiving.kept_at(content))
        whys = [problem.why for problem in problems]
        try:
            self.desk.brief(parsed)
        except Refused as refusal:
            whys.append(refusal.why)
        due = next((p.value for p in problems if p.key == "by"), forms.due_text(parsed.due, zone))
        again = next((p.clause for p in problems if p.clause and p.key in ("every", "again")), parsed.again)
        return Filled(
            brief=replace(as_brief(parsed, said, self.desk.bot_user), again=again),
            due=due,
            whys=tuple(whys) or tuple(filter(None, (str(content.get("why") or ""),))),
            rest=split_long(parsed.goal)[1],
        )

    async def rest(self, content: Mapping[str, Any], user: str) -> tuple[Source, ...]:
        """Return as material the words that no field could hold."""
        text = (await self.filled(content, user)).rest if "brief" in content or "text" in content else ""
        return (Source("the brief", text),) if text.strip() else ()
