"""The menu beside the buttons of a decision: it leads to the route of what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck

from bot.envelope.payload import Envelope
from bot.routes.answers import Answer
from bot.routes.pressed import OUT_OF_DATE
from bot.routes.route import Route, press
from bot.routes.serving import Serving
from bot.views import ids, menu
from bot.views.menu import Way
from storage.rules.refusal import Refused


@dataclass(frozen=True, slots=True)
class Menu:
    """The surface for the menu of an item.

    Attributes:
        ways: by what was chosen; each reads the item's value as of a button.
    """

    serving: Serving
    ways: Mapping[Way, Route]

    async def choose(self, ack: AsyncAck, envelope: Envelope) -> None:
        """Do what was chosen."""
        way, value = menu.read(envelope.value)
        route = self.ways.get(way) if way else None
        await self.serving.serve(route or press(ids.MENU, _unknown), ack, replace(envelope, value=value))


async def _unknown(envelope: Envelope) -> Answer:
    """Answer a choice that no menu offers any more.

    Raises:
        Refused: always.
    """
    raise Refused(OUT_OF_DATE)
