"""The window beneath a form: a line of the form's metadata leads back to it."""

from dataclasses import replace

from bot.envelope.payload import Envelope


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
