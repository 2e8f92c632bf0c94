"""Rules from one's own record: agree to one, refuse it, end it, and look at what it approved."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.views import habits, ids
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import deciding
from storage.ledger.habits import agreeing
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Refused, Stale
from storage.rules.values.habit import HabitState


@dataclass(frozen=True, slots=True)
class Habits:
    """The surface for rules from one's own record.

    Attributes:
        publish: draws a person's Home tab.
    """

    desk: Desk
    publish: Callable[[str], Awaitable[None]]

    def register(self, app: AsyncApp) -> None:
        """Register the buttons of rules."""
        app.action(ids.HABIT_AGREE)(self.agree)
        app.action(ids.HABIT_REFUSE)(self.refuse)
        app.action(ids.HABIT_END)(self.end)
        app.action(ids.HABIT_LOOK)(self.look)
        app.action(ids.HABIT_REOPEN)(self.reopen)

    async def agree(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Let a rule approve by itself from now on."""
        await self._answer(ack, envelope, HabitState.AGREED)

    async def refuse(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Want no rule: it is not proposed again for a while."""
        await self._answer(ack, envelope, HabitState.REFUSED)

    async def end(self, ack: AsyncAck, envelope: Envelope) -> None:
        """End a rule; what it approved stays approved."""
        await self._answer(ack, envelope, HabitState.ENDED)

    async def _answer(self, ack: AsyncAck, envelope: Envelope, became: HabitState) -> None:
        key, do = ids.key(envelope.value) or "-", self.desk.ledger.do
        verbs = {HabitState.AGREED: agreeing.agree, HabitState.REFUSED: agreeing.refuse}
        try:
            await do(verbs.get(became, agreeing.revoke), envelope.claim, key, envelope.dedup)
        except Duplicate:
            await ack()
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
            if isinstance(no, Stale):
                self.desk.after(self._show(envelope), envelope)
        else:
            await ack()
            self.desk.after(self._show(envelope), envelope)

    async def _show(self, envelope: Envelope) -> None:
        """Redraw the place of the click: Home, the collection, or the list that only this person sees."""
        if envelope.view_id:
            await self.publish(envelope.user)
        elif envelope.place is not None:
            await self.desk.posting.redraw_at(envelope.claim, envelope.place, envelope.response_url)
        else:
            person = await self.desk.person(envelope.user)
            listed = await self.desk.ledger.see(agreeing.rules_of, envelope.claim)
            message = habits.listed(listed, self.desk.now, person.zone or "UTC")
            await self.desk.whisper(envelope, message, replace=True)

    async def look(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open the list of what rules approved, as a collection tells it."""
        await ack()
        self.desk.after(self._look(envelope), envelope)

    async def _look(self, envelope: Envelope) -> None:
        number = _number(envelope.value)
        used = await self.desk.ledger.see(agreeing.told_in, envelope.claim, number)
        await self.desk.open(envelope, habits.look(used, str(number)))

    async def reopen(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Open again what a rule approved; its rule ends."""
        key = ids.key(envelope.value) or "-"
        try:
            await self.desk.ledger.do(deciding.reopen, envelope.claim, key, envelope.dedup)
        except Duplicate:
            await ack()
        except Refused as no:
            await ack()
            self.desk.after(self.desk.refuse(envelope, no.why))
        else:
            await ack()
            self.desk.after(self._redraw(envelope), envelope)

    async def _redraw(self, envelope: Envelope) -> None:
        number = _number(envelope.metadata)
        used = await self.desk.ledger.see(agreeing.told_in, envelope.claim, number)
        await self.desk.slack.update_view(envelope.view_id, habits.look(used, str(number)))


def _number(value: str | None) -> int:
    """
    Raises:
        Refused: it names no collection.
    """
    if value is None or not value.isdecimal() or len(value) > 18:
        raise Refused(UNKNOWN)
    return int(value)
