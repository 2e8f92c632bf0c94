"""The buttons of a stream's page, and how they name it."""

from bot.views import ids
from bot.views.kit import Block, button
from storage.rules.pages.streams import StreamPage
from storage.rules.values.stream import Stream


def value(stream: Stream) -> str:
    """Return how a button of a page names its stream; who presses it is looked up then."""
    return f".{stream.id}"


def buttons(shown: StreamPage) -> list[Block]:
    """Return the buttons: those of everybody, and those of its owner."""
    stream, own = shown.stream, value(shown.stream)
    first = (
        button("Not first today", ids.FIRST_OFF, own) if shown.first else button("First today", ids.FIRST_TODAY, own)
    )
    choices = [button("Assign here", ids.STREAM_ASSIGN, own, "primary"), first]
    if stream.owner != shown.person.user:
        return choices
    go_on = button("Go on", ids.STREAM_GO_ON, own) if stream.stopped_by else button("Hold", ids.STREAM_HOLD, own)
    close = (
        button("Open again", ids.STREAM_OPEN, own)
        if stream.is_closed
        else button("Close stream", ids.STREAM_CLOSE, own)
    )
    return [*choices, button("Settings", ids.STREAM_SETTINGS, own), go_on, close]
