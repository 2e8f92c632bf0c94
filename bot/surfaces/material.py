"""Material from Slack: messages, threads and files as sources of a brief."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.desk import Desk
from bot.outbound.conversations import Thread
from bot.outbound.joining import join
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack_files import SlackFiles
from bot.surfaces.file_reading import Reads
from bot.surfaces.material_bounds import MOST_FILES, bounded_name, bounded_sources, left_out
from bot.views.trouble import unread
from bot.views.trouble.refusals import OUTSIDE
from bot.words.said_in import words_of
from storage.jobs.port import Again
from storage.ledger.messages import posting
from storage.rules.refusal import Unreadable
from storage.rules.values.place import Place
from storage.rules.values.source import UNREAD, Source
from storage.rules.words import clean

TOO_MANY = "you brought {} files in a day, which is the most here. Paste its text, or bring it tomorrow."
PRIVATE = "This conversation is between two people, and I can't post in it: the result comes to your direct messages."
PATIENCE = 600.0  # seconds in which Slack is asked again of a file of which it says nothing clear
FIRST_LOOK = 5.0  # seconds until the first time; each next one waits twice as long
READING = "other files of this person are being read"
BUSY = 2.0  # seconds until it is looked again whether a person's files before these are read
ONLY_ONE = "I can't read its thread either, and used only this message: give me the rest with Edit."


@dataclass(frozen=True, slots=True)
class Gathered:
    """The text, files and thread that came along with a message.

    Attributes:
        place: where the result goes back to.
        note: what its receipt has to say of the place or the thread; empty when all is well.
    """

    sources: tuple[Source, ...]
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The text, files and threads that people give to a task.

    Attributes:
        busy: people whose files are being converted: one job at a time, so that nobody takes the places of all.
        in_vain: since when Slack says nothing clear of a file, by its id and the monotonic clock.
    """

    desk: Desk
    files: SlackFiles
    reads: Reads
    busy: set[str] = field(default_factory=set)
    in_vain: dict[str, float] = field(default_factory=dict)

    async def gather(self, content: dict[str, Any]) -> Gathered:
        """Return a message's text and files as material, and its thread if Slack gives it.

        Args:
            content: `channel`, `ts` of the thread, `user`, and what is at hand of it: `messages`, `files`, `threaded`.
        """
        channel, ts = str(content.get("channel") or ""), str(content.get("ts") or "")
        if channel.startswith("D") and not await self._is_own(channel, str(content["user"])):
            note = f"{PRIVATE} {ONLY_ONE}" if content.get("threaded") else PRIVATE
            return Gathered(await self._sources(content.get("messages") or (), content, False), Place(""), note)
        thread = Thread()
        if channel and ts and content.get("threaded", True):
            thread = await self._thread(Place(channel, ts), str(content["user"]))
        messages = thread.messages or content.get("messages") or ()
        note = unread.thread(thread.missing, self.desk.bot_user)
        if not thread.messages and channel[:1] in ("C", "G") and ts and any(m.get("files") for m in messages):
            note = note or await self._come_in(Place(channel, ts), str(content["user"]))
        sources = await self._sources(messages, content, bool(thread.messages))
        return Gathered(sources, Place(channel, ts or None), note)

    async def _come_in(self, place: Place, user: str) -> str:
        """See to it that Slack shows a message's files to the app, which has to be in the channel; return why not."""
        here = await self._thread(place, user, "to read the file that {} assigned")
        return unread.files(here.missing, self.desk.bot_user)

    async def linked(self, place: Place, user: str) -> tuple[tuple[Source, ...], str]:
        """Return the thread that a person linked to, and a sentence if it could not be read.

        Only of a public channel: of a private one nobody here can tell whether the person may read it.

        Raises:
            Again: Slack does not say now.
        """
        if not self.desk.reach.acts_in(place.channel):
            return (), f"{self.desk.reach.not_here(place.channel)} Paste its text."
        try:
            thread = await self._thread(place, user)
            await self.desk.slack.join(place.channel)  # only a public channel lets the app do this
        except Never:
            return (), "I can read a linked thread only in a public channel. Paste its text."
        except (Later, Unclear) as error:
            raise Again(getattr(error, "seconds", 5.0), str(error)) from None
        return await self._sources(thread.messages, {"user": user}, True), unread.thread(
            thread.missing, self.desk.bot_user
        )

    async def _is_own(self, channel: str, user: str) -> bool:
        """Tell whether a conversation is a person's own with the bot.

        Raises:
            Again: Slack does not say now; what was assigned waits.
        """
        try:
            return await self.desk.is_own_dm(channel, user)
        except (Later, Unclear) as error:
            raise Again(getattr(error, "seconds", 5.0), str(error)) from None

    async def _thread(self, place: Place, user: str, purpose: str = "to read the thread that {} assigned") -> Thread:
        """Return a thread; the app joins a public channel for it, since a person handed it off, and says so."""
        thread = await self.desk.slack.thread(place.channel, place.ts or "")
        if thread.missing not in OUTSIDE:
            return thread
        try:
            await join(self.desk.slack, self.desk.ledger, team=self.desk.team, place=place, user=user, purpose=purpose)
        except (Never, Later):
            return thread
        return await self.desk.slack.thread(place.channel, place.ts or "")

    async def _sources(
        self, messages: Iterable[dict[str, Any]], content: dict[str, Any], threaded: bool
    ) -> tuple[Source, ...]:
        messages, chosen = list(messages), str(content.get("chosen") or "-")  # the app's own only where it was chosen
        texts = [await self._text(m) for m in messages if m.get("user") != self.desk.bot_user or m.get("ts") == chosen]
        text = "\n".join(t for t in texts if t)
        shown = [f for m in messages for f in m.get("files") or ()]  # by Slack, to who is in the conversation
        own, user = list(content.get("files") or ()), str(content.get("user") or "")
        sources = [Source("the thread" if threaded else "the message", text)] if text.strip() else []
        return bounded_sources(
            [*sources, *await self.files_of(shown, user, shown=True), *await self.files_of(own, user)]
        )

    async def _text(self, message: dict[str, Any]) -> str:
        """Return a message's words; empty for one that only calls the app."""
        text = words_of(message)
        return "" if f"<@{self.desk.bot_user}" in text else clean((await self.desk.said(text)).text)

    async def files_of(self, files: Iterable[dict[str, Any]], user: str, *, shown: bool = False) -> tuple[Source, ...]:
        """Return files as text; a file that can't be read, or is one too many, says so, so that nobody believes it was
        used.

        Args:
            user: who has them read; only what they may open themselves is.
            shown: whether Slack itself shows them in a conversation that they are in, so that nobody has to ask.

        Raises:
            Again: other files of theirs are being converted, or Slack says nothing of a file now.
        """
        every = list(files)
        read, more = every[:MOST_FILES], [left_out(bounded_name(file)) for file in every[MOST_FILES:][:MOST_FILES]]
        if not any(self.reads.converts(bounded_name(file)) for file in read):
            return bounded_sources([*[await self._source(file, user, shown) for file in read], *more])
        if user in self.busy:
            raise Again(BUSY, READING)
        self.busy.add(user)
        try:
            return bounded_sources([*[await self._source(file, user, shown) for file in read], *more])
        finally:
            self.busy.discard(user)

    async def _source(self, file: dict[str, Any], user: str, shown: bool) -> Source:
        if not shown and self.desk.rates.files.wait(user, self.desk.now):
            return Source(bounded_name(file), f"{UNREAD} {TOO_MANY.format(self.desk.rates.files.most)})")
        given = file  # what Slack says of it beyond that may be nothing that this person may see
        try:
            file = await self.files.describe(file)
            if not shown and not await self._may_open(user, file):
                return Source(bounded_name({"id": file.get("id")}), f"{UNREAD} you are nowhere where it is shared.)")
            text = await self._read_file(file, bounded_name(file), user)
        except Never:
            return Source(bounded_name(given), f"{UNREAD} Slack did not give it.)")
        except Later as error:
            raise Again(error.seconds, str(error)) from None
        except Unclear as error:
            return self._asked_in_vain(given, error)
        self.in_vain.pop(str(given.get("id")), None)
        return Source(bounded_name(file), text, str(file.get("id") or ""))

    def _asked_in_vain(self, file: dict[str, Any], error: Unclear) -> Source:
        """Return a file of which Slack says nothing clear as not read, once that was so for ten minutes.

        Raises:
            Again: it was not so for as long.
        """
        now = time.monotonic()
        waited = now - self.in_vain.setdefault(str(file.get("id")), now)
        if waited < PATIENCE:
            raise Again(max(FIRST_LOOK, waited), str(error)) from None
        return Source(bounded_name(file), f"{UNREAD} Slack did not give it.)")

    async def whole(self, file: dict[str, Any], user: str) -> tuple[str, bytes]:
        """Return the name and the bytes of a file that a person hands in.

        Raises:
            Unreadable: Slack does not give it, or they may not open it.
        """
        if self.desk.rates.files.wait(user, self.desk.now):
            raise Unreadable(TOO_MANY.format(self.desk.rates.files.most))
        try:
            described = await self.files.describe(file)
            if not await self._may_open(user, described):
                raise Unreadable("you are nowhere where it is shared.")
            data = await self.files.read(described)
        except (Never, Later, Unclear):
            raise Unreadable(f"Slack did not give {bounded_name(file)}.") from None
        if data is None:
            raise Unreadable(f"{bounded_name(described)} is empty, larger than 20 MB, or not in this Slack.")
        return bounded_name(described), data

    async def _may_open(self, user: str, file: dict[str, Any]) -> bool:
        own = await self.desk.ledger.see(posting.dm_of, self.desk.team, user)
        return await self.desk.reach.may_open(user, file, own)

    async def _read_file(self, file: dict[str, Any], name: str, user: str) -> str:
        try:
            data = await self.files.read(file)
            if data is None:
                return f"{UNREAD} it is empty, larger than 20 MB, or not in this Slack.)"
            return clean(await self.reads.read(name, data, user))
        except Later:  # its host alone is away: no reason to wait for ever
            return f"{UNREAD} Slack did not give it.)"
        except Unreadable as error:
            return f"{UNREAD} {error})"
