"""Give to someone: the form over an item, and the answer of who was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.about import About, about, read_about
from bot.routes.answers import Answer, Done, FieldError, Open, Redraw, Update
from bot.routes.pressed import OUT_OF_DATE, pressed, pressed_key
from bot.routes.route import Route, form, press
from bot.routes.window import back_to
from bot.surfaces.redraw import Redrawer
from bot.views import forms, give, ids
from bot.views.kit import Block
from bot.views.review import review
from storage.ledger import access
from storage.ledger.decisions import agreeing, giving, putting_off, taking
from storage.ledger.messages import posting
from storage.rules.authority import Action
from storage.rules.pages.giving import Given
from storage.rules.refusal import Refused, Stale

NOBODY = "Choose who decides it."


@dataclass(frozen=True, slots=True)
class Giving:
    """The surface for giving items to others."""

    desk: Desk
    redrawer: Redrawer

    def routes(self) -> tuple[Route, ...]:
        """Return the form, and the buttons of who is asked."""
        return (form(ids.GIVE_ITEM_VIEW, self.give), press(ids.TAKE_IT, self.take), press(ids.NOT_ME, self.decline))

    async def open(self, envelope: Envelope) -> Answer:
        """Open the form that asks who shall decide."""
        item = await self.desk.ledger.see(putting_off.movable, envelope.claim, pressed(envelope).key)
        return Open(give.form(item, about(envelope)))

    async def give(self, envelope: Envelope) -> Answer:
        """Take the form: why somebody can't take it stays in it; else it is given."""
        named, filled = read_about(envelope.metadata), forms.values(envelope.state)
        if named.value is None:
            raise Refused(OUT_OF_DATE)
        to, note = str(filled.get("to") or ""), str(filled.get("note") or "")
        if not to:
            raise FieldError("to", NOBODY)
        try:
            profile = await self.desk.acquaintances.profile_of_new(to)
            click = named.click(envelope)
            given = await self.desk.ledger.do(giving.give, envelope.claim, click, to=to, note=note, profile=profile)
        except Stale:
            raise
        except Refused as no:
            raise FieldError("to", no.why) from None
        return self._told(envelope, given, named)

    def _told(self, envelope: Envelope, given: Given, named: About) -> Answer:
        """Return what came of it, in the place of the form; what is beneath it is drawn again."""
        under, notice = back_to(envelope, named.line), review.notice(f"Give {given.task.name} to…", give.given(given))

        async def redraw() -> None:
            if under is not None:
                await self._beneath(under, notice)
            if named.place is not None:
                await self.desk.ledger.do(posting.redraw_soon, self.desk.team, named.place)

        return Update(notice, then=redraw) if under is None or given.asked else Done(then=redraw)

    async def _beneath(self, under: Envelope, notice: Block) -> None:
        """Draw the window beneath the form again; who may not read the task any more is told who has it."""
        value = ids.parse(under.metadata)
        try:
            if value is not None:
                await self.desk.ledger.see(access.bare_item, under.claim, Action.READ, value.key)
        except Refused:
            await self.desk.slack.update_view(under.view_id, notice)
        else:
            await self.redrawer.show(under)

    async def take(self, envelope: Envelope) -> Answer:
        """Take what one was asked to decide."""
        return await self._answer(envelope, taking.take, agreeing.agree)

    async def decline(self, envelope: Envelope) -> Answer:
        """Say no to what one was asked to decide."""
        return await self._answer(envelope, taking.decline, agreeing.disagree)

    async def _answer(self, envelope: Envelope, of_item: Callable[..., Any], of_person: Callable[..., Any]) -> Answer:
        """Do what somebody answers who was asked: about one item, or about all that a person assigns."""
        key = pressed_key(envelope)
        by = await self.desk.ledger.see(agreeing.asked_by, envelope.claim, key)
        await self.desk.ledger.do(of_person if by else of_item, envelope.claim, by or key, envelope.dedup)
        return Redraw()
