"""What every surface needs at hand."""

import contextlib
import re
from collections.abc import Collection, Coroutine, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

import structlog

from bot.envelope.decoding import Said, decode, unnamed
from bot.envelope.payload import Envelope
from bot.outbound import errors
from bot.outbound.background import Background
from bot.outbound.newer import Newer
from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.posting import Posting
from bot.outbound.redrawing import Redrawing
from bot.outbound.reply import patiently
from bot.outbound.slack import Gateway
from bot.people.acquaintances import Acquaintances
from bot.people.rates import Rates
from bot.people.reach import Reach
from bot.views.kept_words import kept
from bot.views.kit import Block, Message
from bot.views.mended import to_copy
from bot.views.review.review import notice
from bot.views.sentence import sentence
from bot.views.trouble import window_refusals
from bot.words.canvas import no_canvas
from bot.words.dates import other, reader
from storage.ledger import access, people
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import keeping, posting
from storage.rules.authority import Action
from storage.rules.brief import Parsed, near, read
from storage.rules.day_names import LEADS
from storage.rules.noted import Known, Odd, Problem, When
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.routing import route
from storage.rules.values.brief import Asked, Brief
from storage.rules.values.place import Place
from storage.rules.values.source import Source
from storage.rules.values.worker import agent, colleague

log = structlog.get_logger()

_NO_AGENT = re.compile("from|to|cc|re|fwd|subject|sent|date|notes?|todo|ps|fyi|hi|hello|dear|question|urgent")
_DATED = re.compile(rf"\b(?:{LEADS})\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The ledger, the way to Slack, and the words that both need.

    Args:
        agents: names of the agents and what each is for.
        hosts: where links of a draft may lead.
        missing: what the installation lacks, each as a sentence.
    """

    ledger: Ledger
    slack: Gateway
    posting: Posting
    redrawing: Redrawing
    newer: Newer
    acquaintances: Acquaintances
    reach: Reach
    background: Background
    team: str
    bot_user: str
    agents: Mapping[str, str]
    hosts: frozenset[str] = field(default_factory=frozenset)
    prefix: str = ""
    missing: tuple[str, ...] = ()
    rates: Rates = field(default_factory=Rates)

    @property
    def now(self) -> datetime:
        """The present moment, by the ledger's clock."""
        return self.ledger.clock()

    def command(self, name: str) -> str:
        """Return a slash command's name in this workspace."""
        return f"/{self.prefix}{name}"

    def after(self, work: Coroutine[Any, Any, object], envelope: Envelope | None = None) -> None:
        """Do work that follows the acknowledgement; a person who pressed is told if an error ends it early."""
        self.background.start(self._answered(work, envelope) if envelope else work)

    async def _answered(self, work: Coroutine[Any, Any, object], envelope: Envelope) -> None:
        try:
            await work
        except Never as error:
            log.info("window.refused", name=envelope.name, why=str(error), detail=error.detail)
            await self.refuse(envelope, window_refusals.window(str(error), error.detail))
        except Refused as no:
            await self.refuse(envelope, no.why)
        except (Later, Unclear) as error:
            log.info("window.lost", name=envelope.name, why=str(error))
            await self.refuse(envelope, "Slack did not answer. Please try again in a moment.")
        except Exception as error:
            reference = errors.note(error, envelope.name)
            await self.refuse(envelope, errors.words(error, reference))

    async def open(self, envelope: Envelope, view: Block) -> str:
        """Open a modal, on top of the modal where the person clicked, if they clicked in one; return its id.

        Raises:
            Never, Later, Unclear: Slack shows no window; `after` says so.
        """
        opener = self.slack.push_view if envelope.in_modal else self.slack.open_view
        return await opener(envelope.trigger, view)

    async def person(self, user: str) -> Person:
        """Return a person as the ledger knows them; a new one is added first."""
        known = await self.ledger.see(people.find, self.team, user)
        return known if known is not None else await self.ledger.do(people.ensure, self.team, user)

    async def said(self, text: str, ask: bool = True) -> Said:
        """Return the text that a person wrote, from the text that Slack sent.

        Args:
            ask: whether Slack may be asked for names that nobody here knows; it takes time.
        """
        return decode(text, await self.names(unnamed(text), ask))

    async def names(self, users: Collection[str], ask: bool = True) -> dict[str, str]:
        """Return the names of people by their ids, as far as they are known."""
        if not users:
            return {}
        names = await self.ledger.see(people.names_of, self.team, users)
        for user in set(users) - set(names) if ask else ():
            with contextlib.suppress(Never, Later, Unclear):
                names[user] = (await self.slack.profile(self.team, user)).name
        return names

    async def parse(self, words: Said, user: str, at: datetime | None = None) -> Parsed:
        """Return the brief that a person wrote, now or at an instant before, with its clauses read.

        Raises:
            Refused: nothing can be created with it.
        """
        parsed, problems = await self.read(words, user, at)
        if problems:
            raise Refused(problems[0].why, wrong=problems[0].wrong or problems[0].clause)
        return parsed

    async def read(self, words: Said, user: str, at: datetime | None = None) -> tuple[Parsed, tuple[Problem, ...]]:
        """Return a brief as far as it can be understood, and every problem that keeps it from being a task.

        What only some briefs need is looked up only for those.
        """
        text, now = words.text, at or self.now
        dated = _DATED.search(text) is not None
        if dated:
            await self.acquaintances.get_to_know(user)
        zone = await self.zone(user if dated else "")
        parsed, problems = read(text, self.agents, Known(reader(now, zone), self.now, words.ids))
        problems += no_canvas(parsed, self.posting.canvases.lacks)
        return replace(parsed, odd=self.unclear_dates(parsed, zone, now)) if dated else parsed, problems

    def unclear_dates(self, parsed: Parsed, zone: str, now: datetime) -> tuple[Odd, ...]:
        """Return the words of a brief that are unclear, with the other day that its due time may mean."""
        odd = [replace(o, other=other(o.value, now, zone)) if o.value else o for o in parsed.odd]
        if parsed.due is not None and (second := other(parsed.due_text, now, zone)) not in (None, parsed.due):
            odd.insert(0, Odd(text=parsed.due_text, guess=parsed.due, value=parsed.due_text, other=second, taken=True))
        return tuple(odd)

    async def reader(self, user: str) -> When:
        """Return a function that reads dates in a person's time zone; without a person, in the workspace's zone."""
        return reader(self.now, await self.zone(user))

    async def zone(self, user: str) -> str:
        """Return a person's time zone; the workspace's without a person, or while Slack has not told theirs."""
        person = await self.ledger.see(people.find, self.team, user) if user else None
        return person.zone if person and person.zone else self.ledger.terms.zone

    def brief(self, parsed: Parsed, sources: tuple[Source, ...] = ()) -> Brief:
        """Return the brief of a task from a text that was read; an agent is chosen where none is named.

        Raises:
            Refused: the app itself was named as the worker or the reviewer.
        """
        if parsed.colleague == self.bot_user:
            raise Refused("I can't be the worker myself: name an agent, for example `/assign writer: memo`")
        if parsed.reviewer == self.bot_user:
            raise Refused("I never decide: name a person as the reviewer.")
        named = parsed.worker or parsed.colleague
        name, why = (named, "") if named else route(parsed.goal, self.agents)
        own = {**_as_fields(parsed), "versions": 1 if parsed.colleague else parsed.versions}
        worker = colleague(name) if parsed.colleague else agent(name)
        then = tuple(self.brief(step) for step in parsed.then)
        return Brief(worker=worker, sources=sources, routed=why, then=then, **own)

    def hint(self, text: str) -> str:
        """Return a sentence on a word before a colon that names no agent, with the one probably meant; else ""."""
        named = re.match(r"\s*([a-z][\w-]{1,20}):(?!//)", text)
        if named is None or named[1] in self.agents or _NO_AGENT.fullmatch(named[1]):
            return ""
        if meant := near(text, self.agents):
            return f"Did you mean `{meant}:`? I read it as part of the text."
        known = ", ".join(sorted(self.agents))
        return f"There is no agent “{named[1]}”; I read it as part of the text. Agents: {known}."

    async def keep(
        self, envelope: Envelope, why: str, what: Mapping[str, Any], done: str = "created", again: str = ""
    ) -> Message:
        """Keep words that made no task, only for their author, who must be allowed to assign; return why, and a form.

        Args:
            what: the text with its `ids`, or a `brief`; and where it was written, as `Material.gather` takes it.
            again: the command that can be sent instead.
        """
        try:
            await self.ledger.see(access.check, envelope.claim, Action.ASSIGN)
        except Refused:
            return sentence(why)
        held = {"channel": envelope.channel, "response_url": envelope.response_url, "why": why, **what}
        held |= {"user": envelope.user, "kept_at": (envelope.at or self.now).isoformat()}
        return to_copy(kept(why, await self.ledger.do(keeping.hold, self.team, held), done), again)

    async def whisper(self, envelope: Envelope, message: Message, *, replace: bool = False) -> None:
        """Answer one person where they are: through the response_url, else ephemerally, else in direct messages.

        In a thread ephemerally first: what comes by a response_url stands in the channel, out of their sight.
        """
        if envelope.thread and not replace and await self._in_thread(envelope, message):
            return
        if envelope.response_url and await self.slack.respond(envelope.response_url, message, replace=replace):
            return
        await self.tell(envelope.channel, envelope.user, message)

    async def _in_thread(self, envelope: Envelope, message: Message) -> bool:
        """Answer one person in the thread where they pressed; return False where the app can't."""
        try:
            await self.slack.whisper(envelope.channel, envelope.user, message, envelope.thread)
        except (Never, Later, Unclear) as error:
            log.info("thread.refused", why=str(error))
            return False
        return True

    async def tell(self, channel: str, user: str, message: Message, thread: str | None = None) -> None:
        """Tell one person something: ephemerally in a conversation where the app is, too; else in direct messages.

        Args:
            thread: one that has replies; Slack shows an ephemeral message in any other to nobody.
        """
        try:
            if channel[:1] in ("C", "G"):
                await patiently(lambda: self.slack.whisper(channel, user, message, thread))
                return
        except (Never, Later, Unclear) as error:
            log.info("whisper.refused", why=str(error))
        own = False
        with contextlib.suppress(Later, Unclear):
            own = channel.startswith("D") and await self.is_own_dm(channel, user)
        place = Place(channel if own else user, thread if own else None)
        try:
            await patiently(lambda: self.slack.say(place, message))
        except (Never, Later, Unclear) as error:
            log.warning("tell.refused", user=user, why=str(error))

    async def is_own_dm(self, channel: str, user: str) -> bool:
        """Tell whether a conversation is a person's direct messages with this app, not those of two people.

        Both have ids that begin with D. The app can neither read nor write in those of others.

        Raises:
            Later, Unclear: Slack does not say now.
        """
        dm = await self.ledger.see(posting.dm_of, self.team, user)
        if dm != channel:  # it is not known, or the app was made anew
            try:
                dm = await self.slack.open_dm(user)
            except Never:
                return False
            await self.ledger.do(people.save_dm, self.team, user, dm)
        return dm == channel

    async def refuse(self, envelope: Envelope, why: str) -> None:
        """Say why something was not done, where the person clicked."""
        if envelope.in_modal and not envelope.response_url and envelope.trigger:
            try:
                await self.slack.push_view(envelope.trigger, notice("Not done", why))
                return
            except (Never, Later, Unclear) as error:
                log.info("notice.refused", why=str(error))
        await self.whisper(envelope, sentence(why))


def _as_fields(parsed: Parsed) -> dict[str, Any]:
    """Return what was read by the names of a brief's fields; who works and what comes behind is for who assigns it."""
    return {field.name: getattr(parsed, field.name) for field in fields(Asked)}
