"""Several items of one message decided together: each like a single one, and what was not done is named."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.views.sentence import sentence
from storage.jobs.trying import DATABASE_ERRORS
from storage.ledger import access
from storage.ledger.core.ledger import Duplicate
from storage.ledger.decisions import approving_many, deciding, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import posting
from storage.ledger.queries import reading
from storage.rules.authority import Action
from storage.rules.pages.cards import Collected
from storage.rules.refusal import Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place

NAMED = 5  # tasks
AT_ONCE = 10  # decisions that a click makes side by side
NO_TIME = "not saved in the time that Slack gives me. The others are done: do the same once more for these."
OUT_OF_DATE = "That card is out of date. /sluice shows what is open."


@dataclass(frozen=True, slots=True)
class Together:
    """What the card of many rows and the list of a collection share."""

    desk: Desk

    async def shown(self, envelope: Envelope, key: str, place: Place | None, action: Action) -> Collected:
        """Return what a message shows now.

        Args:
            key: of one of its items, which the person must be allowed to act on.

        Raises:
            Refused: it is somebody else's, or there is no such message any more.
        """
        see, team = self.desk.ledger.see, self.desk.team
        await see(access.bare_item, envelope.claim, action, key)
        shown = await see(reading.shown_at, team, place, key)
        if shown is None or all(card.item.key != key for card in shown.cards):
            raise Stale(OUT_OF_DATE)
        return shown

    async def approve(self, envelope: Envelope, item: Item, place: Place | None) -> Any:
        """Approve one of a list, as long as nothing of it is in doubt."""
        return await self.desk.ledger.do(approving_many.approve, envelope.claim, _click(envelope, item, place))

    async def revise(self, envelope: Envelope, item: Item, place: Place | None, note: str) -> Any:
        """Send one of several back."""
        click = _click(envelope, item, place)
        return await self.desk.ledger.do(deciding.decide, envelope.claim, click, Verdict.REVISE, points=(), note=note)

    async def take_back(self, envelope: Envelope, item: Item) -> Any:
        """Undo the decision on one of several."""
        return await self.desk.ledger.do(undoing.undo, envelope.claim, item.key, f"{envelope.dedup}:{item.key}")

    async def each(self, items: Iterable[Item], verb: Callable[[Item], Awaitable[Any]]) -> list[str]:
        """Do something to each, several at a time, so that they share a commit; return why it was not done to some.

        What Slack's three seconds had no time for is left: what was saved before is done, and said to be.
        """
        left, late, rest, saved = list[str](), list[Item](), list(items), False
        while rest and not late:
            batch, rest = rest[:AT_ONCE], rest[AT_ONCE:]
            outcomes = await asyncio.gather(*map(verb, batch), return_exceptions=True)
            for item, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, DATABASE_ERRORS):
                    late.append(item)
                elif isinstance(outcome, Refused):
                    left.append(f"{item.task.name}: {outcome.why}")
                elif isinstance(outcome, BaseException) and not isinstance(outcome, Duplicate):
                    raise outcome
                else:
                    saved = True
            if late and not saved:
                raise next(outcome for outcome in outcomes if isinstance(outcome, DATABASE_ERRORS))
        return [*left, f"{_names([*late, *rest])}: {NO_TIME}"] if late else left

    async def after(self, envelope: Envelope, place: Place | None, left: Sequence[str]) -> None:
        """Redraw the message, and tell what was not done."""
        if place is not None:
            await self.desk.ledger.do(posting.redraw_soon, self.desk.team, place)
        await self.tell(envelope, left)

    async def tell(self, envelope: Envelope, left: Sequence[str]) -> None:
        """Tell what was not done."""
        if left:
            await self.desk.whisper(envelope, sentence("Not done: " + " ".join(left)))


def _names(items: Sequence[Item]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ", ".join(item.task.name for item in items[:NAMED]) + more


def _click(envelope: Envelope, item: Item, place: Place | None) -> Click:
    dedup = f"{envelope.dedup}:{item.key}"
    return Click(key=item.key, version=item.draft_version, place=place, dedup=dedup)
