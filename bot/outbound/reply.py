"""Answers that only one person sees, and answers that Slack may be slow to take."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.outbound.outcomes import Later
from bot.views.kit import Message

BUSY, LONGEST = 2, 10.0  # how often an answer waits for Slack while it is busy, and how many seconds at most


async def patiently(call: Callable[[], Awaitable[None]]) -> None:
    """Call Slack, and wait for it a few times while it is busy.

    Raises:
        Later, Never, Unclear
    """
    for _ in range(BUSY):
        try:
            return await call()
        except Later as wait:
            await asyncio.sleep(min(wait.seconds, LONGEST))
    return await call()


def ephemeral(message: Message) -> dict[str, Any]:
    """Return a message as the answer to a slash command, which only its author sees."""
    return {"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)}
