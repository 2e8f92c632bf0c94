"""Words that name a button of one card, and words under what is decided already."""

from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.surfaces.about import About, Outcome, Shown
from bot.surfaces.spoken import SAID, TO_AGENT, Spoken, kind_word
from bot.views import replies
from bot.views.replies import Why
from bot.views.sentence import sentence
from storage.ledger import access
from storage.ledger.decisions import answering, reopening
from storage.ledger.queries import reading
from storage.ledger.work import steering
from storage.rules.authority import Action
from storage.rules.intents import drops
from storage.rules.offers import can_undo
from storage.rules.refusal import Refused
from storage.rules.values.ask import Kind
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.verdicts import ANSWERS


@dataclass(frozen=True, slots=True)
class Pressing:
    """The presses of buttons by words: undo, reopen, and the verdicts of a card."""

    desk: Desk

    async def undo(self, spoken: Spoken, about: About) -> Outcome:
        """Take a decision back; return the item as it is then.

        Raises:
            Refused: nothing is decided, or someone else decided it.
            Duplicate
        """
        item = about.item or await self.desk.ledger.see(reading.last_item, about.task)
        if item is None or item.decision is None:
            raise Refused(replies.nothing_to_undo(about.task))
        await self._look(spoken, item)
        if not can_undo(item.decision, self.desk.now):
            return Shown(item, Why.LATE)
        undone = await self.desk.ledger.do(answering.undo, spoken.envelope.claim, item.key, *_answer(spoken))
        return None if spoken.stays else Shown(undone, Why.DECIDED)

    async def reopen(self, spoken: Spoken, about: About) -> Outcome:
        """Open again what was approved or rejected; if it can still be undone, show it with its Undo.

        Raises:
            Refused, Duplicate
        """
        item = about.item or await self.desk.ledger.see(reading.last_item, about.task)
        if item is not None and item.open and item.decision is not None:
            await self._look(spoken, item)
            return Shown(item, Why.ALREADY)
        claim, dedup = spoken.envelope.claim, f"{spoken.key}:reply"
        opened = await self.desk.ledger.do(reopening.reopen, claim, about.task.key, dedup)
        return sentence(replies.opened_again(opened.task))

    async def under_decided(self, spoken: Spoken, item: Item) -> Outcome:
        """Answer words under a decided item: what holds, with Undo; other words under an answer go to the agent.

        Raises:
            Refused, Duplicate
        """
        kind, task = spoken.reply.meaning, item.task
        await self._look(spoken, item)
        if kind in SAID:
            return sentence(kind_word(kind))
        if item.decision is None or item.decision.verdict not in ANSWERS:
            return Shown(item, Why.ALREADY)
        if drops(spoken.reply):
            return Shown(item, Why.DROP)
        if kind not in TO_AGENT or not spoken.certain:
            return Shown(item, Why.ALREADY)
        await self.desk.ledger.do(steering.say, spoken.envelope.claim, task.key, spoken.text, f"{spoken.key}:reply")
        return sentence(f"{task.brief.worker} hears that before its next step on {task.name}. Your answer stands.")

    async def _look(self, spoken: Spoken, item: Item) -> None:
        """Check that a person may see an item, and decides on it where it is a draft.

        Raises:
            Refused: it is not theirs to see.
        """
        await self.desk.ledger.see(access.item, spoken.envelope.claim, Action.READ, item.key)
        if item.kind is Kind.DRAFT:
            answering.check_reviewer(spoken.envelope.user, item)


def _answer(spoken: Spoken) -> tuple[str, Place | None, dict[str, Any]]:
    """Return the mark of what was said, where its answer stays, and what the answer needs to be drawn."""
    answer = {"why": str(Why.DECIDED), "text": spoken.text, "files": spoken.files}
    return f"{spoken.key}:reply", spoken.place if spoken.stays else None, answer
