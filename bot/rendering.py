"""What each surface of the outbox looks like at the moment when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.newer import Newer
from bot.posting import Render
from bot.views import notices, steps
from bot.views.digest import digest
from bot.views.kit import Message, esc, literal, section
from storage.ledger import delivering, outcomes, people, reading, receiving, rows
from storage.ledger.core import Ledger
from storage.ledger.posting import Post
from storage.rules.task import File


@dataclass(frozen=True, slots=True)
class Rendering:
    ledger: Ledger
    hosts: frozenset[str]
    newer: Newer

    def surfaces(self) -> Mapping[str, Render]:
        return {
            "digest": self.digest,
            "delivery": self.delivery,
            "delivery file": self.delivery_file,
            "welcome": self.welcome,
            "decided": self.decided,
            "undelivered": self.undelivered,
            "understood": self.understood,
            "line": self.line,
            "progress": self.progress,
        }

    async def digest(self, post: Post) -> Message | None:
        """None where there is nothing to decide in it, and nobody has seen it: a later one took all of it over."""
        shown = await self.ledger.see(reading.collected_view, post.team, int(post.subject))
        if shown is None or (post.state != "sent" and all(card.moved for card in shown.cards)):
            return None
        return digest(shown, self.ledger.clock(), self.ledger.terms.settle) if shown.cards else None

    async def delivery(self, post: Post) -> Message | None:
        made = await self.ledger.see(delivering.delivered, post.team, int(post.subject))
        return notices.delivery(made.task, made.draft, made.who, self.hosts) if made else None

    async def delivery_file(self, post: Post) -> File | None:
        delivery, _, n = post.subject.partition(":")
        made = await self.ledger.see(delivering.delivered, post.team, int(delivery))
        files = made.draft.files if made else ()
        return files[int(n or 0)] if int(n or 0) < len(files) else None

    async def welcome(self, post: Post) -> Message | None:
        who = await self.ledger.see(people.find, post.team, post.subject)
        return notices.welcome(who) if who else None

    async def decided(self, post: Post) -> Message | None:
        made = await self.ledger.see(delivering.decided, post.team, int(post.subject))
        return notices.decided(*made) if made else None

    async def undelivered(self, post: Post) -> Message:
        return notices.undelivered(*await self.ledger.see(outcomes.told_of, post.team, int(post.subject)))

    async def understood(self, post: Post) -> Message | None:
        held = await self.ledger.see(receiving.kept, post.team, post.subject)
        return notices.understood(str(held.get("shown") or held["text"]), post.subject) if held else None

    async def progress(self, post: Post) -> Message | None:
        found = await self.ledger.see(rows.find_task, post.team, id=int(post.subject))
        return steps.progress(found, await self.newer.takes(steps.SAMPLE)) if found else None

    async def line(self, post: Post) -> Message | None:
        held = await self.ledger.see(receiving.kept, post.team, post.subject)
        if held is None:
            return None
        text = str(held["text"])
        return Message(esc(text), (literal(text),)) if held.get("plain") else Message(text, (section(text),))
