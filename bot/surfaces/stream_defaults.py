"""What a stream says of its new tasks, for briefs that say nothing themselves."""

from dataclasses import replace

from bot.desk import Desk
from storage.ledger.streams import defaults
from storage.rules.values.brief import Brief

WHY = "its stream says so"
# The channel is not named: who asks may not know of it.
WHO_SEES = "Slack does not say right now who sees what is assigned for this stream. Try again in a moment."


async def filled(desk: Desk, brief: Brief, user: str) -> Brief:
    """Return a person's brief with its stream's worker and reviewer, where it names none. A name opens no channel:
    where the person is not in the one that the stream is shared with, those who are do not see what they assign."""
    if not (brief.stream or brief.stream_channel):
        return brief
    stream = await desk.ledger.see(defaults.defaults, desk.team, brief.stream, brief.stream_channel)
    if stream is None:
        return brief
    if stream.shown_in and not brief.stream_channel and not await desk.reach.is_in(user, stream.shown_in, WHO_SEES):
        brief = replace(brief, apart=True, then=tuple(replace(step, apart=True) for step in brief.then))
    worker = stream.worker
    if brief.routed and worker is not None and (worker.is_person or worker.name in desk.agents):
        brief = replace(brief, worker=worker, routed=WHY)
    return replace(brief, reviewer=brief.reviewer or stream.reviewer or None)
