"""What a colleague says of what they owe: a question, that they can't do it, who could, until when they are busy."""

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Close, FieldError, Open, Update, at_field
from bot.routes.route import Route, form, opens
from bot.views import forms, ids
from bot.views.kit import Block
from bot.views.owed import ask_forms, hand_on_forms
from bot.words.until import until
from storage.ledger.colleagues import asking, being_busy, workable, working
from storage.rules.refusal import Refused
from storage.rules.values.task import Task

NO_TIME = "I can't read that as a time. For example: Monday 9:00, tomorrow, end of week"


@dataclass(frozen=True, slots=True)
class Owing:
    """The surface for a colleague's words about what they owe."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of a task that somebody owes, and their forms."""
        return (
            opens(ids.OWED_ASK, functools.partial(self.open, form=ask_forms.ask)),
            opens(ids.DECLINE, functools.partial(self.open, form=hand_on_forms.decline)),
            opens(ids.BUSY, functools.partial(self.open, form=ask_forms.busy)),
            opens(ids.HAND_TO, functools.partial(self.open, form=hand_on_forms.hand_to)),
            form(ids.OWED_ASK_VIEW, self.asked),
            form(ids.DECLINE_VIEW, self.declined),
            form(ids.BUSY_VIEW, self.is_busy),
            form(ids.HAND_TO_VIEW, self.handed_to),
        )

    async def open(self, envelope: Envelope, form: Callable[[Task], Block]) -> Answer:
        """Open a form about a task that the person owes."""
        mine = await self.desk.ledger.see(workable.workable, envelope.claim, ids.key(envelope.value) or "-")
        return Open(form(mine.task))

    async def asked(self, envelope: Envelope) -> Answer:
        """Put the question on the shelf of who decides."""
        filled = forms.values(envelope.state)
        question, choices = _text(filled, "question"), tuple(forms.lines(_text(filled, "choices")))
        if not question.strip():
            raise FieldError("question", "Write your question.")
        if len(choices) > asking.CHOICES:
            raise FieldError("choices", f"At most {asking.CHOICES} answers, one a line.")
        verb, dedup = asking.ask, envelope.dedup
        await self.desk.ledger.do(verb, envelope.claim, _key(envelope), question, choices=choices, dedup=dedup)
        return Close()

    async def declined(self, envelope: Envelope) -> Answer:
        """Give the task back to who assigned it, with the reason."""
        filled = forms.values(envelope.state)
        why, other = _text(filled, "why"), _text(filled, "named")
        if not why.strip():
            raise FieldError("why", "Say why: who asked reads it.")
        if other:
            await self.desk.acquaintances.get_to_know(other)  # a button names them
        verb, key, dedup = working.decline, _key(envelope), envelope.dedup
        with at_field("named") if other else contextlib.nullcontext():
            await self.desk.ledger.do(verb, envelope.claim, key, why, other=other, dedup=dedup)
        return Close()

    async def handed_to(self, envelope: Envelope) -> Answer:
        """Ask who assigned the task whether somebody else may do it; no card shows that: the form's place says it."""
        filled = forms.values(envelope.state)
        other, why = _text(filled, "named"), _text(filled, "why")
        if not other or other == self.desk.bot_user:
            raise FieldError("named", "Choose a colleague.")
        profile = await self.desk.acquaintances.profile_of_new(other)
        verb, key, dedup = working.hand_to, _key(envelope), envelope.dedup
        with at_field("named"):
            task = await self.desk.ledger.do(verb, envelope.claim, key, other, why=why, dedup=dedup, profile=profile)
        return Update(hand_on_forms.asked_to_hand(task))

    async def is_busy(self, envelope: Envelope) -> Answer:
        """Keep until when the person is busy, and tell who assigned the task."""
        text = _text(forms.values(envelope.state), "until")
        with at_field("until"):
            found = until(text, self.desk.now, await self.desk.zone(envelope.user))
            if found is None:
                raise Refused(NO_TIME)
            await self.desk.ledger.do(being_busy.be_busy, envelope.claim, _key(envelope), found[0], envelope.dedup)
        return Close()


def _text(filled: dict[str, Any], name: str) -> str:
    value = filled.get(name)
    return value if isinstance(value, str) else ""


def _key(envelope: Envelope) -> str:
    return ids.key(envelope.metadata) or "-"
