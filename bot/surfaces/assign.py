"""Assigning: the command, and the buttons of its receipt."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.outbound.making import find_made
from bot.routes.answers import Answer, Open, Replace, Say
from bot.routes.route import Route, opens, press
from bot.surfaces.begin_series import begin
from bot.surfaces.stream_defaults import filled
from bot.surfaces.suggestions import Suggestions
from bot.views import forms, ids, notices, receipt, replies
from bot.views.kit import Message
from bot.views.sentence import sentence
from bot.views.series import series
from bot.words.mended import command_of
from bot.words.one_command import one_command
from storage.ledger import access
from storage.ledger.colleagues import reassigning
from storage.ledger.core.ledger import Duplicate
from storage.ledger.messages import receiving
from storage.ledger.tasks import assigning, receipts, starting_anyway
from storage.rules.authority import Action
from storage.rules.brief import Parsed
from storage.rules.feelings import only_feels
from storage.rules.many_times import is_series
from storage.rules.meaning import asked_of_us
from storage.rules.noted import Odd, Problem
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.series import Standing
from storage.rules.refusal import Refused
from storage.rules.replies import Meaning
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.source import Source
from storage.rules.values.worker import Worker


@dataclass(frozen=True, slots=True)
class Assigning:
    """The surface for `/assign` and the buttons of its receipt."""

    desk: Desk
    suggestions: Suggestions

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of the receipt, and the one that opens the form."""
        return (
            opens(ids.ASSIGN_FORM, self.form),
            press(ids.BRING, self.bring),
            press(ids.START_ANYWAY, self.start_anyway),
            press(ids.CANCEL, self.cancel),
            press(ids.ONLY_ME, self.only_me),
            press(ids.TAKE_DUE, self.take_due),
            press(ids.TAKE_OTHER_DUE, self.take_due),
            opens(ids.JUST_TEXT, self.just_text),
        )

    async def answer(self, envelope: Envelope) -> Say:
        """Save the task of a command with words; return its receipt, or why there is none."""
        words = await self.desk.said(envelope.text, ask=False)
        if answer := await self.no_brief(envelope, words):
            return Say(answer)
        try:
            one = one_command(words, self.desk.command("assign"), behind=True)
            made, odd = await self.assign(envelope, one, Place(envelope.channel), envelope.dedup)
        except Refused as refusal:
            again = await self._mended(words, refusal.wrong, envelope)
            return Say(await self._keep(envelope, words, refusal.why, again))
        return self._shown(envelope, made, odd, self.desk.hint(words.text))

    async def made_before(self, envelope: Envelope) -> Say | None:
        """Return the receipt of what the same command made before; None where it made nothing.

        Raises:
            Refused: it is not theirs any more.
        """
        key = await self.desk.ledger.see(receiving.made_of, envelope.team, envelope.dedup)
        return self._shown(envelope, await find_made(self.desk.ledger, envelope.claim, key)) if key else None

    def _shown(self, envelope: Envelope, made: Receipt | Standing, odd: tuple[Odd, ...] = (), hint: str = "") -> Say:
        """Return a receipt as the answer; what a model adds to it comes after."""
        shown = series.answer(made, self.desk.now, odd, hint)
        if isinstance(made, Receipt) and self.desk.ledger.terms.suggests and not (made.missing or made.theirs):
            key = made.task.key
            return Say(shown, then=lambda: self._suggestion(envelope, key, odd, hint))
        return Say(shown)

    async def form(self, envelope: Envelope) -> Answer:
        """Open the form of a new task."""
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        return Open(forms.assign(self.desk.agents, metadata=ids.origin(envelope.channel, envelope.response_url)))

    async def no_brief(self, envelope: Envelope, words: Said) -> Message | None:
        """Return the answer to a person who only greets, asks for help or tells their feelings; None for a brief."""
        kind = asked_of_us(words.text)
        if kind is Meaning.GREETING:
            return replies.hello(self.desk.command("assign"))
        if kind is Meaning.HELP:
            return notices.help_message(self.desk.agents)
        if not only_feels(words.text):
            return None
        return await self._keep(envelope, words, f"{replies.I_AM_SORRY} {replies.SAY_WHAT}")

    async def _mended(self, words: Said, wrong: str, envelope: Envelope) -> str:
        """Return the command without what can't stand; '' where it can't be mended."""

        async def faults(mended: Said) -> Sequence[Problem]:
            return (await self.desk.read(mended, envelope.user, envelope.at))[1]

        return await command_of(self.desk.command("assign"), words, wrong, faults)

    async def _keep(self, envelope: Envelope, words: Said, why: str, again: str = "") -> Message:
        return await self.desk.keep(envelope, why, {"text": words.text, "ids": dict(words.ids)}, again=again)

    async def _suggestion(self, envelope: Envelope, key: str, odd: tuple[Odd, ...], hint: str) -> None:
        """Wait for what a model would add, and draw the receipt again with it."""
        if await self.suggestions.came(key):
            made = await self.desk.ledger.see(receipts.receipt, envelope.claim, key)
            await self.desk.slack.replace(envelope.response_url, receipt.receipt(made, self.desk.now, odd, hint))

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
        parsed = await self.desk.parse(words, envelope.user, envelope.at)
        parsed = change(parsed) if change is not None else parsed
        return await self.make(envelope, self.desk.brief(parsed, sources), place, dedup), parsed.odd

    async def make(self, envelope: Envelope, brief: Brief, place: Place, dedup: str) -> Receipt | Standing:
        """Make a task or a series of a brief; return its receipt, or that of what the same delivery made before.

        Raises:
            Refused: also where it names a channel that the person is not in.
        """
        brief = await self.desk.reach.checked(envelope.user, brief, place)
        brief = await filled(self.desk, brief, envelope.user)
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

    async def bring(self, envelope: Envelope) -> Answer:
        """Have the draft brought as soon as it is ready, not at a collection time; redraw the receipt."""
        return self._receipt(await self.desk.ledger.do(assigning.bring, envelope.claim, _key(envelope)))

    async def start_anyway(self, envelope: Envelope) -> Answer:
        """Start the task though the shelf is full; redraw the receipt."""
        return self._receipt(await self.desk.ledger.do(starting_anyway.start_anyway, envelope.claim, _key(envelope)))

    async def only_me(self, envelope: Envelope) -> Answer:
        """Keep the task out of channels from now on; redraw the receipt."""
        return self._receipt(await self.desk.ledger.do(assigning.only_me, envelope.claim, _key(envelope)))

    async def cancel(self, envelope: Envelope) -> Answer:
        """Cancel the task, and say so in the place of the receipt."""
        return Replace(receipt.canceled(await self.desk.ledger.do(assigning.cancel, envelope.claim, _key(envelope))))

    async def take_due(self, envelope: Envelope) -> Answer:
        """Set the due time that the receipt offers for words that were not clear; redraw the receipt."""
        key, _, stamp = (envelope.value or "").rpartition(".")
        due = datetime.fromtimestamp(int(stamp) if re.fullmatch("[0-9]{1,11}", stamp) else 0, UTC)
        when = await self.desk.reader(envelope.user)
        verb = assigning.set_due
        return self._receipt(await self.desk.ledger.do(verb, envelope.claim, ids.key(key) or "-", due, when))

    async def just_text(self, envelope: Envelope) -> Answer:
        """Leave words that were not clear as a part of the brief; redraw the receipt without the question."""
        try:
            return self._receipt(await self.desk.ledger.see(receipts.receipt, envelope.claim, _key(envelope)))
        except Refused:
            return Replace(sentence("All right: not a task."))

    def _receipt(self, made: Receipt) -> Answer:
        return Replace(receipt.receipt(made, self.desk.now))


def _key(envelope: Envelope) -> str:
    return ids.key(envelope.value) or "-"
