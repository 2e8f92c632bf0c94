"""Review: a person works through what waits in one window, from item to item."""

import contextlib
from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.routes.answers import Answer, Done
from bot.routes.pressed import pressed_key
from bot.routes.route import Route, RouteKind, opens
from bot.surfaces.review import Reviewing
from bot.views import ids, sitting
from bot.views.kit import Block
from bot.views.review import review
from bot.views.sentence import sentence
from bot.views.trouble import window_refusals
from storage.ledger import people
from storage.ledger.core.ledger import Duplicate
from storage.ledger.queries import reading
from storage.ledger.sittings import beginning, going, sitting_rows, summing, window
from storage.rules.pages.whole import Whole
from storage.rules.refusal import Refused
from storage.rules.values.sitting import Course

CHANGED = "hash_conflict"  # Slack's word: the window has changed since the press
ELSEWHERE = "This review goes on in another window."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A window as it is now, and the item in it; None on the last page."""

    view: Block
    shown: Whole | None = None


@dataclass(frozen=True, slots=True)
class Sittings:
    """The surface for Review: its beginning, its steps and its end."""

    desk: Desk
    reviewing: Reviewing

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons, and the closing of the window."""
        return (
            opens(ids.REVIEW, self.start),
            opens(ids.SKIP, self.skip),
            opens(ids.BACK, self.back),
            Route(RouteKind.CLOSED, ids.REVIEW_VIEW, self.stop),
        )

    async def start(self, envelope: Envelope) -> Answer:
        """Begin from a button."""
        await self.begin(envelope)
        return Done()

    async def begin(self, envelope: Envelope) -> None:
        """Open the window with what waits first; where nothing waits, say so in one line.

        Raises:
            Refused: they are no full member.
        """
        planned = await self.desk.ledger.see(beginning.plan, envelope.claim)
        begun = await self.desk.ledger.do(beginning.begin, envelope.claim, planned)
        if begun is None:
            await self.desk.whisper(envelope, sentence(await self._nothing(envelope)))
            return
        course, before = begun
        drawn = await self._drawn(envelope, course)
        view = await self.desk.open(envelope, drawn.view)
        await self.desk.ledger.do(sitting_rows.shown_in, envelope.claim, course.id, view)
        if before:
            with contextlib.suppress(Never, Later, Unclear):  # it is closed already
                await self.desk.slack.update_view(before, review.notice("Review", ELSEWHERE))
        await self._beside(envelope, drawn)

    async def _nothing(self, envelope: Envelope) -> str:
        person = await self.desk.person(envelope.user)
        coming = await self.desk.ledger.see(people.next_time, person)
        return sitting.nothing(coming, self.desk.now, person.zone or "UTC")

    async def skip(self, envelope: Envelope) -> Answer:
        """Leave the present item as it is."""
        return await self._step(envelope, back=False)

    async def back(self, envelope: Envelope) -> Answer:
        """Show the item before."""
        return await self._step(envelope, back=True)

    async def _step(self, envelope: Envelope, back: bool) -> Answer:
        """Go to the next item of a sitting, or back.

        Raises:
            Refused: the sitting is somebody else's.
        """
        number, verb = ids.sitting(envelope.metadata) or 0, going.back if back else going.skip
        await self._draw(envelope, await self.desk.ledger.do(verb, envelope.claim, number, pressed_key(envelope)))
        return Done()

    async def stop(self, envelope: Envelope) -> Answer:
        """End a sitting whose window was closed."""
        number = ids.sitting(envelope.metadata)
        with contextlib.suppress(Refused):  # there is no window any more to say why
            if number is not None:
                await self.desk.ledger.do(going.end, envelope.claim, number)
        return Done()

    async def follow(self, envelope: Envelope, why: str = "") -> None:
        """Show in the window of a press what waits now: the next item after a decision, and the last page at the end.

        Args:
            why: what was refused, in words.

        Raises:
            Refused: the sitting is somebody else's.
        """
        number = ids.sitting(envelope.metadata) or 0
        course = await self.desk.ledger.do(going.follow, envelope.claim, number)
        await self._draw(envelope, course, why)

    async def _draw(self, envelope: Envelope, course: Course, why: str = "") -> None:
        """Draw a window where it is what the press was made in; where it has changed since, draw what is true then."""
        drawn = await self._drawn(envelope, course, why)
        try:
            await self.desk.slack.update_view(envelope.view_id, drawn.view, envelope.view_hash)
        except (Never, Later, Unclear) as error:
            if CHANGED in str(error):
                await self._again(envelope, course.id, why)
                return
            if window_refusals.is_closed(str(error)):
                return
            said = window_refusals.window(str(error)) if isinstance(error, Never) else "Slack did not answer."
            lost = f"It counts. The window could not be redrawn: {said} /sluice review goes on."
            await self.desk.whisper(envelope, sentence(lost))
            return
        await self._beside(envelope, drawn)

    async def _again(self, envelope: Envelope, number: int, why: str) -> None:
        course = await self.desk.ledger.do(going.follow, envelope.claim, number)
        drawn = await self._drawn(envelope, course, why)
        with contextlib.suppress(Never, Later, Unclear):  # the press before has drawn it
            await self.desk.slack.update_view(envelope.view_id, drawn.view)

    async def _drawn(self, envelope: Envelope, course: Course, why: str = "") -> Drawn:
        see, user = self.desk.ledger.see, envelope.user
        seen = await see(window.seen, envelope.claim, course)
        if course.ended_at is not None or not seen.key:
            told = await see(summing.summary, envelope.claim, course)
            return Drawn(sitting.done(told, course, seen.before, user, self.desk.now, why=why))
        shown = await see(reading.whole, envelope.claim, key=seen.key)
        return Drawn(sitting.page(shown, course, seen, user, self.desk.now, why=why, hosts=self.desk.hosts), shown)

    async def _beside(self, envelope: Envelope, drawn: Drawn) -> None:
        """Bring what a window can't show, at the first look."""
        if drawn.shown is not None:
            with contextlib.suppress(Refused, Duplicate):
                await self.reviewing.bring(envelope, drawn.shown, again=False)
