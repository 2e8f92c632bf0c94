"""A link to a message, as a person copies it in Slack, and the thread that it leads to."""

import re

from storage.rules.values.place import Place

_LINK = re.compile(
    r"https?://\S*?(?:/archives/(?P<channel>[CG][A-Z0-9]+)/p(?P<seconds>\d{10})(?P<part>\d{6})|"
    r"#(?P<near>[CG][A-Z0-9]+)/(?P<ts>\d{10}\.\d{6}))(?:\?(?:\S*&)?thread_ts=(?P<thread>\d{10}\.\d{6}))?\S*"
)
NO_LINK = "That is no link to a message. In Slack: the three dots of a message, Copy link."


def thread_of(link: str) -> Place | None:
    """Return the thread that a link to a message leads to; None where it leads elsewhere."""
    match = _LINK.fullmatch(link.strip().strip("<>"))
    if match is None:
        return None
    ts = match["thread"] or match["ts"] or f"{match['seconds']}.{match['part']}"
    return Place(match["channel"] or match["near"], ts)
