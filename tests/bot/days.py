"""Days at the desk that are played with a clock: what people are brought, and what stands in their messages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agents.roster.contract import Plain
from agents.roster.ends import CannotDo
from storage.ledger.core.ledger import utc_now
from storage.rules.values.draft import Draft
from tests.world import ALICE, Json, World, buttons, wait_for, words, world

BEGIN = datetime(2026, 12, 1, 7, tzinfo=UTC)  # a Tuesday, 8:00 in Rome


class Clock:
    """A clock that is moved by hand, and goes on meanwhile."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - utc_now()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def to(self, day: int, hour: int, minute: int = 0) -> None:
        """Move the clock to a little after a time of day in Rome, in December 2026."""
        self._ahead += datetime(2026, 12, day, hour - 1, minute, 2, tzinfo=UTC) - self()

    def pass_by(self, **more: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(**more)


class Writer(Plain):
    """A worker whose draft is short; what has “FAIL” in its title does not work."""

    async def work(self, given: Any) -> Draft:
        title = given.task.brief.title
        if "FAIL" in title:
            raise CannotDo("sales.xlsx is protected by a password.")
        body = f"Version {given.version} of {title}. {'word ' * 12}"
        return Draft(version=given.version, title=title, summary="A short answer.", body=body, made_by="made by a test")


@contextlib.asynccontextmanager
async def day(home: Path, **more: Any) -> AsyncIterator[tuple[World, Clock]]:
    """Play a world of which the clock is moved by hand."""
    clock = Clock(BEGIN)
    given = {"undo_seconds": 1, **more}
    async with world(home, workers={"writer": Writer()}, clock=clock, wall=clock, **given) as sluice:
        yield sluice, clock


async def slots(sluice: World, clock: Clock, day_: int, *hours: int) -> None:
    """Let collection times come, and leave the app a moment for each."""
    for hour in hours:
        clock.to(day_, hour)
        await sluice.bot.ring()
        await asyncio.sleep(0.8)


async def morning_card(sluice: World, clock: Clock) -> Json:
    """Return the card of the one draft that a collection at nine brings Alice."""
    await times(sluice)
    await drafts(sluice, 1)
    clock.to(2, 9)
    await sluice.bot.ring()
    (card,) = await sluice.cards()
    message: Json = card["message"]
    return message


async def times(sluice: World, *users: str) -> None:
    """Set the times of people: 9:00, 13:00 and 16:30."""
    for user in users or (ALICE,):
        await sluice.said("/collect at 9:00 13:00 16:30 weekdays", user)


async def drafts(sluice: World, count: int, more: str = "", user: str = ALICE) -> None:
    """Assign some tasks, and wait until their drafts are ready."""
    for n in range(1, count + 1):
        await sluice.said(f"/assign writer: Memo {n}; must: under 200 words{more}", user)

    async def ready() -> bool:
        states = [await sluice.said(f"/sluice T-{n}", user) for n in range(1, count + 1)]
        return all("· ready" in state for state in states)

    await wait_for(ready, f"{count} drafts")


async def ring(sluice: World, part: str, user: str = ALICE) -> str:
    """Let what is due come; return all words of the newest message that has a part."""
    await sluice.bot.ring()
    return full(await sluice.message_with(part, sluice.dm(user)))


def full(message: Json) -> str:
    """Return all words of a message."""
    return f"{message['text']}\n{words({'blocks': message.get('blocks')})}"


def newest(sluice: World, user: str = ALICE) -> Json:
    """Return the newest message of a person's own that is no reply."""
    own = [m for m in sluice.messages(sluice.dm(user)) if m.get("thread_ts", m["ts"]) == m["ts"]]
    return own[-1]


async def at_home(sluice: World, part: str, user: str = ALICE) -> str:
    """Return the words of a person's Home, once they have a part."""
    await sluice.act("open-home", user=user)
    seen = ""

    async def there() -> bool:
        nonlocal seen
        seen = words(sluice.slack.workspace.homes.get(user, {}))
        return part in seen

    await wait_for(there, f"a Home with “{part}”")
    return seen


async def press(sluice: World, message: Json, label: str, user: str = ALICE) -> None:
    """Press the button of a message that has a label, else the one that begins with it."""
    there = {button["text"]["text"]: button for button in reversed(buttons(message))}
    label = next(name for name in (label, *reversed(there)) if name in there and name.startswith(label))
    await sluice.press(message, there[label], user)
