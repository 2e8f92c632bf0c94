"""Rules from one's own record: agree to one, refuse it, end it, and look at what it approved."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Done, Open, Redraw, Replace, Update
from bot.routes.route import Route, opens, press
from bot.views import ids
from bot.views.habits import habits, habits_used
from bot.views.kit import Block
from storage.ledger.decisions import reopening
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

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of rules."""
        return (
            press(ids.HABIT_AGREE, self.agree),
            press(ids.HABIT_REFUSE, self.refuse),
            press(ids.HABIT_END, self.end),
            opens(ids.HABIT_LOOK, self.look),
            press(ids.HABIT_REOPEN, self.reopen),
        )

    async def agree(self, envelope: Envelope) -> Answer:
        """Let a rule approve by itself from now on."""
        return await self._answer(envelope, HabitState.AGREED)

    async def refuse(self, envelope: Envelope) -> Answer:
        """Want no rule: it is not proposed again for a while."""
        return await self._answer(envelope, HabitState.REFUSED)

    async def end(self, envelope: Envelope) -> Answer:
        """End a rule; what it approved stays approved."""
        return await self._answer(envelope, HabitState.ENDED)

    async def _answer(self, envelope: Envelope, became: HabitState) -> Answer:
        """Change a rule, and redraw the place of the press: Home, the collection, or the list of one person."""
        key = ids.key(envelope.value) or "-"
        verbs = {HabitState.AGREED: agreeing.agree, HabitState.REFUSED: agreeing.refuse}
        try:
            await self.desk.ledger.do(verbs.get(became, agreeing.revoke), envelope.claim, key, envelope.dedup)
        except Stale as no:
            why = no.why
            return Done(then=lambda: self._refused(envelope, why))
        return await self._shown(envelope)

    async def _refused(self, envelope: Envelope, why: str) -> None:
        """Say why a rule did not change, and draw what is so now."""
        await self.desk.refuse(envelope, why)
        if envelope.view_id:
            await self.publish(envelope.user)
        else:
            await self.desk.redrawing.redraw_at(envelope.claim, envelope.place, envelope.response_url)

    async def _shown(self, envelope: Envelope) -> Answer:
        if envelope.view_id:
            return Done(then=lambda: self.publish(envelope.user))
        if envelope.place is not None:
            return Redraw()
        person = await self.desk.person(envelope.user)
        listed = await self.desk.ledger.see(agreeing.rules_of, envelope.claim)
        return Replace(habits.listed(listed, self.desk.now, person.zone or "UTC"))

    async def look(self, envelope: Envelope) -> Answer:
        """Open the list of what rules approved, as a collection tells it."""
        return Open(await self._told(envelope, envelope.value))

    async def reopen(self, envelope: Envelope) -> Answer:
        """Open again what a rule approved; its rule ends."""
        await self.desk.ledger.do(reopening.reopen, envelope.claim, ids.key(envelope.value) or "-", envelope.dedup)
        return Update(await self._told(envelope, envelope.metadata))

    async def _told(self, envelope: Envelope, value: str | None) -> Block:
        number = _number(value)
        used = await self.desk.ledger.see(agreeing.told_in, envelope.claim, number)
        return habits_used.look(used, str(number))


def _number(value: str | None) -> int:
    """Return the number of a collection that a button carries.

    Raises:
        Refused: it names no collection.
    """
    if value is None or not value.isdecimal() or len(value) > 18:
        raise Refused(UNKNOWN)
    return int(value)
