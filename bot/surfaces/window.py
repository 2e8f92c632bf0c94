"""The window beneath a form: what opened over another window goes back to it."""

from dataclasses import replace

from slack_bolt.async_app import AsyncAck

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


async def close(ack: AsyncAck, line: str) -> None:
    """Acknowledge a submission: its form closes, and the window beneath it stays."""
    if line:
        await ack()
    else:
        await ack(response_action="clear")
