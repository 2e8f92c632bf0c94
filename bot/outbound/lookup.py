"""Finding out whether Slack has a message or a file after its answer was lost."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from bot.outbound.matching import Matches
from bot.outbound.outcomes import Never
from bot.outbound.slack import Gateway
from storage.rules.values.place import Place

PAGE, PAGES = 200, 5  # messages that are looked through for one of ours
CLOCKS = timedelta(minutes=10)  # how far the two clocks may differ; what is ours is known by its key


async def find(slack: Gateway, place: Place, matches: Matches, since: datetime) -> str | None:
    """Return the ts of a message of ours in a conversation or thread; None when it is certainly not there.

    Raises:
        Never: Slack does not let us look, or there are too many messages to tell.
        Later, Unclear
    """
    async for message in _messages(slack, place, since):
        if matches(message):
            return str(message["ts"])
    return None


async def _messages(slack: Gateway, place: Place, since: datetime) -> AsyncIterator[dict[str, Any]]:
    """Yield what was said since then. The history of a conversation holds no replies: a thread has its own."""
    oldest = f"{(since - CLOCKS).timestamp():.6f}"
    method, thread = ("conversations.replies", {"ts": place.ts}) if place.ts else ("conversations.history", {})
    cursor = None
    for _ in range(PAGES):
        answer = await slack.call(
            method, channel=place.channel, oldest=oldest, limit=PAGE, include_all_metadata=True, cursor=cursor, **thread
        )
        for message in answer.get("messages", ()):
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
        if not answer.get("has_more"):
            return
        if cursor is None:
            break
    raise Never("too many messages since to tell")
