"""What becomes of words about a task: a decision, a word or a question to its agent, or a question with buttons."""

import contextlib
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Done, Replace
from bot.routes.pressed import OUT_OF_DATE
from bot.routes.route import Route, opens, press
from bot.surfaces.about import About, Outcome, Shown, below_question
from bot.surfaces.named_button import pressed
from bot.surfaces.press import Pressing
from bot.surfaces.put_off import PuttingOff
from bot.surfaces.redraw import Redrawer
from bot.surfaces.spoken import SAID, TO_AGENT, Spoken, kind_word
from bot.surfaces.standing import how_it_stands
from bot.surfaces.verdict_words import is_material, is_verdict
from bot.views import card, ids, notices, replies
from bot.views.kit import Message
from bot.views.replies import Why
from bot.views.sentence import sentence
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import answering, deciding, open_items, replying, shown_before
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import keeping
from storage.ledger.queries import reading
from storage.ledger.work import halting, inquiring, steering
from storage.rules import lifecycle
from storage.rules.authority import Action
from storage.rules.intents import asks_to_begin, cancels
from storage.rules.lifecycle import CLOSED, RUNNING, words_of
from storage.rules.refusal import Refused
from storage.rules.replies import DECISIONS, Meaning
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item, Remedy
from storage.rules.values.place import Place
from storage.rules.values.task import State, Task

VERDICTS = {Meaning.APPROVE: Verdict.APPROVE, Meaning.REJECT: Verdict.REJECT, Meaning.REVISE: Verdict.REVISE}
NOTHING_TO_STOP = "It has not begun, so there is nothing to stop. Cancel gives it up."
NOT_CANCELED = "Not canceled yet: press Cancel to give it up."
NO_ANSWER = frozenset({Meaning.INQUIRY, Meaning.LATER, Meaning.HELP, Meaning.STATUS})


@dataclass(frozen=True, slots=True)
class Answering:
    """The surface for words about one task."""

    desk: Desk
    redrawer: Redrawer
    pressing: Pressing
    putting_off: PuttingOff

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons under words that were not clear."""
        return (
            press(ids.REVISE_WORDS, self.revise),
            press(ids.ANSWER_WORDS, self.answer_words),
            opens(ids.REMARK, self.remark),
        )

    async def take(self, spoken: Spoken, about: About) -> None:
        """Do what a person's words mean, and answer once."""
        try:
            outcome = await self.outcome(spoken, about)
            answer = await self.show(spoken, outcome.item, outcome.why) if isinstance(outcome, Shown) else outcome
        except Duplicate:
            return
        except Refused as no:
            answer = sentence(no.why)
        if answer is not None:
            await self.tell(spoken, answer)

    async def tell(self, spoken: Spoken, answer: Message) -> None:
        """Tell a person the answer in the place where they wrote."""
        await self.desk.tell(spoken.place.channel, spoken.envelope.user, answer, spoken.place.ts)

    async def outcome(self, spoken: Spoken, about: About) -> Outcome:
        """Do what a person's words mean; return the answer.

        Raises:
            Refused, Duplicate
        """
        task, kind = about.task, spoken.reply.meaning
        await self.desk.ledger.see(access.check, spoken.envelope.claim, Action.LOOK)
        if kind is Meaning.STOP and task.state in (State.WAITING, State.UNCLEAR):
            return await how_it_stands(self.desk, spoken.envelope.claim, *task.named, NOTHING_TO_STOP)
        if kind is Meaning.STOP:
            with contextlib.suppress(Duplicate):  # stopped before this process was
                await self.desk.ledger.do(
                    halting.stop, spoken.envelope.claim, key=task.key, dedup=f"{spoken.key}:reply"
                )
            return sentence(notices.stopped(task))
        if kind is Meaning.STATUS and not below_question(spoken, about):
            lead = NOT_CANCELED if cancels(spoken.text) and task.state not in CLOSED else ""
            return await how_it_stands(self.desk, spoken.envelope.claim, *task.named, lead)
        if kind is Meaning.HELP and not below_question(spoken, about):
            return notices.help_message(self.desk.agents)
        if kind is Meaning.UNDO:
            return await self.pressing.undo(spoken, about)
        if kind is Meaning.REOPEN:
            return await self.pressing.reopen(spoken, about)
        item = await self._item(about)
        if item is None:
            return await self._nothing_waits(spoken, task)
        return await self._of_item(spoken, item)

    async def _of_item(self, spoken: Spoken, item: Item) -> Outcome:
        kind, newer = spoken.reply.meaning, item.task.draft_version > item.draft_version
        asks_back = item.kind is Kind.DRAFT and kind is Meaning.INQUIRY
        if item.decision is not None and not asks_back and (item.open or not newer):
            return await self.pressing.under_decided(spoken, item)
        theirs = item.open and item.reviewer == spoken.envelope.user
        may_later = theirs and not _may_be_answer(item, spoken)
        if may_later and (later := await self.putting_off.said(spoken)) is not None:
            return await self.putting_off.words(spoken, item, *later)
        if (button := pressed(item, spoken.reply)) is not None and item.open:
            if not await self.desk.ledger.see(shown_before.was_shown, item):
                return Shown(item, Why.UNSEEN)
            return await self._decide(spoken, item, button[0], "", button[1])
        if item.kind is Kind.DRAFT:
            return await self._of_draft(spoken, item)
        await self.desk.ledger.see(access.item, spoken.envelope.claim, Action.READ, item.key)
        may_answer = item.kind is Kind.QUESTION and kind not in SAID | NO_ANSWER and not is_verdict(spoken, item)
        if spoken.certain and may_answer:
            return await self._decide(spoken, item, Verdict.ANSWER, spoken.text)
        if spoken.certain and item.remedy is Remedy.MATERIAL and is_material(spoken) and item.open:
            return await self._decide(spoken, item, Verdict.RETRY, spoken.text)
        return Shown(item, Why.UNCLEAR)

    async def _item(self, about: About) -> Item | None:
        """Return the item that words are about: the one that the message showed, unless work goes on meanwhile."""
        if about.item is None or (not about.item.open and about.task.state in RUNNING):
            return await self._waiting(about.task)
        return about.item

    async def _waiting(self, task: Task) -> Item | None:
        """Return what waits of a task; the item that is decided already, where nothing else does.

        Raises:
            Refused: several things wait.
        """
        waiting = await self.desk.ledger.see(open_items.open_items_of, self.desk.team, task.id)
        if len(waiting) > 1:
            raise Refused(f"{task.name} asks several things: answer on their cards.")
        if waiting:
            return waiting[0]
        last = await self.desk.ledger.see(reading.last_item, task)
        return last if last is not None and last.open else None

    async def _nothing_waits(self, spoken: Spoken, task: Task) -> Message | None:
        kind, claim = spoken.reply.meaning, spoken.envelope.claim
        if kind in SAID:
            return sentence(kind_word(kind))
        if not spoken.certain:
            return await how_it_stands(self.desk, claim, *task.named, replies.NOT_SURE)
        if kind is Meaning.INQUIRY and task.state in lifecycle.NOT_BEGUN and asks_to_begin(spoken.text):
            return await how_it_stands(self.desk, claim, *task.named)
        if kind in TO_AGENT and task.state in RUNNING | {State.WAITING, State.BLOCKED}:
            await self.desk.ledger.do(steering.say, claim, task.key, spoken.text, f"{spoken.key}:reply")
            return sentence(f"{task.brief.worker} hears that before its next step on {task.name}.")
        if kind is Meaning.INQUIRY:
            return await self._inquire(spoken, task)
        if kind is Meaning.LATER:
            raise Refused(f"{task.name} {words_of(task)}. Nothing of it waits for you now.")
        raise Refused(f"{task.name} {words_of(task)}. Nothing was decided. /sluice {task.name} shows it.")

    async def _of_draft(self, spoken: Spoken, item: Item) -> Outcome:
        kind, task, user = spoken.reply.meaning, item.task, spoken.envelope.user
        if kind is Meaning.INQUIRY:
            return await self._inquire(spoken, task)
        answering.check_reviewer(user, item)
        if kind in SAID:
            return sentence(f"{kind_word(kind)} {task.name} still waits for your decision.")
        if kind is Meaning.REVISE and not spoken.reply.note:
            raise Refused(f"Say what should change, for example: {task.name} shorter, please")
        if not item.open and task.draft_version > item.draft_version:
            raise Refused(
                f"That was v{item.draft_version} of {task.name}: v{task.draft_version} came in meanwhile. "
                "Nothing was decided."
            )
        if kind in DECISIONS and not await self.desk.ledger.see(shown_before.was_shown, item):
            return Shown(item, Why.UNSEEN)
        why = None if spoken.confirmed else self.asks_first(item, kind)
        if kind in VERDICTS and why is None:
            return await self._decide(spoken, item, VERDICTS[kind], spoken.reply.note)
        return Shown(item, why or Why.UNCLEAR)

    def asks_first(self, item: Item, kind: Meaning) -> Why | None:
        """Return why an approval in words needs a button: the card's Approve opens a dialog or a choice; else None."""
        if kind is not Meaning.APPROVE or not item.open or item.decision is not None:
            return None
        if item.candidates:
            return Why.UNCLEAR
        elements = card.buttons(item)["elements"]
        asks = any("confirm" in element for element in elements if element["action_id"] == ids.APPROVE)
        return Why.CONFIRM if asks else None

    async def _decide(
        self, spoken: Spoken, item: Item, verdict: Verdict, note: str, version: int | None = None
    ) -> Outcome:
        click = Click(
            key=item.key,
            version=item.draft_version if version is None else version,
            place=None,
            dedup=f"{spoken.key}:reply",
        )
        place = spoken.place if spoken.stays else None
        content = self._kept(spoken, item, Why.DECIDED)
        decided = await self.desk.ledger.do(
            answering.decide, spoken.envelope.claim, click, verdict, note=note, place=place, answer=content
        )
        return None if place else Shown(decided, Why.DECIDED)

    async def show(self, spoken: Spoken, item: Item, why: Why) -> Message | None:
        """Ask with buttons what a person means: in a message that stays (return None), or that only they see.

        Raises:
            Refused: it is not theirs to read.
            Duplicate
        """
        content = self._kept(spoken, item, why)
        if spoken.private:
            dedup = f"{spoken.key}:reply"
            await self.desk.ledger.do(replying.post, spoken.envelope.claim, spoken.place, content, dedup)
            return None
        await self.desk.ledger.see(access.bare_item, spoken.envelope.claim, Action.READ, item.key)
        held = await self.desk.ledger.do(keeping.hold, self.desk.team, {**content, "user": spoken.envelope.user})
        return replies.answer(item, spoken.envelope.user, self.desk.now, why=why, words=spoken.text, held=held)

    def _kept(self, spoken: Spoken, item: Item, why: Why) -> dict[str, Any]:
        return {
            "item": item.key,
            "version": item.draft_version,
            "why": str(why),
            "text": spoken.text,
            "files": spoken.files,
        }

    async def _inquire(self, spoken: Spoken, task: Task) -> Message | None:
        place = spoken.place if spoken.private else Place("")
        dedup = f"{spoken.key}:reply"
        await self.desk.ledger.do(
            inquiring.inquire, spoken.envelope.claim, task.key, spoken.text, place=place, dedup=dedup
        )
        return None if spoken.private else sentence("The answer comes to you in direct messages.")

    async def revise(self, envelope: Envelope) -> Answer:
        """Take words that were not clear as a change to the draft, after a press."""
        return await self._with_words(envelope, Verdict.REVISE)

    async def answer_words(self, envelope: Envelope) -> Answer:
        """Take words that were not clear as the answer to the agent, after a press."""
        return await self._with_words(envelope, Verdict.ANSWER)

    async def _with_words(self, envelope: Envelope, verdict: Verdict) -> Answer:
        content = await self._held(envelope)
        value, note = ids.Value(str(content["item"]), int(content["version"])), str(content["text"])
        click = Click(key=value.key, version=value.version, place=envelope.place, dedup=envelope.dedup)
        with contextlib.suppress(Duplicate):
            await self.desk.ledger.do(deciding.decide, envelope.claim, click, verdict, points=(), note=note)
        shown = replace(envelope, value=str(value))
        return Done(then=lambda: self.redrawer.show(shown))

    async def remark(self, envelope: Envelope) -> Answer:
        """Confirm, after a press, that the words were a remark and that nothing was decided."""
        return Replace(sentence("All right: a remark. Nothing was decided."))

    async def _held(self, envelope: Envelope) -> dict[str, Any]:
        """Return what was kept for the item of a press.

        Raises:
            Refused: it is not kept, or somebody else's.
        """
        content = await self.desk.ledger.see(keeping.kept, envelope.team, ids.key(envelope.value) or "-")
        if content is None or content.get("user") != envelope.user or "item" not in content:
            raise Refused(OUT_OF_DATE)
        return content


def _may_be_answer(item: Item, spoken: Spoken) -> bool:
    """Tell whether a time in somebody's words may answer a question, which may ask by when: “later” with the number of
    the question does not."""
    named = spoken.reply.number is not None and spoken.reply.meaning is Meaning.LATER
    return item.kind is Kind.QUESTION and not named
