"""The menu beside the buttons of a decision: it leads to the surface of what was chosen."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.surfaces.decide import OUT_OF_DATE
from bot.views import ids, menu
from bot.views.menu import Way

Handler = Callable[[AsyncAck, Envelope], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Menu:
    """The surface for the menu of an item.

    Attributes:
        handlers: by the way that was chosen; each acknowledges, and reads the item's value as of a button.
    """

    desk: Desk
    handlers: Mapping[Way, Handler]

    def register(self, app: AsyncApp) -> None:
        """Register the menu."""
        app.action(ids.MENU)(self.choose)

    async def choose(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Do what was chosen."""
        way, value = menu.read(envelope.value)
        handler = self.handlers.get(way) if way else None
        if handler is None:
            await ack()
            self.desk.after(self.desk.refuse(envelope, OUT_OF_DATE))
            return
        await handler(ack, replace(envelope, value=value))
