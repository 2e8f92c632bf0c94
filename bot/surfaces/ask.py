"""Answering: an agent's questions and permissions, what a receipt wondered, and the word to stop."""

import re
from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Done, Open, Replace, Say
from bot.routes.pressed import OUT_OF_DATE, pressed_key
from bot.routes.route import Route, opens, press
from bot.routes.window import beneath
from bot.surfaces.decide import Deciding
from bot.views import asks, ids, notices, receipt
from bot.views.sentence import sentence
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.tasks import receipts, suggesting
from storage.ledger.work import halting, steering
from storage.rules.authority import Action
from storage.rules.clarity import questions
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict


@dataclass(frozen=True, slots=True)
class Asking:
    """The surface for answers to an agent's questions and permissions, and for the buttons of a receipt's questions."""

    desk: Desk
    deciding: Deciding

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of questions, of suggested criteria, and of Stop."""
        return (
            press(re.compile(rf"^{ids.ANSWER}\.\d$"), self.choose),
            opens(ids.ANSWER_OTHER, self.other),
            opens(re.compile(rf"^{ids.WONDER}\.\d$"), self.wonder),
            press(ids.TAKE_SUGGESTED, self.take),
            press(ids.STOP, self.stop),
        )

    async def choose(self, envelope: Envelope) -> Answer:
        """Answer with one of the suggested answers. The ledger has its words: a button carries none."""
        chosen = int(envelope.name.rpartition(".")[2])
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.ANSWER, pressed_key(envelope))
        choices = item.ask.choices if item.ask else ()
        return await self.deciding.decide(
            envelope, Verdict.ANSWER, note=choices[chosen] if chosen < len(choices) else ""
        )

    async def other(self, envelope: Envelope) -> Answer:
        """Open the form for an answer in the person's own words."""
        item = await self.desk.ledger.see(access.item, envelope.claim, Action.ANSWER, pressed_key(envelope))
        if item.ask is None or item.decision is not None or not item.open:
            raise Refused(f"{item.task.name} does not wait for an answer any more.")
        return Open(asks.form(item, under=beneath(envelope)))

    async def wonder(self, envelope: Envelope) -> Answer:
        """Pass the answer to a receipt's question on to the agent that works on the task; redraw the receipt."""
        named = ids.wondered(envelope.value)
        if named is None:
            raise Refused(OUT_OF_DATE)
        key, about, chosen = named
        made = await self.desk.ledger.see(receipts.receipt, envelope.claim, key)
        asked = next((w for w in questions(made.task) if w.about == about), None)
        if asked is None or chosen >= len(asked.choices):
            raise Refused(OUT_OF_DATE)
        words = f"{asked.text} {asked.choices[chosen]}"
        try:
            await self.desk.ledger.do(steering.say, envelope.claim, key, words, envelope.dedup)
        except Duplicate:
            return Done()
        made = await self.desk.ledger.see(receipts.receipt, envelope.claim, key)
        return Replace(receipt.receipt(made, self.desk.now))

    async def take(self, envelope: Envelope) -> Answer:
        """Take the suggested criteria into the brief, and redraw the receipt."""
        task = await self.desk.ledger.do(suggesting.take, envelope.claim, ids.key(envelope.value) or "-")
        shown = await self.desk.ledger.see(receipts.receipt, envelope.claim, task.key)
        return Replace(receipt.receipt(shown, self.desk.now))

    async def stop(self, envelope: Envelope) -> Answer:
        """Stop a task, and say so."""
        task = await self.desk.ledger.do(halting.stop, envelope.claim, key=ids.key(envelope.value) or "-")
        return Say(sentence(notices.stopped(task)))
