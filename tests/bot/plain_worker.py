"""A worker whose drafts need one tap: short, and checked without a model. What names Saturn asks for is not met."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from agents.roster.contract import Plain
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from tests.far_times import FAR
from tests.world import Json, World, wait_for, words, world

SHORT, SATURN = "under 120 words", "names Saturn"


class Answers(Plain):
    """A worker whose answers are short."""

    async def work(self, given: Assignment) -> Draft:
        title = given.task.brief.title
        body = f"We are sorry, and refund 40 €. Version {given.version} of {title}."
        return Draft(version=given.version, title=title, summary="An answer.", body=body, made_by="made by a test")


@contextlib.asynccontextmanager
async def plain(home: Path, **more: Any) -> AsyncIterator[World]:
    """A running bot with that worker, which brings things when it is told to."""
    async with world(home, workers={"writer": Answers()}, **more) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        yield sluice


async def waiting(sluice: World, count: int) -> None:
    async def look() -> bool:
        return f"{count} wait" in await sluice.said("/sluice")

    await wait_for(look, f"{count} wait")


async def collected(sluice: World, *criteria: str) -> Json:
    """Bring a draft for each of some criteria in one message."""
    for n, criterion in enumerate(criteria):
        await sluice.said(f"/assign writer: Memo {n}; must: {criterion}\nThe customer paid twice.")
    await waiting(sluice, len(criteria))
    await sluice.said("/collect now")
    return await sluice.message_with(f"{len(criteria)} to decide")


async def drawn(sluice: World, message: Json, part: str) -> Json:
    """A message as it is drawn once it says something."""

    async def look() -> Json | None:
        now = next(m for m in sluice.messages(message["channel"]) if m["ts"] == message["ts"])
        return now if part in words(now) else None

    return dict(await wait_for(look, f"the message says “{part}”"))
