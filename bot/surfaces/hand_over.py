"""Handing over: who shall work on a task, or decide on it, from now on."""

import contextlib
import re
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.assign import Assigning
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.surfaces.window import back_to, beneath, close
from bot.views import forms, ids, owed_forms
from storage.ledger import access
from storage.ledger.colleagues import reassigning
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import deciding
from storage.ledger.decisions.deciding import Click
from storage.ledger.messages import posting
from storage.rules.authority import Action
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Problem
from storage.rules.values.place import Place
from storage.rules.values.task import State, Task
from storage.rules.values.worker import Worker, agent, colleague

log = structlog.get_logger()

NOBODY = "Choose a colleague, or an agent."


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The surface for giving a task to another worker or reviewer."""

    desk: Desk
    deciding: Deciding
    assigning: Assigning

    def register(self, app: AsyncApp) -> None:
        """Register the buttons and the form."""
        app.action(ids.GIVE_NAMED)(self.give_named)
        app.action(ids.WAIT_FOR)(self.wait)
        app.action(ids.GIVE_TO)(self.give_to)
        app.action(ids.GIVE_TASK)(self.give_task)
        app.view(ids.GIVE_VIEW)(self.give)

    async def give_named(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Give the task to the colleague that its worker named."""
        value = ids.parse(envelope.value)
        named = ""
        try:
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.REASSIGN, value.key if value else "-")
            named = item.about.named if isinstance(item.about, Problem) else ""
            await self.assigning.meet(envelope, colleague(named))
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await self.deciding.decide(ack, envelope, Verdict.GIVE, note=str(colleague(named)))

    async def wait(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Leave the task with who has it; who gave it back is asked again."""
        value, note = ids.parse(envelope.value), ""
        with contextlib.suppress(Refused):  # the decision says so
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.REASSIGN, value.key if value else "-")
            note = str(item.task.brief.worker) if item.task.state is State.DECLINED else ""
        await self.deciding.decide(ack, envelope, Verdict.WAIT, note=note)

    async def give_to(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks who should do it, from the card of a task that waits for that."""
        await ack()
        self.desk.after(self._open_item(envelope), envelope)

    async def _open_item(self, envelope: Envelope) -> None:
        """
        Raises:
            Refused: it is not theirs, or does not wait any more.
        """
        value = ids.parse(envelope.value)
        if value is None:
            raise Refused(OUT_OF_DATE)
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.REASSIGN, value.key)
        if not item.open or item.decision is not None:
            raise Refused(OUT_OF_DATE)
        place = envelope.place or Place("")
        view = owed_forms.give(
            item.task, self.desk.agents, f"{value}|{place.channel}|{place.ts or ''}\n{beneath(envelope)}"
        )
        await self.desk.open(envelope, view)

    async def give_task(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks who should do it, or decide, for any open task."""
        await ack()
        self.desk.after(self._open_task(envelope), envelope)

    async def _open_task(self, envelope: Envelope) -> None:
        """
        Raises:
            Refused: it is not theirs, or closed.
        """
        key = ids.key(envelope.value) or "-"
        task = await self.desk.ledger.see(reassigning.reassignable, envelope.claim, key)
        await self.desk.open(envelope, owed_forms.give(task, self.desk.agents, task.key))

    async def give(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take the form: from a card it is a decision, else it is done at once."""
        first, _, line = envelope.metadata.partition("\n")
        named, channel, ts = (*first.split("|"), "", "")[:3]
        filled = forms.values(envelope.state)
        worker, reviewer = self._worker(filled), str(filled.get("reviewer") or "")
        place = Place(channel, ts) if re.fullmatch(r"[CGD]\w+", channel) and ts else None
        value, given = ids.parse(named), None
        try:
            if self.desk.bot_user in (reviewer, worker.name if worker else ""):
                raise Refused("I can neither do it nor decide: choose a colleague or an agent.")
            if worker is not None and worker.is_person:
                await self.assigning.meet(envelope, worker)
            if value is not None and worker is not None and not reviewer:
                click = Click(key=value.key, version=value.version, place=place, dedup=envelope.dedup)
                await self.desk.ledger.do(deciding.decide, envelope.claim, click, Verdict.GIVE, note=str(worker))
            else:
                given = await self._reassign(envelope, named, worker, reviewer)
        except Duplicate:
            log.info("give.duplicate")
        except Refused as no:
            await ack(response_action="errors", errors={"colleague": no.why})
            return
        if given is not None and place is None:
            await ack(response_action="update", view=owed_forms.given(given))
            return
        await close(ack, line)
        if (under := back_to(envelope, line)) is not None:
            self.desk.after(self.deciding.show(under), envelope)
        if place is not None:
            await self.desk.ledger.do(posting.redraw_soon, self.desk.team, place)

    async def _reassign(self, envelope: Envelope, named: str, worker: Worker | None, reviewer: str) -> Task:
        """
        Raises:
            Refused, Duplicate
        """
        if worker is None and not reviewer:
            raise Refused(NOBODY)
        value = ids.parse(named)
        key = ids.key(named) or "-"
        if value is not None:
            key = (await self.desk.ledger.see(access.item, envelope.claim, Action.REASSIGN, value.key)).task.key
        claim, dedup = envelope.claim, envelope.dedup
        return await self.desk.ledger.do(
            reassigning.reassign, claim, key, worker=worker, reviewer=reviewer, dedup=dedup
        )

    def _worker(self, filled: dict[str, Any]) -> Worker | None:
        """Return the worker who was chosen: a colleague before an agent; None where nobody was."""
        if isinstance(user := filled.get("colleague"), str) and user:
            return colleague(user)
        name = filled.get("agent")
        return agent(name) if isinstance(name, str) and name in self.desk.agents else None
