"""A refusal as an error of a form's field, which Slack shows as plain text."""

import re

from bot.desk import Desk
from storage.rules.words import capital

_MENTION = re.compile(r"<@(\w+)>")
_COMMAND = re.compile(r"`|/(?:[a-z0-9-]+-)?(?:assign|collect|sluice)\b")
_SENTENCES = re.compile(r"(?<=[.?!]) ")


async def plain(desk: Desk, why: str) -> str:
    """Return a refusal with names for mentions, and without the sentences that name a command: a form has fields."""
    users = set(_MENTION.findall(why))
    names = await desk.names(users, ask=False) if users else {}
    told = capital(_MENTION.sub(lambda user: f"@{names[user[1]]}" if user[1] in names else "that person", why))
    sentences = _SENTENCES.split(told)
    kept = [sentence for sentence in sentences if not _COMMAND.search(sentence)]
    return " ".join(kept or sentences)
