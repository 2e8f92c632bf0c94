"""The item that a pressed button carries."""

from bot.envelope.payload import Envelope
from bot.views import ids
from bot.views.ids import Value
from storage.ledger.decisions.clicks import Click
from storage.rules.refusal import Refused

OUT_OF_DATE = "That button is out of date. /sluice shows what is open."


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
