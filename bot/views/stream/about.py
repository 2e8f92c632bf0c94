"""What a stream is: its goal, its owner, who belongs to it, what it may cost, and whether it rests."""

from bot.views.kit import esc
from bot.views.stream.lines import NAMES
from bot.views.stream_name import stream_name
from storage.rules.budget import dollars
from storage.rules.pages.streams import StreamPage


def about(shown: StreamPage) -> list[str]:
    """Return the lines that tell what a stream is."""
    stream, members = shown.stream, [user for user in shown.members if user != shown.stream.owner]
    channel = stream.shown_in or stream.channel
    named = ", ".join(f"<@{user}>" for user in members[:NAMES])
    more = f" and {len(members) - NAMES} more" if len(members) > NAMES else ""
    parts = [
        f"*{stream_name(stream.name)}*" if stream.name.startswith("#") else "",
        f"Goal: {esc(stream.goal)}" if stream.goal else "",
        f"{'owner' if stream.goal else 'Owner'} <@{stream.owner}>" if stream.owner else "",
        f"with {named}{more}" if named else "",
        f"<#{channel}>" if channel and not stream.name.startswith("#") else "",
        "high priority" if stream.priority else "",
        _spent(shown),
    ]
    return [" · ".join(part for part in parts if part), *_state(shown)]


def _spent(shown: StreamPage) -> str:
    """Return how much of a stream's budget is spent; empty where it has none."""
    if shown.stream.budget is None:
        return ""
    more = ", and calls whose price is not known" if shown.unpriced else ""
    return f"{dollars(shown.spent)} of {dollars(shown.stream.budget)} spent{more}"


def _state(shown: StreamPage) -> list[str]:
    lines = []
    if shown.rests is not None:
        lines.append(f"*No task of it starts.* {shown.rests.why}")
    if shown.stream.is_closed:
        lines.append("*It is closed.* The next task that is assigned for it opens it again.")
    return lines
