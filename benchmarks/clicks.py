"""Twenty results closed over Local Slack by a program of its own: what a person sends, scrolls and reads for it."""

import asyncio
import math
import random
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.rows import Row
from benchmarks.scripted import model
from tests.agents.scripted import Scripted
from tests.world import ALICE, World, cards_of, wait_for, words, world

RESULTS, PLAN = 20, ("Approve",) * 12 + ("Reject",) * 5 + ("Revise",) * 3
MOST, MESSAGES, SEED = 20, 3, 20261125
DOUBTED = 5  # one in so many has a check that the critic leaves in doubt
WIDE, HIGH = 80, 36  # characters of a line and lines of a screen: Slack's window on a laptop
SENT = ("command", "block_actions", "view_submission", "view_closed", "shortcut", "message_action")
Json = dict[str, Any]


class Wall:
    """The clock that collections go by, moved from one to the next."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True, slots=True)
class Closed:
    """What it took to close results.

    Attributes:
        payloads: what the app received of the person.
        confirms: clicks on an “are you sure?”, which Slack keeps to itself.
        shown: the texts of messages and forms as they came, a list of blocks each.
    """

    payloads: int
    confirms: int
    messages: int
    shown: list[str]


async def rows() -> list[Row]:
    return [*judged(await closed()), beside(await closed(pings=True))]


def beside(found: Closed) -> Row:
    """Return what the same takes when each result comes by itself as soon as it is ready."""
    ours = f"{found.payloads} payloads, {found.messages} messages"
    return Row(
        name="clicks, a ping for each",
        ours=ours,
        reference=f"{RESULTS} results, each in a message of its own",
        ratio="",
        bar="told",
        ok=True,
    )


def judged(found: Closed) -> list[Row]:
    plan = f"{PLAN.count('Approve')} approved, {PLAN.count('Reject')} rejected, {PLAN.count('Revise')} sent back"
    read, passed = sum(len(text.split()) for text in found.shown), sum(scrolls(text) for text in found.shown)
    sure = f"{RESULTS} results; {found.confirms} times Slack asks whether one is sure"
    return [
        Row(
            name="clicks",
            ours=f"{found.payloads} payloads",
            reference=plan,
            ratio="",
            bar=f"at most {MOST}",
            ok=found.payloads <= MOST,
        ),
        Row(
            name="clicks",
            ours=f"{found.messages} messages",
            reference=plan,
            ratio="",
            bar=f"at most {MESSAGES}",
            ok=found.messages <= MESSAGES,
        ),
        Row(
            name="clicks", ours=f"{read} words to read, {passed} scrolls", reference=sure, ratio="", bar="told", ok=True
        ),
    ]


def scrolls(text: str) -> int:
    """How often a screen is moved until the end of a text is seen."""
    lines = sum(max(1, len(textwrap.wrap(line, WIDE))) for line in text.splitlines())
    return max(0, math.ceil(lines / HIGH) - 1)


async def closed(pings: bool = False) -> Closed:
    """Have twenty results made, and the hand go through every collection that comes round.

    Args:
        pings: each result comes by itself instead, as urgent work does.
    """
    urgent = "; urgent" if pings else ""
    wall = Wall()
    with tempfile.TemporaryDirectory() as home:
        async with world(Path(home), wall=wall, load=load, limit=RESULTS, undo_seconds=0.2) as sluice:
            await sluice.said("/collect at 9:00 13:00 daily")
            for n in range(RESULTS):
                must = "a friendly tone" if n % DOUBTED == 0 else "name the price"
                await sluice.said(f"/assign writer: Memo {n} on prices; must: {must}{urgent}\nThe price is 39 €.")
            await wait_for(lambda: ready(sluice), "all ready", 30)
            before, brought, left = (
                len(sluice.slack.workspace.log),
                list[Json](),
                random.Random(SEED).sample(PLAN, RESULTS),
            )
            confirms = 0
            while left:
                brought += await (one_by_one(sluice) if pings else next_collection(sluice, wall))
                taken, asked = await hand(sluice, left)
                confirms += asked
                del left[:taken]
            log = sluice.slack.workspace.log[before:]
    payloads = sum(line["what"] in SENT for line in log)
    forms = [words(line["sent"]["view"]) for line in log if line["what"] == "views.open"]
    return Closed(payloads, confirms, len(brought), [*map(words, brought), *forms])


def load(_name: str, _heat: float | None) -> Scripted:
    return model(0.0, 3)


async def ready(sluice: World) -> bool:
    return f"{RESULTS} wait for you" in await sluice.said("/sluice")


async def one_by_one(sluice: World) -> list[Json]:
    """Return copies of the messages with a result each, once all of them are there."""

    async def brought() -> list[Json]:
        found = [dict(m) for m in sluice.messages(sluice.dm()) if cards_of(m)]
        return found if len(found) == RESULTS else []

    messages: list[Json] = await wait_for(brought, "a message for each", 30)
    return messages


async def next_collection(sluice: World, wall: Wall) -> list[Json]:
    """Return a copy of the message, as it came."""
    before = len(sluice.messages(sluice.dm()))
    wall.ahead += timedelta(hours=24)
    await sluice.bot.ring()

    async def brought() -> list[Json]:
        return [dict(m) for m in sluice.messages(sluice.dm())[before:] if cards_of(m)]

    found: list[Json] = await wait_for(brought, "a collection", 15)
    return found[:1]


async def hand(sluice: World, verdicts: Sequence[str]) -> tuple[int, int]:
    """Have a program decide; return how many it took, and how many of them Slack asked about once more."""
    given = sluice.slack.url, ALICE, sluice.dm(), *verdicts
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.hand", *given, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    taken, asked = map(int, said.split())
    return taken, asked
