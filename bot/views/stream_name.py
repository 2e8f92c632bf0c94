"""The name of a stream as people read it."""

import re

from bot.views.kit import esc

_CHANNEL = re.compile("#[CG][A-Z0-9]+")  # what the stream of a channel is called


def stream_name(name: str | None) -> str:
    """Return a stream's name; the stream of a channel is shown as the channel, none as nothing."""
    return f"<{name}>" if name and _CHANNEL.fullmatch(name) else esc(name or "")
