"""Long diffs, read in parts in a window of their own."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE
from bot.views import diffs, ids
from bot.views.kit import Block
from storage.ledger.queries.comparing import compared
from storage.rules.refusal import Refused, Stale


@dataclass(frozen=True, slots=True)
class Parts:
    """The surface for what is read in parts."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Register the buttons to a part."""
        app.action(ids.numbered(ids.SHOW_PART))(self.show)

    async def show(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Show a part: in a new window, or in the window of the part before."""
        await ack()
        self.desk.after(self._show(envelope), envelope)

    async def _show(self, envelope: Envelope) -> None:
        """
        Raises:
            Refused: it is not theirs, or not there any more.
        """
        view = await self._part(envelope)
        if diffs.is_part(envelope.metadata):
            await self.desk.slack.update_view(envelope.view_id, view)
        else:
            await self.desk.open(envelope, view)

    async def _part(self, envelope: Envelope) -> Block:
        value, number = ids.parse(envelope.value), int(envelope.name.rpartition(".")[2])
        if value is None:
            raise Refused(OUT_OF_DATE)
        task, draft, previous = await self.desk.ledger.see(compared, envelope.claim, value.key, value.version)
        changes = diffs.changes(previous.body, draft.body) if previous else []
        to_read = diffs.long(draft, previous, changes)
        if to_read is None:
            raise Stale(OUT_OF_DATE)
        return diffs.part(task.name, to_read, number, str(value))
