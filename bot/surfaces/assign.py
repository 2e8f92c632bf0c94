"""Assigning: the command, and the buttons of its receipt."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.outbound.reply import ephemeral
from bot.surfaces.series import begin
from bot.surfaces.stream_defaults import filled
from bot.views import forms, ids, notices, receipt, replies, review, series
from bot.views.kit import Message
from storage.ledger import access
from storage.ledger.colleagues import reassigning
from storage.ledger.core.ledger import Duplicate
from storage.ledger.series.standing import Standing
from storage.ledger.tasks import assigning, receipts
from storage.ledger.tasks.receipts import Receipt
from storage.rules.authority import Action
from storage.rules.brief import Parsed
from storage.rules.clauses import Odd
from storage.rules.feelings import only_feels
from storage.rules.many_times import is_series
from storage.rules.refusal import Refused
from storage.rules.replies import Meaning, meaning
from storage.rules.values.brief import Brief, Source
from storage.rules.values.place import Place
from storage.rules.values.task import Task
from storage.rules.values.worker import Worker

SUGGESTED = 25  # seconds that a receipt waits for a model's suggestions


@dataclass(frozen=True, slots=True)
class Assigning:
    """The surface for `/assign` and the buttons of its receipt."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Register the command and the buttons of the receipt."""
        app.command(self.desk.command("assign"))(self.command)
        app.action(ids.BRING)(self.bring)
        app.action(ids.CANCEL)(self.cancel)
        app.action(ids.ONLY_ME)(self.only_me)
        app.action(ids.TAKE_DUE)(self.take_due)
        app.action(ids.TAKE_OTHER_DUE)(self.take_due)
        app.action(ids.JUST_TEXT)(self.just_text)

    async def command(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Save the task, then acknowledge with the receipt; without words, open the form."""
        if not envelope.text.strip():
            await ack()
            self.desk.after(self._open(envelope), envelope)
            return
        if envelope.text.strip().lower() in ("help", "?"):
            await ack(**ephemeral(notices.help_message(self.desk.agents)))
            return
        words = await self.desk.said(envelope.text, ask=False)
        if answer := await self.no_brief(envelope, words):
            await ack(**ephemeral(answer))
            return
        try:
            made, odd = await self.assign(envelope, words, Place(envelope.channel), envelope.dedup)
        except Refused as refusal:
            await ack(**ephemeral(await self._keep(envelope, words, refusal.why)))
            return
        hint = self.desk.hint(words.text)
        await ack(**ephemeral(series.answer(made, self.desk.now, odd, hint)))
        if isinstance(made, Receipt) and self.desk.ledger.terms.suggests and not (made.missing or made.theirs):
            self.desk.after(self._suggestion(envelope, made.task.key, odd, hint))

    async def _open(self, envelope: Envelope) -> None:
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        view = forms.assign(self.desk.agents, metadata=ids.origin(envelope.channel, envelope.response_url))
        await self.desk.open(envelope, view)

    async def no_brief(self, envelope: Envelope, words: Said) -> Message | None:
        """Return the answer to a person who only greets, asks for help or tells their feelings; None for a brief."""
        kind = meaning(words.text).meaning
        if kind is Meaning.GREETING:
            return replies.hello(self.desk.command("assign"))
        if kind is Meaning.HELP:
            return notices.help_message(self.desk.agents)
        if not only_feels(words.text):
            return None
        return await self._keep(envelope, words, f"{replies.I_AM_SORRY} {replies.SAY_WHAT}")

    async def _keep(self, envelope: Envelope, words: Said, why: str) -> Message:
        return await self.desk.keep(envelope, why, {"text": words.text, "ids": dict(words.ids)})

    async def _suggestion(self, envelope: Envelope, key: str, odd: tuple[Odd, ...], hint: str) -> None:
        """What a model would add comes a moment later, into the same receipt."""
        for _ in range(SUGGESTED):
            await asyncio.sleep(1)
            made = await self.desk.ledger.see(receipts.receipt, envelope.claim, key)
            if made.task.suggested is not None:
                shown = receipt.receipt(made, self.desk.now, odd, hint)
                await self.desk.slack.replace(envelope.response_url, shown)
                return

    async def assign(
        self,
        envelope: Envelope,
        words: Said,
        place: Place,
        dedup: str,
        sources: tuple[Source, ...] = (),
        change: Callable[[Parsed], Parsed] | None = None,
    ) -> tuple[Receipt | Standing, tuple[Odd, ...]]:
        """Make a task or a series of words; return its receipt, and words that look like a clause and stayed text.

        Args:
            change: puts in the place of a parameter what it stands for, after the clauses were read.

        Raises:
            Refused
        """
        parsed = await self.desk.parse(words, envelope.user)
        parsed = change(parsed) if change is not None else parsed
        return await self.make(envelope, self.desk.brief(parsed, sources), place, dedup), parsed.odd

    async def make(self, envelope: Envelope, brief: Brief, place: Place, dedup: str) -> Receipt | Standing:
        """Make a task or a series of a brief; return its receipt, or that of what the same delivery made before.

        Raises:
            Refused: also where it names a channel that the person is not in.
        """
        brief = await filled(self.desk, await self.desk.reach.checked(envelope.user, brief, place))
        if brief.reviewer is not None:
            await self.desk.acquaintances.get_to_know(brief.reviewer)
        if is_series(brief):
            return await begin(self.desk, envelope, brief, place, dedup)
        profiles = await self.desk.acquaintances.profiles_of_new(brief)
        try:
            return await self.desk.ledger.do(assigning.assign, envelope.claim, brief, place, dedup, profiles=profiles)
        except Duplicate as before:
            return await self.desk.ledger.see(receipts.receipt, envelope.claim, before.subject)

    async def checked(self, envelope: Envelope, brief: Brief) -> Brief:
        """Return a changed brief with what Slack says of its places, once its colleague is known.

        Raises:
            Refused
        """
        await self.meet(envelope, brief.worker)
        return await self.desk.reach.checked(envelope.user, brief)

    async def meet(self, envelope: Envelope, worker: Worker) -> None:
        """Let the ledger know a colleague who never used Sluice, before they are given a task that there is already.

        Raises:
            Refused: the person may assign nobody anything.
        """
        profile = await self.desk.acquaintances.profile_of_new(worker.name) if worker.is_person else None
        if profile is not None:
            await self.desk.ledger.do(reassigning.meet, envelope.claim, worker.name, profile)

    async def bring(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Have the draft brought as soon as it is ready, not at a collection time; redraw the receipt."""
        await self._button(ack, envelope, lambda: self.desk.ledger.do(assigning.bring, envelope.claim, _key(envelope)))

    async def only_me(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Keep the task out of channels from now on; redraw the receipt."""
        await self._button(
            ack, envelope, lambda: self.desk.ledger.do(assigning.only_me, envelope.claim, _key(envelope))
        )

    async def cancel(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Cancel the task, and say so in the place of the receipt."""
        await self._button(ack, envelope, lambda: self.desk.ledger.do(assigning.cancel, envelope.claim, _key(envelope)))

    async def take_due(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Set the due time that the receipt offers for words that were not clear; redraw the receipt."""
        key, _, stamp = (envelope.value or "").rpartition(".")
        due = datetime.fromtimestamp(int(stamp) if re.fullmatch("[0-9]{1,11}", stamp) else 0, UTC)
        when = await self.desk.reader(envelope.user)

        def verb() -> Awaitable[Receipt]:
            return self.desk.ledger.do(assigning.set_due, envelope.claim, ids.key(key) or "-", due, when)

        await self._button(ack, envelope, verb)

    async def _button(self, ack: AsyncAck, envelope: Envelope, verb: Callable[[], Awaitable[Receipt | Task]]) -> None:
        """A button of the receipt: one verb, the acknowledgement, then the receipt as it is now."""
        try:
            made = await verb()
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            return
        await ack()
        self.desk.after(
            self.show(
                envelope, receipt.canceled(made) if isinstance(made, Task) else receipt.receipt(made, self.desk.now)
            ),
            envelope,
        )

    async def just_text(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Leave words that were not clear as a part of the brief; redraw the receipt without the question."""
        await ack()
        self.desk.after(self._just_text(envelope), envelope)

    async def _just_text(self, envelope: Envelope) -> None:
        try:
            made = await self.desk.ledger.see(receipts.receipt, envelope.claim, _key(envelope))
            await self.show(envelope, receipt.receipt(made, self.desk.now))
        except Refused:
            await self.show(envelope, receipt.refusal("All right: not a task."))

    async def show(self, envelope: Envelope, shown: Message) -> None:
        """Redraw the receipt that was clicked; where Slack does not take that any more, send a new one."""
        if envelope.response_url and await self.desk.slack.replace(envelope.response_url, shown):
            return
        if envelope.in_modal and envelope.trigger:
            await self.desk.open(envelope, review.notice("Done", shown.text))
        else:
            await self.desk.tell(envelope.channel, envelope.user, shown)


def _key(envelope: Envelope) -> str:
    return ids.key(envelope.value) or "-"
