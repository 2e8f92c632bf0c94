"""What a colleague says of what they owe: a question, that they can't do it, who could, until when they are busy."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.views import forms, ids, owed_forms, review
from bot.views.kit import Block
from bot.views.owed import open_cards, press_instead
from storage.ledger.colleagues import submitting, working
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import posting
from storage.ledger.queries import reading
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.values.place import Place
from storage.rules.values.task import Task

log = structlog.get_logger()

NO_TIME = "I can't read that as a time. For example: Monday 9:00, tomorrow, end of week"


class FieldError(Exception):
    """The error that a field of a form can't be taken as it is."""

    def __init__(self, block: str, why: str) -> None:
        super().__init__(why)
        self.block, self.why = block, why


@dataclass(frozen=True, slots=True)
class Owing:
    """The surface for a colleague's words about what they owe."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Register the buttons of a task that somebody owes, and their forms."""
        app.action(ids.OWED_ASK)(self.ask)
        app.action(ids.DECLINE)(self.decline)
        app.action(ids.BUSY)(self.busy)
        app.action(ids.HAND_TO)(self.hand_to)
        app.view(ids.OWED_ASK_VIEW)(self.asked)
        app.view(ids.DECLINE_VIEW)(self.declined)
        app.view(ids.BUSY_VIEW)(self.is_busy)
        app.view(ids.HAND_TO_VIEW)(self.handed_to)

    async def ask(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form of a question."""
        await self._form(ack, envelope, owed_forms.ask)

    async def decline(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks why a person can't do it."""
        await self._form(ack, envelope, owed_forms.decline)

    async def busy(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks until when a person is busy."""
        await self._form(ack, envelope, owed_forms.busy)

    async def hand_to(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the form that asks who should do it instead."""
        await self._form(ack, envelope, owed_forms.hand_to)

    async def _form(self, ack: AsyncAck, envelope: Envelope, form: Callable[[Task], Block]) -> None:
        await ack()
        self.desk.after(self._open(envelope, form), envelope)

    async def _open(self, envelope: Envelope, form: Callable[[Task], Block]) -> None:
        """
        Raises:
            Refused: nobody waits for it from them.
        """
        mine = await self.desk.ledger.see(submitting.workable, envelope.claim, ids.key(envelope.value) or "-")
        await self.desk.open(envelope, form(mine.task))

    async def asked(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Put the question on the shelf of who decides."""
        filled = forms.values(envelope.state)
        choices = tuple(forms.lines(_text(filled, "choices")))

        async def verb() -> Task:
            question = _text(filled, "question")
            if not question.strip():
                raise FieldError("question", "Write your question.")
            if len(choices) > working.CHOICES:
                raise FieldError("choices", f"At most {working.CHOICES} answers, one a line.")
            return await self.desk.ledger.do(
                working.ask, envelope.claim, _key(envelope), question, choices=choices, dedup=envelope.dedup
            )

        await self._done(ack, verb)

    async def declined(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Give the task back to who assigned it, with the reason."""
        filled = forms.values(envelope.state)

        async def verb() -> Task:
            if not _text(filled, "why").strip():
                raise FieldError("why", "Say why: who asked reads it.")
            other = _text(filled, "named")
            if other:
                await self.desk.acquaintances.get_to_know(other)  # a button names them
            why, dedup = _text(filled, "why"), envelope.dedup
            return await self.desk.ledger.do(
                working.decline, envelope.claim, _key(envelope), why, other=other, dedup=dedup
            )

        await self._done(ack, verb)

    async def handed_to(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Ask who assigned the task whether somebody else may do it."""
        filled = forms.values(envelope.state)

        async def verb() -> Task:
            other, why = _text(filled, "named"), _text(filled, "why")
            if not other or other == self.desk.bot_user:
                raise FieldError("named", "Choose a colleague.")
            profile = await self.desk.acquaintances.profile_of_new(other)
            try:
                return await self.desk.ledger.do(
                    working.hand_to,
                    envelope.claim,
                    _key(envelope),
                    other,
                    why=why,
                    dedup=envelope.dedup,
                    profile=profile,
                )
            except Refused as no:
                raise FieldError("named", no.why) from None

        await self._done(ack, verb, owed_forms.asked_to_hand)

    async def is_busy(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Keep until when the person is busy, and tell who assigned the task."""
        text = _text(forms.values(envelope.state), "until")

        async def verb() -> Task:
            try:
                parsed = await self.desk.parse(Said(f"x; by {text}"), envelope.user)
            except Refused as no:
                raise FieldError("until", no.why) from None
            if parsed.due is None:
                raise FieldError("until", NO_TIME)
            return await self.desk.ledger.do(working.be_busy, envelope.claim, _key(envelope), parsed.due)

        await self._done(ack, verb)

    async def _done(
        self, ack: AsyncAck, verb: Callable[[], Awaitable[Task]], said: Callable[[Task], Block] | None = None
    ) -> None:
        """Do what a form asks for; what a field lacks stays in the form, anything else closes it and says so.

        Args:
            said: what stands in the place of the form where no card shows what was done.
        """
        try:
            task = await verb()
        except FieldError as wrong:
            await ack(response_action="errors", errors={wrong.block: wrong.why})
        except Duplicate:
            log.info("owed.duplicate")
            await ack(response_action="clear")
        except Refused as no:
            await ack(response_action="update", view=review.notice("Not done", no.why))
        else:
            await (ack(response_action="update", view=said(task)) if said else ack(response_action="clear"))


def _text(filled: dict[str, Any], name: str) -> str:
    value = filled.get(name)
    return value if isinstance(value, str) else ""


def _key(envelope: Envelope) -> str:
    return ids.key(envelope.metadata) or "-"


async def below_owed(desk: Desk, content: dict[str, Any]) -> bool:
    """Answer words that a colleague wrote below what they owe: a button takes them; return whether they stand there."""
    place, user = Place(str(content["channel"]), str(content["thread"])), str(content["user"])
    post = await desk.ledger.see(posting.find_at, desk.team, place)
    if post is None or post.kind is not PostKind.DIGEST or post.owner != user:
        return False
    shown = await desk.ledger.see(reading.collected_view, desk.team, int(post.subject))
    left = open_cards(shown) if shown is not None else []
    if left:
        await desk.tell(place.channel, user, press_instead(left), place.ts)
    return bool(left)
