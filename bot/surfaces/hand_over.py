"""Handing over: who shall work on a task, or decide on it, from now on."""

import contextlib
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.about import about, read_about
from bot.routes.answers import Answer, Close, FieldError, Open, Update, at_field
from bot.routes.pressed import OUT_OF_DATE, pressed, pressed_key
from bot.routes.route import Route, form, opens, press
from bot.surfaces.assign import Assigning
from bot.surfaces.decide import Deciding
from bot.surfaces.fields import NEVER_DECIDES, NOT_BOTH
from bot.views import forms, give_task, ids
from storage.ledger import access
from storage.ledger.colleagues import reassigning
from storage.ledger.decisions import deciding
from storage.rules.authority import Action
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Problem
from storage.rules.values.task import State, Task
from storage.rules.values.worker import Worker, agent, colleague

NOBODY = "Choose a colleague, or an agent."


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The surface for giving a task to another worker or reviewer."""

    desk: Desk
    deciding: Deciding
    assigning: Assigning

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons and the form."""
        return (
            press(ids.GIVE_NAMED, self.give_named),
            press(ids.WAIT_FOR, self.wait),
            opens(ids.GIVE_TO, self.give_to),
            opens(ids.GIVE_TASK, self.give_task),
            form(ids.GIVE_VIEW, self.give),
        )

    async def give_named(self, envelope: Envelope) -> Answer:
        """Give the task to the colleague that its worker named."""
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.REASSIGN, pressed_key(envelope))
        named = colleague(item.about.named if isinstance(item.about, Problem) else "")
        await self.assigning.meet(envelope, named)
        return await self.deciding.decide(envelope, Verdict.GIVE, note=str(named))

    async def wait(self, envelope: Envelope) -> Answer:
        """Leave the task with who has it; who gave it back is asked again."""
        note = ""
        with contextlib.suppress(Refused):  # the decision says so
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.REASSIGN, pressed_key(envelope))
            note = str(item.task.brief.worker) if item.task.state is State.DECLINED else ""
        return await self.deciding.decide(envelope, Verdict.WAIT, note=note)

    async def give_to(self, envelope: Envelope) -> Answer:
        """Open the form that asks who should do it, from the card of a task that waits for that."""
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.REASSIGN, pressed(envelope).key)
        if not item.open or item.decision is not None:
            raise Refused(OUT_OF_DATE)
        return Open(give_task.give(item.task, self.desk.agents, about(envelope)))

    async def give_task(self, envelope: Envelope) -> Answer:
        """Open the form that asks who should do it, or decide, for any open task."""
        task = await self.desk.ledger.see(reassigning.reassignable, envelope.claim, ids.key(envelope.value) or "-")
        return Open(give_task.give(task, self.desk.agents, task.key))

    async def give(self, envelope: Envelope) -> Answer:
        """Take the form: from a card it is a decision, else it is done at once."""
        named, filled = read_about(envelope.metadata), forms.values(envelope.state)
        worker, reviewer = self._worker(filled), str(filled.get("reviewer") or "")
        if reviewer == self.desk.bot_user:
            raise FieldError("reviewer", NEVER_DECIDES)
        with at_field("colleague", "reviewer"):
            if worker is not None and worker.name == self.desk.bot_user:
                raise Refused("I don't do it myself: choose a colleague or an agent.")
            for named_person in (worker, colleague(reviewer) if reviewer else None):
                if named_person is not None and named_person.is_person:
                    await self.assigning.meet(envelope, named_person)
            if named.value is not None and worker is not None and not reviewer:
                click, verb = named.click(envelope), deciding.decide
                await self.desk.ledger.do(verb, envelope.claim, click, Verdict.GIVE, points=(), note=str(worker))
                return Close(place=named.place)
            task = await self._reassign(envelope, envelope.metadata.partition("|")[0], worker, reviewer)
        told = give_task.given(task, worker is not None)
        return Close(place=named.place) if named.place is not None else Update(told)

    async def _reassign(self, envelope: Envelope, named: str, worker: Worker | None, reviewer: str) -> Task:
        """Give a task another worker or reviewer; return it.

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
        name = filled.get("agent")
        if isinstance(user := filled.get("colleague"), str) and user:
            if isinstance(name, str) and name not in ("", give_task.OTHER):
                raise FieldError("colleague", NOT_BOTH)
            return colleague(user)
        return agent(name) if isinstance(name, str) and name in self.desk.agents else None
