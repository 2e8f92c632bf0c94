"""Material from Slack: messages, threads and files as sources of a brief."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack import Gateway, Later, Never, Unclear
from storage.rules.refusal import Unreadable
from storage.rules.task import UNREAD, Source
from storage.rules.words import clean

Read = Callable[[str, bytes], str]  # a file's text, by its name; raises `Unreadable`
MOST_FILES = 10
LONGEST = 200_000  # characters of all sources of a brief


async def sources_of(slack: Gateway, files: Iterable[dict[str, Any]], read: Read) -> tuple[Source, ...]:
    """The files as text; one that can't be read says so, so that nobody believes it was used."""
    made: list[Source] = []
    for file in list(files)[:MOST_FILES]:
        name = clean(str(file.get("name") or file.get("id") or "file"))[:100]
        made.append(Source(name, await _text(slack, file, name, read)))
    return _bounded(made)


async def _text(slack: Gateway, file: dict[str, Any], name: str, read: Read) -> str:
    try:
        data = await slack.read_file(file)
        if data is None:
            return f"{UNREAD} it is empty, larger than 20 MB, or not in this Slack.)"
        return clean(await asyncio.to_thread(read, name, data))
    except Unreadable as no:
        return f"{UNREAD} {no})"
    except (Never, Later, Unclear):
        return f"{UNREAD} Slack did not give it.)"


def _bounded(sources: Sequence[Source]) -> tuple[Source, ...]:
    left, kept = LONGEST, []
    for s in sources:
        kept.append(Source(s.name, s.text[:left]))
        left -= len(kept[-1].text)
        if left <= 0:
            break
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Material:
    slack: Gateway
    bot_user: str
    read: Read

    async def gather(self, held: dict[str, Any]) -> tuple[Source, ...]:
        """A message's text and files, and its thread where the scope is granted."""
        channel, ts = str(held.get("channel") or ""), str(held.get("ts") or "")
        messages = list(held.get("messages") or ())
        thread = await self.slack.thread(channel, ts) if channel and ts else []
        said = [m for m in thread or messages if m.get("user") != self.bot_user]
        text = "\n".join(
            clean(str(m.get("text") or "")) for m in said if f"<@{self.bot_user}>" not in str(m.get("text"))
        )
        files = [f for m in (thread or messages) for f in m.get("files") or ()] + list(held.get("files") or ())
        sources = [Source("the thread" if thread else "the message", text)] if text.strip() else []
        return _bounded([*sources, *await sources_of(self.slack, files, self.read)])
