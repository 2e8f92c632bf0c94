"""What every surface needs at hand."""

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from bot.background import Background
from bot.dates import reader
from bot.payload import Envelope
from bot.posting import Posting
from bot.slack import Gateway, Later, Never, Unclear
from bot.views.kit import Message
from bot.views.receipt import refusal
from bot.views.review import notice
from storage.ledger import people
from storage.ledger.core import Ledger
from storage.rules.brief import Parsed, near, parse
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.routing import route
from storage.rules.task import Brief, Source

log = structlog.get_logger()

Ack = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger, the way to Slack, and the words that both need.

    Args:
        agents: names of the agents and what each is for.
        hosts: where links of a draft may lead.
    """

    ledger: Ledger
    slack: Gateway
    posting: Posting
    background: Background
    team: str
    bot_user: str
    agents: Mapping[str, str]
    hosts: frozenset[str] = field(default_factory=frozenset)
    prefix: str = ""

    @property
    def now(self) -> datetime:
        return self.ledger.clock()

    def command(self, name: str) -> str:
        """A slash command's name in this workspace."""
        return f"/{self.prefix}{name}"

    def after(self, work: Coroutine[Any, Any, None]) -> None:
        """Work that follows the acknowledgement."""
        self.background.start(work)

    async def person(self, user: str) -> Person:
        """Someone as the ledger knows them, made when they are new."""
        known = await self.ledger.see(people.find, self.team, user)
        return known if known is not None else await self.ledger.do(people.ensure, self.team, user)

    async def parse(self, text: str, user: str) -> Parsed:
        """Read a brief for a person; what only some briefs need is looked up only for those.

        Raises:
            Refused
        """
        zone = self.ledger.terms.zone
        if "by" in text.lower():
            known = await self.ledger.see(people.find, self.team, user)
            zone = known.zone if known and known.zone else zone
        names = await self.ledger.see(people.names, self.team) if "@" in text else {}
        return parse(text, self.agents, reader(self.now, zone), self.now, names)

    def brief(self, parsed: Parsed, sources: tuple[Source, ...] = ()) -> Brief:
        """
        Raises:
            Refused: a person was named as the worker.
        """
        if parsed.colleague is not None:
            own = parsed.colleague == self.bot_user
            raise Refused(
                "I can't be the worker myself: name an agent, for example writer: …"
                if own
                else "Tasks for colleagues are not possible yet. Nothing was created: name an agent, for example "
                "writer: …, and make your colleague the reviewer with: reviewer @who"
            )
        if parsed.reviewer == self.bot_user:
            raise Refused("I never decide: name a person as the reviewer. Nothing was created.")
        worker, why = (parsed.worker, "") if parsed.worker else route(parsed.goal, self.agents)
        return Brief(
            parsed.goal,
            worker,
            parsed.title,
            parsed.criteria,
            parsed.due,
            parsed.stream,
            parsed.stream_channel,
            parsed.reviewer,
            parsed.urgent,
            parsed.to,
            sources,
            parsed.versions,
            why,
        )

    def hint(self, text: str) -> str:
        """What was probably meant by a name before a colon that is no agent's."""
        named = re.match(r"\s*([a-z][\w-]{1,20}):(?!//)", text)
        if named is None or named[1] in self.agents:
            return ""
        meant = near(text, self.agents)
        if meant:
            return f"Did you mean `{meant}:`? I read it as part of the text."
        return (
            f"There is no agent “{named[1]}”; I read it as part of the text. Agents: {', '.join(sorted(self.agents))}."
        )

    async def whisper(self, envelope: Envelope, message: Message, *, replace: bool = False) -> None:
        """Answer one person where they are: through the response_url, else ephemerally, else in direct messages."""
        if envelope.response_url and await self.slack.respond(envelope.response_url, message, replace=replace):
            return
        await self.tell(envelope.channel, envelope.user, message)

    async def tell(self, channel: str, user: str, message: Message, thread: str | None = None) -> None:
        """An ephemeral message in a conversation; in direct messages where that is not possible."""
        try:
            if channel and channel[:1] in "CG":
                await self.slack.whisper(channel, user, message, thread)
                return
        except (Never, Later, Unclear) as no:
            log.info("whisper.refused", why=str(no))
        try:
            await self.slack.call(
                "chat.postMessage",
                channel=channel if channel.startswith("D") else user,
                text=message.text,
                blocks=list(message.blocks),
                unfurl_links=False,
                **({"thread_ts": thread} if thread and channel.startswith("D") else {}),
            )
        except (Never, Later, Unclear) as no:
            log.warning("tell.refused", user=user, why=str(no))

    async def refuse(self, envelope: Envelope, why: str) -> None:
        """Say why something was not done, where the person clicked."""
        if envelope.view_id and not envelope.response_url and envelope.trigger:
            try:
                await self.slack.push_view(envelope.trigger, notice("Not done", why))
                return
            except (Never, Later, Unclear) as no:
                log.info("notice.refused", why=str(no))
        await self.whisper(envelope, refusal(why))


def ephemeral(message: Message) -> dict[str, Any]:
    """A message as the answer to a slash command."""
    return {"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)}
