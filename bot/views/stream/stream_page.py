"""A stream's page, in a window or as a message."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, Message, actions, context, header, label, modal, section
from bot.views.paging import Listing, page
from bot.views.stream.about import about
from bot.views.stream.decision_list import newest, pace
from bot.views.stream.groups import in_groups
from bot.views.stream.recap import left_off
from bot.views.stream.stream_buttons import buttons, value
from bot.views.stream.waiting import waiting
from storage.rules.pages.streams import StreamPage


def stream_page(shown: StreamPage, now: datetime, number: int = 0) -> Message:
    """Return a page of a stream's page as a message."""
    name = shown.stream.name
    head = () if name.startswith("#") else (header(name),)
    return page(_listing(shown, now, head), f"stream {value(shown.stream)}", number)


def window(shown: StreamPage, now: datetime, number: int = 0) -> Block:
    """Return a page of a stream's page as a window."""
    message = page(_listing(shown, now, ()), f"stream {value(shown.stream)}", number)
    name = shown.stream.name
    title = "A channel's stream" if name.startswith("#") else label(name, 24)
    return modal(ids.STREAM_VIEW, title, message.blocks, metadata=value(shown.stream))


def _listing(shown: StreamPage, now: datetime, head: Sequence[Block]) -> Listing:
    zone = shown.person.zone or "UTC"
    above = [*head, section("\n".join(about(shown))), section(left_off(shown.recap, now, zone))]
    tail = [context(pace(shown)), actions(*buttons(shown))]
    entries = [*waiting(shown, now), *in_groups(shown, now), *newest(shown, zone)]
    return Listing(text="Your stream", head=tuple(above), entries=tuple(entries), tail=tuple(tail))
