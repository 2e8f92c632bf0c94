"""The stop button of an agent session: the work is stopped, the thread says so, and the session shows it."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.sessions import Sessions
from bot.routes.answers import Answer, Done
from bot.routes.route import Route, event
from bot.views import notices
from bot.views.sentence import sentence
from storage.ledger.queries import threads
from storage.ledger.work import halting
from storage.rules.refusal import Refused
from storage.rules.values.place import Place

NOTHING = "Nothing is being worked on in this thread."


@dataclass(frozen=True, slots=True)
class Sessioned:
    """The surface for the stop button of an agent session.

    Slack's button only tells: the app stops the work and sets the status itself
    (docs.slack.dev/reference/events/agent_session_stopped).
    """

    desk: Desk
    sessions: Sessions

    def routes(self) -> tuple[Route, ...]:
        """Return the event of the session's stop button."""
        return (event("agent_session_stopped", self.stopped),)

    async def stopped(self, envelope: Envelope) -> Answer:
        """Stop the task of the thread where the button was pressed."""
        place = Place(envelope.channel, str(envelope.message.get("thread_ts") or ""))
        return Done(then=lambda: self._stop(envelope, place))

    async def _stop(self, envelope: Envelope, place: Place) -> None:
        text = NOTHING
        for task in await self.desk.ledger.see(threads.stoppable, envelope.claim, place):
            try:
                stopped = await self.desk.ledger.do(halting.stop, envelope.claim, key=task.key)
            except Refused as no:
                text = no.why
                continue
            text = notices.stopped(stopped)
            await self.sessions.show(stopped, place)
        await self.desk.tell(place.channel, envelope.user, sentence(text), place.ts)
