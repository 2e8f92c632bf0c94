"""What a stream says of its new tasks, for briefs that say nothing themselves."""

from dataclasses import replace

from bot.desk import Desk
from storage.ledger.streams import defaults
from storage.rules.values.brief import Brief

WHY = "its stream says so"


async def filled(desk: Desk, brief: Brief) -> Brief:
    """Return a brief with its stream's worker and reviewer, where it names none."""
    if not (brief.stream or brief.stream_channel) or not (brief.routed or brief.reviewer is None):
        return brief
    stream = await desk.ledger.see(defaults.defaults, desk.team, brief.stream, brief.stream_channel)
    if stream is None:
        return brief
    worker = stream.worker
    if brief.routed and worker is not None and (worker.is_person or worker.name in desk.agents):
        brief = replace(brief, worker=worker, routed=WHY)
    return replace(brief, reviewer=brief.reviewer or stream.reviewer or None)
