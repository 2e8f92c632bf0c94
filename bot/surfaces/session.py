"""The stop button of an agent session: the work is stopped, the thread says so, and the session shows it."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.sessions import Sessions
from bot.views import notices, receipt
from storage.ledger.queries import threads
from storage.ledger.work import running
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

    def register(self, app: AsyncApp) -> None:
        """Register the event of the session's stop button."""
        app.event("agent_session_stopped")(self.stopped)

    async def stopped(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Stop the task of the thread where the button was pressed."""
        await ack()
        place = Place(envelope.channel, str(envelope.message.get("thread_ts") or ""))
        self.desk.after(self._stop(envelope, place), envelope)

    async def _stop(self, envelope: Envelope, place: Place) -> None:
        text = NOTHING
        for task in await self.desk.ledger.see(threads.stoppable, envelope.claim, place):
            try:
                stopped = await self.desk.ledger.do(running.stop, envelope.claim, key=task.key)
            except Refused as no:
                text = no.why
                continue
            text = notices.stopped(stopped)
            await self.sessions.show(stopped, place)
        await self.desk.tell(place.channel, envelope.user, receipt.refusal(text), place.ts)
