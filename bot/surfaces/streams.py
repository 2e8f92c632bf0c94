"""Streams: `/sluice stream`, a stream's page in a window, and what its owner does with it."""

import contextlib
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.outbound.outcomes import Later, Never, Unclear
from bot.people.reach import NOT_IN
from bot.routes.answers import Answer, Done, Open, Say, Update
from bot.routes.route import Route, opens
from bot.views import away, forms, ids
from bot.views.kit import Block, Message
from bot.views.paging import read_page
from bot.views.sentence import sentence
from bot.views.stream import decision_list, stream_buttons, stream_list, stream_page, stream_settings
from storage.ledger import access
from storage.ledger.streams import changing, finding, first, holding, listing, making, owning, page, stream_rows
from storage.ledger.streams.finding import NoStream
from storage.ledger.streams.page import LISTED, SHOWN
from storage.rules.authority import Action
from storage.rules.pages.streams import StreamPage
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.worker import agent
from storage.rules.words import many

USAGE = (
    "I know: /sluice stream NAME · new NAME · list · close NAME · open NAME · share NAME #channel · hold NAME · "
    "go on NAME · settings NAME"
)
_ALL = " decided"  # behind a stream's name: all of its decisions
_VERBS = re.compile(r"(?P<verb>new|close|open|share|hold|go on|settings)\b\s*(?P<name>.*)", re.I)
_CHANNEL = re.compile(r"#\S+|off", re.I)
NAMED = 3  # of what comes again


@dataclass(frozen=True, slots=True)
class Streams:
    """The surface for streams."""

    desk: Desk

    def routes(self) -> tuple[Route, ...]:
        """Return the buttons of a stream's page and of the list."""
        return (
            opens(re.compile(rf"^{ids.STREAM_PAGE}(\.[0-9])?$"), self.open),
            opens(ids.STREAM_ALL, self.show_all),
            opens(ids.STREAM_NEW, self.new),
            opens(ids.STREAM_ASSIGN, self.assign),
            opens(ids.STREAM_HOLD, functools.partial(self.press, verb="hold")),
            opens(ids.STREAM_GO_ON, functools.partial(self.press, verb="go on")),
            opens(ids.STREAM_CLOSE, functools.partial(self.press, verb="close")),
            opens(ids.STREAM_OPEN, functools.partial(self.press, verb="open")),
            opens(ids.FIRST_TODAY, functools.partial(self.press, verb="first")),
            opens(ids.FIRST_OFF, functools.partial(self.press, verb="not first")),
        )

    async def answer(self, envelope: Envelope, text: str, number: int = 0) -> Message | None:
        """Return the answer to what follows `/sluice stream`; None where a window is opened instead.

        Raises:
            Refused
        """
        words = _VERBS.fullmatch(text)
        if not text or text.lower() == "list":
            return stream_list.listing(await self.desk.ledger.see(listing.list_streams, envelope.claim), number)
        verb = words["verb"].lower() if words else ""
        try:
            if words is None or await self._is_name(envelope, text):
                return await self._page(envelope, text, number)
            if name := words["name"].strip():
                return await self._do(envelope, verb, name)
            raise Refused(f"Say which stream, for example: `/sluice stream {verb} Beta launch`. {USAGE}")
        except NoStream as no:
            return stream_list.unknown(no.why, no.name, no.near, verb)

    async def _is_name(self, envelope: Envelope, text: str) -> bool:
        """Tell whether a person has a stream of this name, as “Open source”, which begins like something to do."""
        with contextlib.suppress(NoStream):
            return bool(await self.desk.ledger.see(finding.find, envelope.claim, text))
        return False

    async def _do(self, envelope: Envelope, verb: str, name: str) -> Message | None:
        """Do what a person wants with a stream, and return what came of it."""
        ledger, claim = self.desk.ledger, envelope.claim
        match verb:
            case "new":
                new = await ledger.do(making.make_stream, claim, name)
                return await self._page(envelope, stream_buttons.value(new), 0)
            case "close":
                closed, open_tasks, again = await ledger.do(changing.close, claim, name)
                on = f" {many(open_tasks, 'task of it stays', 'tasks of it stay')} open." if open_tasks else ""
                opens = "The next task that is assigned for it opens it again."
                return sentence(f"“{closed.name}” is closed.{on} {opens}{_again(again)}")
            case "open":
                return sentence(f"“{(await ledger.do(changing.reopen, claim, name)).name}” is open again.")
            case "hold":
                held = await ledger.do(holding.hold, claim, name)
                return sentence(
                    f"“{held.name}” is on hold: no task of it starts, what runs goes on. "
                    f"`/sluice stream go on {held.name}` lets them start."
                )
            case "go on":
                going, started = await ledger.do(holding.go_on, claim, name)
                now = f" {many(started, 'task')} of it started now." if started else ""
                return sentence(f"“{going.name}” goes on.{now}")
            case "first":
                return sentence(away.first(await ledger.do(first.put_first, claim, name)))
            case "not first":
                return sentence(away.first_off(await ledger.do(first.put_none_first, claim)))
            case "settings":
                return await self._settings(envelope, name)
            case _:
                return await self._share(envelope, name)

    async def _settings(self, envelope: Envelope, name: str) -> Message | None:
        target = await self.desk.ledger.do(owning.owned, envelope.claim, name, Action.STREAM)
        self.desk.after(self.desk.open(envelope, stream_settings.settings(target, self.desk.agents)), envelope)
        return None

    async def _share(self, envelope: Envelope, text: str) -> Message:
        """Share a stream with a channel that the person is in; with “off”, with none from now on."""
        name, _, last = " ".join(text.split()).rpartition(" ")
        if not name or not _CHANNEL.fullmatch(last):
            raise Refused("Say which stream, and with which channel: `/sluice stream share Beta launch #general`")
        channel = "" if last.lower() == "off" else await self._channel(envelope, last)
        shared = await self.desk.ledger.do(changing.share, envelope.claim, name, channel)
        if not channel:
            return sentence(f"“{shared.name}” is shared with no channel: new tasks are seen by their people alone.")
        return sentence(
            f"“{shared.name}” is shared with <#{channel}>. What is assigned for it from now on is seen there, when it "
            "is collected there. What is there already stays as it is."
        )

    async def _channel(self, envelope: Envelope, name: str) -> str:
        """Return the id of a channel that a person named, and is in.

        Raises:
            Refused
        """
        channel = (await self.desk.said(envelope.text, ask=False)).ids.get(name.lower())
        if channel is None:
            raise Refused(f"I can't tell which channel {name[:60]} is. Type # and pick it from Slack's list.")
        if not self.desk.reach.acts_in(channel):
            raise Refused(self.desk.reach.not_here(channel))
        there = await self.desk.reach.here(envelope.user, channel)
        if there is None:
            raise Refused(NOT_IN.format(place=f"<#{channel}>"))
        if there.shared:
            raise Refused(f"Another company shares <#{channel}>: no stream is shown there.")
        return channel

    async def _page(self, envelope: Envelope, name: str, number: int) -> Message | None:
        """Open a stream's page in a window; where Slack gives no leave for one, return it as a message."""
        if name.startswith(".") and name.endswith(_ALL):
            return decision_list.decisions(await self._seen(envelope, name.removesuffix(_ALL), LISTED), number)
        shown = await self._seen(envelope, name)
        message = stream_page.stream_page(shown, self.desk.now, number)
        if envelope.kind != "command" or not envelope.trigger:
            return message
        self.desk.after(self._open(envelope, stream_page.window(shown, self.desk.now, number), message), envelope)
        return None

    async def _open(self, envelope: Envelope, view: Block, message: Message) -> None:
        try:
            await self.desk.open(envelope, view)
        except (Never, Later, Unclear):
            await self.desk.whisper(envelope, message)

    async def _seen(self, envelope: Envelope, name: str, decisions: int = SHOWN) -> StreamPage:
        """Return a stream's page as a person sees it; Slack is asked whether they are in its channels.

        Raises:
            Refused
        """
        if name.startswith("#"):
            channel = (await self.desk.said(envelope.text, ask=False)).ids.get(name.lower())
            name = f"#{channel}" if channel else name
        await self.desk.ledger.see(access.check, envelope.claim, Action.LOOK)
        channels = await self.desk.ledger.see(stream_rows.channels_of, envelope.claim, name)
        mine = set[str]()
        for channel in channels:
            with contextlib.suppress(Refused):  # Slack does not say: nothing of the channel is shown
                if await self.desk.reach.here(envelope.user, channel) is not None:
                    mine.add(channel)
        return await self.desk.ledger.see(page.page, envelope.claim, name, mine, decisions)

    async def turn(self, envelope: Envelope) -> Answer:
        """Turn to another page of a stream, in its window."""
        number, text = read_page(envelope.value)
        return Update(await self._window(envelope, text.removeprefix("stream "), number))

    async def _window(self, envelope: Envelope, name: str, number: int = 0) -> Block:
        if name.endswith(_ALL):
            shown = await self._seen(envelope, name.removesuffix(_ALL), LISTED)
            return decision_list.decisions_window(shown, number)
        return stream_page.window(await self._seen(envelope, name), self.desk.now, number)

    async def open(self, envelope: Envelope) -> Answer:
        """Open the page of a stream that a button names."""
        return Open(await self._window(envelope, str(envelope.value)))

    async def show_all(self, envelope: Envelope) -> Answer:
        """Show all decisions of a stream."""
        return Open(await self._window(envelope, f"{envelope.value}{_ALL}"))

    async def new(self, envelope: Envelope) -> Answer:
        """Make the stream that a person looked for, and open its page."""
        new = await self.desk.ledger.do(making.make_stream, envelope.claim, str(envelope.value))
        return Open(await self._window(envelope, stream_buttons.value(new)))

    async def assign(self, envelope: Envelope) -> Answer:
        """Open the form of a new task of this stream."""
        await self.desk.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        shown = await self._seen(envelope, str(envelope.value))
        brief = Brief(goal="", worker=agent(forms.PICK), stream=shown.stream.name)
        origin = ids.origin(envelope.channel, envelope.response_url)
        return Open(forms.assign(self.desk.agents, brief=brief, metadata=origin))

    async def press(self, envelope: Envelope, verb: str) -> Answer:
        """Do what a button says with a stream, and draw its page again; outside of it, say what came of it."""
        name = str(envelope.value)
        message = await self._do(replace(envelope, kind="message"), verb, name)
        if envelope.in_modal:
            return Update(await self._window(envelope, name))
        return Say(message) if message is not None else Done()


def _again(names: Sequence[str]) -> str:
    """Return that what comes again opens a stream that is closed, as a sentence behind others; empty for nothing."""
    if not names:
        return ""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    verb, next_ones = ("comes", "its next run opens") if len(names) == 1 else ("come", "their next runs open")
    return f" {', '.join(names[:NAMED])}{more} {verb} again in it, and {next_ones} it: `/sluice repeats` has Stop."
