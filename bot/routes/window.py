"""What a press is about, and what a form remembers of it: the item, the message with its card, the window beneath."""

import re
from dataclasses import dataclass, replace

from bot.envelope.payload import Envelope
from bot.views import ids
from bot.views.ids import Value
from storage.ledger.decisions.clicks import Click
from storage.rules.refusal import Refused
from storage.rules.values.place import Place

OUT_OF_DATE = "That button is out of date. /sluice shows what is open."

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


def pressed(envelope: Envelope) -> Value:
    """Return the item that a button carries, and the version that the person saw.

    Raises:
        Refused: the button carries none.
    """
    value = ids.parse(envelope.value)
    if value is None:
        raise Refused(OUT_OF_DATE)
    return value


def pressed_key(envelope: Envelope) -> str:
    """Return the key of the item that a button carries; one that no item has for what we never wrote."""
    value = ids.parse(envelope.value)
    return value.key if value else "-"


def click(envelope: Envelope) -> Click:
    """Return the decision's origin for a press on an item.

    Raises:
        Refused: the button carries no item.
    """
    value = pressed(envelope)
    return Click(key=value.key, version=value.version, place=envelope.place, dedup=envelope.dedup)


def about(envelope: Envelope) -> str:
    """Return the private metadata of a form that opens by a press on an item."""
    place = envelope.place or Place("")
    return f"{ids.parse(envelope.value)}|{place.channel}|{place.ts or ''}\n{beneath(envelope)}"


def read_about(metadata: str) -> About:
    """Return what a form's private metadata names."""
    first, _, line = metadata.partition("\n")
    named, channel, ts = (*first.split("|"), "", "")[:3]
    return About(ids.parse(named), Place(channel, ts) if _PLACE.fullmatch(channel) and ts else None, line)


def beneath(envelope: Envelope) -> str:
    """Return the window where a person pressed, as a line for the metadata of the form that opens over it; empty
    where they pressed in a message."""
    return f"{envelope.view_id} {envelope.metadata}" if envelope.in_modal else ""


def back_to(envelope: Envelope, line: str) -> Envelope | None:
    """Return the envelope of a submission as if it came from the window beneath its form, so that that can be drawn
    again; None where the form opened over none.

    Args:
        line: as `beneath` wrote it.
    """
    view_id, _, metadata = line.partition(" ")
    return replace(envelope, view_id=view_id, view_hash="", metadata=metadata) if view_id else None


def beneath_of(metadata: str) -> str:
    """Return the line that `beneath` wrote into a form's private metadata; empty where the form opened over none."""
    return metadata.partition("\n")[2]
