"""A message that somebody hands off: its words may be another person's, and set nothing."""

import asyncio
from typing import Any

from bot.desk import Desk
from bot.envelope.decoding import Said
from bot.envelope.payload import Envelope
from bot.words.said_in import words_of

MOMENT = 1.0  # seconds that Slack may take to name people: a form has to open within three


async def quoted(desk: Desk, text: str) -> Said:
    """Return a message's words, with the names of people as far as Slack tells them in a moment."""
    try:
        async with asyncio.timeout(MOMENT):
            return await desk.said(text)
    except TimeoutError:
        return await desk.said(text, ask=False)


async def title_in(desk: Desk, words: Said, user: str) -> str:
    """Return what a message asks for in a line, without its clauses; '' for one without words."""
    if not words.text.strip():
        return ""
    parsed, _ = await desk.read(words, user)
    return parsed.title


def carried(envelope: Envelope, words: Said) -> dict[str, Any]:
    """Return what is kept of a message while its form is open: its text, place and files, and whom it names."""
    message = envelope.message
    return {
        "user": envelope.user,
        "channel": envelope.channel,
        "ts": str(message.get("thread_ts") or message.get("ts") or ""),
        "threaded": bool(message.get("thread_ts") or message.get("reply_count")),
        "chosen": str(message.get("ts") or ""),
        "messages": [{k: message.get(k) for k in ("user", "ts", "files")} | {"text": words_of(message)}],
        "response_url": envelope.response_url,
        "ids": dict(words.ids),
    }
