"""In Open a reviewer says that the critic was wrong about a check: it does not count any more, and the record keeps it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.tables import check, task
from tests.bot.days import press
from tests.bot.plain_worker import SATURN, SHORT, collected, drawn, plain
from tests.bot.speaking import labels
from tests.world import ALICE, BOB, Json, World, buttons, wait_for, words

WRONG, BACK = "The critic was wrong", "Take that back"


@pytest.fixture
async def sluice(tmp_path: Path) -> AsyncIterator[World]:
    async with plain(tmp_path, undo_seconds=0.1) as made:
        yield made


async def opened(sluice: World) -> tuple[Json, Json]:
    message = await collected(sluice, f"{SATURN}; must: {SHORT}")
    await press(sluice, message, "Open")
    return message, await sluice.modal(callback="task_view")


async def tap(sluice: World, view: Json, label: str, became: str) -> Json:
    button = next(b for b in buttons(view) if b["text"]["text"] == label)
    action = {name: button[name] for name in ("type", "action_id", "value")}
    await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)

    async def look() -> Json | None:
        now = await sluice.modal(callback="task_view")
        return now if became in labels(now) else None

    return dict(await wait_for(look, f"the window offers “{became}”"))


async def test_it_takes_the_doubt_away_and_a_second_tap_brings_it_back(sluice: World) -> None:
    message, view = await opened(sluice)
    assert labels(view).count(WRONG) == 1  # none beside the check that is met
    assert "confirm" in next(b for b in buttons(message) if b["text"]["text"] == "Approve")
    view = await tap(sluice, view, WRONG, BACK)
    shown = await drawn(sluice, message, "One tap")
    assert "confirm" not in next(b for b in buttons(shown) if b["text"]["text"] == "Approve")
    assert "You overruled 1 check" in words(shown)
    await tap(sluice, view, BACK, WRONG)
    again = await drawn(sluice, message, "Look at one thing")
    assert "confirm" in next(b for b in buttons(again) if b["text"]["text"] == "Approve")


async def test_it_feeds_the_record_of_the_critic(sluice: World) -> None:
    message, view = await opened(sluice)
    await tap(sluice, view, WRONG, BACK)
    await press(sluice, await drawn(sluice, message, "One tap"), "Approve")
    state = sa.select(task.c.state).where(task.c.team == "T01TEST")

    async def done() -> bool:
        return await sluice.bot.ledger.see(lambda read: read.conn.execute(state).scalar_one()) == "approved"

    await wait_for(done, "it is approved")
    assert "said to be wrong 1 of 1 time" in await sluice.said("/sluice workers")


async def test_only_its_reviewer_may_and_only_while_it_waits(sluice: World) -> None:
    message, view = await opened(sluice)
    button = next(b for b in buttons(view) if b["text"]["text"] == WRONG)
    await sluice.press(message, button, BOB)
    await sluice.ephemeral(BOB, "I can't find that")
    await press(sluice, message, "Reject")
    await sluice.press(message, button)
    await sluice.ephemeral(ALICE, "It does not wait for you any more")
    said = sa.select(check.c.wrong).where(check.c.team == "T01TEST")
    assert set(await sluice.bot.ledger.see(lambda read: read.conn.execute(said).scalars().all())) == {""}
