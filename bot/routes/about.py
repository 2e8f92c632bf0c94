"""What a form is about, as its private metadata keeps it: the item, the message with its card, the window beneath."""

import re
from dataclasses import dataclass

from bot.envelope.payload import Envelope
from bot.routes.window import beneath
from bot.views import ids
from bot.views.ids import Value
from storage.ledger.decisions.clicks import Click
from storage.rules.values.place import Place

_PLACE = re.compile(r"[CGD]\w+")


@dataclass(frozen=True, slots=True)
class About:
    """What a form is about, as its private metadata keeps it.

    Attributes:
        value: the item and the version that the person saw; None for what we never wrote.
        place: the message in which they pressed, where they did.
        line: the window beneath, as `beneath` writes it.
    """

    value: Value | None
    place: Place | None
    line: str

    @property
    def key(self) -> str:
        """The item's key; one that no item has for what we never wrote."""
        return self.value.key if self.value else "-"

    def click(self, envelope: Envelope, version: int | None = None) -> Click:
        """Return the decision's origin for a submission.

        Args:
            version: the one that was chosen, where there are several.
        """
        seen = version if version is not None else self.value.version if self.value else 0
        return Click(key=self.key, version=seen, place=self.place, dedup=envelope.dedup)


def about(envelope: Envelope) -> str:
    """Return the private metadata of a form that opens by a press on an item."""
    place = envelope.place or Place("")
    return f"{ids.parse(envelope.value)}|{place.channel}|{place.ts or ''}\n{beneath(envelope)}"


def read_about(metadata: str) -> About:
    """Return what a form's private metadata names."""
    first, _, line = metadata.partition("\n")
    named, channel, ts = (*first.split("|"), "", "")[:3]
    return About(ids.parse(named), Place(channel, ts) if _PLACE.fullmatch(channel) and ts else None, line)
