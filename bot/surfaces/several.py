"""Words about several things at once: each is taken as if it stood alone, and one answer says what came of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.desk import Desk
from bot.surfaces.about import About, Shown
from bot.surfaces.answer import Answering
from bot.surfaces.spoken import Spoken
from bot.views import replies, several
from bot.views.kit import esc
from bot.views.replies import Why
from bot.views.sentence import literal_text, sentence
from bot.views.several import Part
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import replying, undoable
from storage.ledger.queries import portfolio as book
from storage.ledger.queries import reading
from storage.rules import picks as picking
from storage.rules.intents import cancels
from storage.rules.lifecycle import CLOSED
from storage.rules.picks import Pick, Picks
from storage.rules.refusal import Refused
from storage.rules.replies import Meaning
from storage.rules.values.ask import Kind
from storage.rules.values.item import Item
from storage.rules.words import one_line

MOST = 10  # things that can be undone, shown at once
SHORT = 60  # characters of a person's words that an example repeats
WORDS_FOR = {Kind.PROBLEM: "retry", Kind.PERMISSION: "allow"}
FEW = 3  # cards that are shown to choose from; of more, the names are enough


@dataclass(frozen=True, slots=True)
class Several:
    """The surface for words about several items or tasks in one message."""

    desk: Desk
    answering: Answering

    async def take(self, spoken: Spoken, picks: Picks, cards: Mapping[int, Item]) -> None:
        """Do what is said of each item or task, and answer once.

        Args:
            cards: the items of the message above, by the number of their cards.
        """
        item = _item(picks.picks[0], cards)
        if len(picks.picks) == 1 and item is not None:
            await self._one(spoken, picks, item)
            return
        few = list({(pick.task, pick.number, pick.run): pick for pick in picks.picks}.values())[: picking.MOST]
        parts = [await self._part(spoken, pick, cards, picks.certain, n) for n, pick in enumerate(few)]
        if len(few) == picking.MOST < len(picks.picks):
            await self._answer(spoken, replies.TOO_MANY, parts)
            return
        if all(pick.task or pick.number in cards for pick in few):
            await self._answer(spoken, "" if picks.certain else replies.NOT_SURE, parts)
            return
        named = {part.item.key for part in parts if part.item is not None}
        left = {n: card for n, card in cards.items() if _waits(spoken, card) and card.key not in named}
        await self._answer(spoken, "", [*parts, *([Part(line=replies.numbers(left))] if left else [])])

    async def which(self, spoken: Spoken, items: Sequence[Item], lead: str = "") -> None:
        """Ask which of several items is meant; if only a few wait for this person, show the buttons of each."""
        waiting = [item for item in items if _waits(spoken, item)]
        if len(waiting) == 1 and not lead:
            await self._answer(spoken, "", [Part(waiting[0], Why.NUMBER)])
            return
        names = ", ".join(dict.fromkeys(item.task.name for item in waiting))
        lead = (lead or replies.waiting(names, _example(spoken, waiting[0]))) if waiting else replies.NONE_WAITS
        lead += f" {replies.BELOW}" if lead == replies.LAST_CARDS and len(waiting) > FEW else ""
        await self._answer(spoken, lead, [Part(item) for item in waiting] if len(waiting) <= FEW else [])

    async def undoable(self, spoken: Spoken) -> None:
        """Answer “undo” that names no task: show what can still be undone."""
        items = await self.desk.ledger.see(undoable.undoable, spoken.envelope.claim, MOST)
        lead = "" if items else replies.NOTHING_TO_UNDO
        await self._answer(spoken, lead, [Part(item, Why.DECIDED) for item in items])

    async def all_at_once(self, spoken: Spoken, cards: Mapping[int, Item]) -> None:
        """Answer a person who decides everything at once: one decision must follow the other."""
        shown = await self.desk.ledger.see(book.portfolio, self.desk.team, spoken.envelope.user)
        waiting = [item for item in shown.waiting if item.decision is None]
        first = next((number for number, card in cards.items() if _waits(spoken, card)), None)
        if len(waiting) == 1 and shown.waits == 1:
            asked = await self.answering.show(spoken, waiting[0], Why.NUMBER)
        elif first is not None:
            asked = sentence(replies.one_by_one(f"{first} approve"))
        else:
            asked = replies.ready(shown, self.desk.now, replies.ONE_BY_ONE)
        if asked is not None:
            await self.answering.tell(spoken, asked)

    async def _one(self, spoken: Spoken, picks: Picks, item: Item) -> None:
        """Take what is said of one card; what is not clear is asked, and never given to an agent as an answer."""
        meaning = picks.picks[0].reply.meaning if picks.certain else Meaning.UNCLEAR
        reply = replace(picks.picks[0].reply, meaning=meaning, number=item.task.named[0], run=item.task.run)
        said = replace(spoken, reply=reply, certain=picks.certain)
        if picks.certain or not _waits(spoken, item) or await self._is_put_off(said):
            await self.answering.take(said, About(item.task, item))
        elif (asked := await self.answering.show(said, item, Why.UNCLEAR)) is not None:
            await self.answering.tell(spoken, asked)

    async def _is_put_off(self, spoken: Spoken) -> bool:
        """Tell whether words put something off to a time of their own, be it one that can be or not."""
        try:
            return await self.answering.putting_off.said(spoken) is not None
        except Refused:
            return True

    async def _part(self, spoken: Spoken, pick: Pick, cards: Mapping[int, Item], certain: bool, n: int) -> Part:
        item = _item(pick, cards)
        if item is None and not pick.task:
            return Part(line=replies.no_card(pick.number))
        try:
            if item is None:
                page = await self.desk.ledger.see(
                    reading.whole, spoken.envelope.claim, number=pick.number, run=pick.run
                )
                about, item = About(page.task), page.item
            else:
                about = About(item.task, item)
            has_button = item is not None and item.kind is not Kind.DRAFT  # of what only asks, the card has it
            if certain and not has_button and cancels(pick.reply.text) and about.task.state not in CLOSED:
                return Part(line=several.cancel_with(about.task))
            if not certain or pick.reply.meaning is Meaning.STATUS:
                why = Why.ALREADY if item is not None and item.decision is not None else Why.LISTED
                return Part(item, why, literal_text(f"{about.task.name} has nothing to decide."))
            return await self._outcome(replace(spoken, key=f"{spoken.key}.{n}"), pick, about)
        except Refused as no:
            return Part(line=literal_text(no.why))

    async def _outcome(self, spoken: Spoken, pick: Pick, about: About) -> Part:
        """Return what became of one of several answers in a message.

        Raises:
            Refused
        """
        reply = replace(pick.reply, number=about.task.named[0], run=about.task.run)
        try:
            outcome = await self.answering.outcome(replace(spoken, reply=reply, alone=False), about)
        except Duplicate:  # done before this process was stopped
            last = about.item or await self.desk.ledger.see(reading.last_item, about.task)
            return Part(last, Why.DECIDED, replies.passed_on(about.task))
        if isinstance(outcome, Shown):
            return Part(outcome.item, outcome.why)
        return Part(line=outcome.text if outcome else replies.passed_on(about.task))

    async def _answer(self, spoken: Spoken, lead: str, parts: Sequence[Part]) -> None:
        if not spoken.private:
            shown = several.several(lead, parts, spoken.envelope.user, self.desk.now)
            await self.answering.tell(spoken, shown)
            return
        held = [{"item": p.item.key if p.item else "", "why": str(p.why), "line": p.line} for p in parts]
        answer, claim = {"lead": lead, "parts": held}, spoken.envelope.claim
        try:
            await self.desk.ledger.do(
                replying.post, claim, spoken.place, answer, dedup=f"{spoken.key}:reply", fades=True
            )
        except Duplicate:
            return


def _example(spoken: Spoken, item: Item) -> str:
    """Return words that a person can send again behind a number: their own wish or question, where it is short."""
    own = spoken.reply.meaning in (Meaning.INQUIRY, Meaning.REVISE) and len(spoken.text) <= SHORT
    return esc(one_line(spoken.text)) if own else WORDS_FOR.get(item.kind, "approve")


def _item(pick: Pick, cards: Mapping[int, Item]) -> Item | None:
    """Return the item of a card that a pick names."""
    if not pick.task:
        return cards.get(pick.number)
    return next((item for item in cards.values() if item.task.named == (pick.number, pick.run)), None)


def _waits(spoken: Spoken, item: Item) -> bool:
    return item.reviewer == spoken.envelope.user and item.open and item.decision is None
