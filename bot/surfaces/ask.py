"""Answering: an agent's questions and permissions, what a receipt wondered, and the word to stop."""

import re
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.assign import Assigning
from bot.surfaces.decide import OUT_OF_DATE, Deciding
from bot.surfaces.window import beneath
from bot.views import asks, ids, notices, receipt
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.tasks import receipts, suggesting
from storage.ledger.work import running
from storage.rules.authority import Action
from storage.rules.clarity import questions
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict


@dataclass(frozen=True, slots=True)
class Asking:
    """The surface for answers to an agent's questions and permissions, and for the buttons of a receipt's questions."""

    desk: Desk
    deciding: Deciding
    assigning: Assigning

    def register(self, app: AsyncApp) -> None:
        """Register the buttons of questions, of permissions, of suggested criteria, and of Stop."""
        app.action(re.compile(rf"^{ids.ANSWER}\.\d$"))(self.choose)
        app.action(ids.ANSWER_OTHER)(self.other)
        app.action(ids.ALLOW)(self.allow)
        app.action(ids.ALLOW_ALL)(self.allow_all)
        app.action(ids.REFUSE)(self.refuse)
        app.action(re.compile(rf"^{ids.WONDER}\.\d$"))(self.wonder)
        app.action(ids.TAKE_SUGGESTED)(self.take)
        app.action(ids.STOP)(self.stop)

    async def choose(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Answer with one of the suggested answers. The ledger has its words: a button carries none."""
        value, chosen = ids.parse(envelope.value), int(envelope.name.rpartition(".")[2])
        try:
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.ANSWER, value.key if value else "-")
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        choices = item.ask.choices if item.ask else ()
        note = choices[chosen] if chosen < len(choices) else ""
        await self.deciding.decide(ack, envelope, Verdict.ANSWER, note)

    async def allow(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Allow an agent to use a tool once."""
        await self.deciding.decide(ack, envelope, Verdict.ALLOW)

    async def allow_all(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Allow an agent to use a tool for the whole of its task."""
        await self.deciding.decide(ack, envelope, Verdict.ALLOW_ALL)

    async def refuse(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Refuse an agent the use of a tool."""
        await self.deciding.decide(ack, envelope, Verdict.REFUSE)

    async def other(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form for an answer in the person's own words."""
        await ack()
        self.desk.after(self._open_answer(envelope), envelope)

    async def _open_answer(self, envelope: Envelope) -> None:
        value = ids.parse(envelope.value)
        try:
            item = await self.desk.ledger.see(access.item, envelope.claim, Action.ANSWER, value.key if value else "-")
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        if item.ask is None or item.decision is not None or not item.open:
            await self.desk.refuse(envelope, f"{item.task.name} does not wait for an answer any more.")
            return
        await self.desk.open(envelope, asks.form(item, under=beneath(envelope)))

    async def wonder(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Pass the answer to a receipt's question on to the agent that works on the task."""
        await ack()
        self.desk.after(self._wonder(envelope), envelope)

    async def _wonder(self, envelope: Envelope) -> None:
        named = ids.wondered(envelope.value)
        try:
            if named is None:
                raise Refused(OUT_OF_DATE)
            key, about, chosen = named
            made = await self.desk.ledger.see(receipts.receipt, envelope.claim, key)
            asked = next((w for w in questions(made.task) if w.about == about), None)
            if asked is None or chosen >= len(asked.choices):
                raise Refused(OUT_OF_DATE)
            words = f"{asked.text} {asked.choices[chosen]}"
            await self.desk.ledger.do(running.say, envelope.claim, key, words, envelope.dedup)
            made = await self.desk.ledger.see(receipts.receipt, envelope.claim, key)
        except Duplicate:
            return
        except Refused as no:
            await self.desk.refuse(envelope, no.why)
            return
        await self.assigning.show(envelope, receipt.receipt(made, self.desk.now))

    async def take(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Take the suggested criteria into the brief, and redraw the receipt."""
        try:
            made = await self.desk.ledger.do(suggesting.take, envelope.claim, ids.key(envelope.value) or "-")
            shown = await self.desk.ledger.see(receipts.receipt, envelope.claim, made.key)
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await ack()
        self.desk.after(self.assigning.show(envelope, receipt.receipt(shown, self.desk.now)), envelope)

    async def stop(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Stop a task, and say so."""
        try:
            task = await self.desk.ledger.do(running.stop, envelope.claim, key=ids.key(envelope.value) or "-")
            said = notices.stopped(task)
        except Refused as no:
            said = no.why
        await ack()
        self.desk.after(self.desk.refuse(envelope, said))
