"""Long diffs, read in parts in a window of their own."""

from dataclasses import dataclass

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.routes.answers import Answer, Open, Update
from bot.routes.pressed import OUT_OF_DATE, pressed
from bot.routes.route import Route, opens
from bot.views import ids
from bot.views.editing import diff_window, diffs, long_diffs
from bot.views.kit import Block
from storage.ledger.queries.comparing import compared
from storage.rules.refusal import Stale


@dataclass(frozen=True, slots=True)
class Parts:
    """The surface for what is read in parts."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons to a part."""
        return (opens(ids.numbered(ids.SHOW_PART), self.show),)

    async def show(self, envelope: Envelope) -> Answer:
        """Show a part: in a new window, or in the window of the part before."""
        view = await self._part(envelope)
        return Update(view) if diff_window.is_part(envelope.metadata) else Open(view)

    async def _part(self, envelope: Envelope) -> Block:
        """Return the part of a long comparison that was asked for.

        Raises:
            Refused: it is not theirs, or not there any more.
        """
        value, number = pressed(envelope), int(envelope.name.rpartition(".")[2])
        task, draft, previous = await self.desk.ledger.see(compared, envelope.claim, value.key, value.version)
        changes = diffs.changes(previous.body, draft.body) if previous else []
        to_read = long_diffs.long(draft, previous, changes)
        if to_read is None:
            raise Stale(OUT_OF_DATE)
        return diff_window.part(task.name, to_read, number, str(value))
