"""A reaction on a message of ours, instead of a tap on its button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.people.acquaintances import AGAIN
from bot.surfaces.answer import Answering
from bot.surfaces.heard import envelope_of
from bot.surfaces.several import Several
from bot.surfaces.spoken import Spoken
from bot.surfaces.thread import Threads
from bot.surfaces.yes_or_no import YesOrNo
from bot.views.replies import Why
from bot.views.sentence import sentence
from storage.jobs.port import Again
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import reacting, removed_reactions
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import posting
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.replies import Meaning, Reply, reaction
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place

VERDICTS = {Meaning.APPROVE: Verdict.APPROVE, Meaning.REJECT: Verdict.REJECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacting:
    """The surface for reactions on our messages."""

    desk: Desk
    answering: Answering
    several: Several
    yes_or_no: YesOrNo
    threads: Threads

    async def react(self, content: dict[str, Any], key: str) -> None:
        """Decide by a reaction as the card's button would; a reviewer of several open cards is asked which one.

        Of a person who decides nothing there, it is only a reaction.
        """
        place = Place(str(content["channel"]), str(content["ts"]))
        at = await self.desk.ledger.see(posting.find_at, self.desk.team, place)
        decided = reaction(str(content["name"]))
        if at is None or decided is None:
            return
        if not await self.desk.acquaintances.knows(str(content["user"]), key, greet=False):
            raise Again(AGAIN, "nobody knows who reacted")
        envelope = envelope_of(content, self.desk.team, key)
        if at.kind is PostKind.UNDERSTOOD and content["present"]:
            await self.yes_or_no.react(
                Spoken(envelope=envelope, place=place, reply=Reply(meaning=decided), key=key), at, decided
            )
        if at.kind is PostKind.DIGEST:
            await self._on_cards(envelope, at, decided, content, key)

    async def _on_cards(
        self, envelope: Envelope, at: Post, decided: Meaning, content: dict[str, Any], key: str
    ) -> None:
        place, about = Place(at.channel, at.ts), (await self.threads.digest(int(at.subject))).about
        items = [a.item for a in about if a.item is not None]
        spoken, when = (
            Spoken(envelope=envelope, place=Place(place.channel), reply=Reply(meaning=decided), key=key),
            str(content.get("at", "")),
        )
        try:
            if not content["present"]:
                await self._taken_back(spoken, items, content, place)
                return
            if await self.desk.ledger.see(
                removed_reactions.was_taken_back, envelope.claim, place, str(content["name"]), when
            ):
                return
            mine = [i for i in items if i.reviewer == envelope.user and i.open and i.decision is None]
            if len(mine) > 1:
                await self.several.which(spoken, mine)
            elif mine:
                await self._reacted(spoken, mine[0], str(content["name"]), place)
            else:
                await self._decided_already(spoken, items)
        except Duplicate:
            return
        except Refused as no:
            await self.answering.tell(spoken, sentence(no.why))

    async def _decided_already(self, spoken: Spoken, items: Sequence[Item]) -> None:
        """Show what a person decided here otherwise than they react now: it holds until they take it back."""
        decided = [item.decision for item in items if item.decision and item.decision.who == spoken.envelope.user]
        if len(items) != 1 or not decided or decided[0].verdict is VERDICTS[spoken.reply.meaning]:
            return
        if (shown := await self.answering.show(spoken, items[0], Why.ALREADY)) is not None:
            await self.answering.tell(spoken, shown)

    async def _reacted(self, spoken: Spoken, item: Item, name: str, place: Place) -> None:
        """Decide by a reaction, or ask first where a button is needed.

        Raises:
            Refused, Duplicate
        """
        why = self.answering.asks_first(item, spoken.reply.meaning)
        if why is not None or (item.kind is not Kind.DRAFT and item.open):
            shown = await self.answering.show(spoken, item, why or Why.UNCLEAR)
            if shown is not None:
                await self.answering.tell(spoken, shown)
            return
        verdict = VERDICTS[spoken.reply.meaning]
        click = Click(key=item.key, version=item.draft_version, place=place, dedup=f"{spoken.key}:reply")
        await self.desk.ledger.do(reacting.react, spoken.envelope.claim, click, verdict, name)
        await self.desk.ledger.do(posting.redraw_soon, self.desk.team, place)

    async def _taken_back(self, spoken: Spoken, items: Sequence[Item], content: dict[str, Any], place: Place) -> None:
        """Undo what a reaction decided that was taken away.

        Raises:
            Refused: it is too late.
        """
        name, claim = str(content["name"]), spoken.envelope.claim
        await self.desk.ledger.do(removed_reactions.take_back, claim, place, name, str(content.get("at", "")))
        for item in items:
            undone = await self.desk.ledger.do(reacting.unreact, claim, item.key, name, f"{spoken.key}:reply")
            if undone is not None:
                await self.desk.ledger.do(posting.redraw_soon, self.desk.team, place)
