"""A share of what was approved comes back a week later: still right? It counts nowhere, and comes last."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import utc_now
from storage.ledger.decisions import still_right
from storage.tables import item, job, task
from tests.bot.days import press
from tests.bot.plain_worker import SHORT, collected, drawn, plain, waiting
from tests.bot.speaking import labels
from tests.world import BOB, Json, World, buttons, wait_for, words


@pytest.fixture
async def sluice(tmp_path: Path) -> AsyncIterator[World]:
    async with plain(tmp_path, undo_seconds=0.1, still_right_share=1.0) as made:
        yield made


async def approved(sluice: World, count: int) -> None:
    message = await collected(sluice, *[SHORT] * count)
    for left in range(count, 0, -1):
        await press(sluice, await drawn(sluice, message, "to decide" if left == count else "decided"), "Approve")

        async def fewer(left: int = left) -> bool:
            now = next(m for m in sluice.messages(message["channel"]) if m["ts"] == message["ts"])
            return labels(now).count("Approve") < left

        await wait_for(fewer, "the card is redrawn")
    await state(sluice, "approved", count)


async def state(sluice: World, name: str, count: int) -> None:
    query = sa.select(sa.func.count()).where(task.c.team == "T01TEST", task.c.state == name)

    async def look() -> bool:
        return int(await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar_one())) == count

    await wait_for(look, f"{count} tasks are {name}")


async def a_week_later(sluice: World) -> list[bool]:
    """Do the jobs that are promised for then; return for each whether it asks."""
    mine = job.c.team == "T01TEST", job.c.kind == "still right"
    rows = await sluice.bot.ledger.see(lambda read: read.conn.execute(sa.select(job).where(*mine)).all())
    assert all(timedelta(days=6, hours=23) < row.due - utc_now() < timedelta(days=7, hours=1) for row in rows)
    return [await sluice.bot.ledger.do(still_right.ask, "T01TEST", int(row.key)) for row in rows]


async def asked(sluice: World) -> Json:
    """Bring a new draft and, behind it, what is asked again."""
    await sluice.said(f"/assign writer: New; must: {SHORT}\nThe customer paid twice.")
    await waiting(sluice, 1)
    await sluice.said("/collect now")
    return await sluice.message_with("Still right?")


async def test_nobody_is_asked_in_the_place_of_who_is_away(sluice: World) -> None:
    await approved(sluice, 1)
    await sluice.said("/collect away until tomorrow, @bob decides")
    assert await a_week_later(sluice) == [False]
    mine = sa.select(job.c.due).where(job.c.team == "T01TEST", job.c.kind == "still right")
    dues = await sluice.bot.ledger.see(lambda read: read.conn.execute(mine).scalars().all())
    assert any(timedelta(0) < due - utc_now() < timedelta(days=2) for due in dues), "it is asked when they are back"


async def test_two_are_asked_about_last_and_count_nowhere(sluice: World) -> None:
    await approved(sluice, 3)
    assert await a_week_later(sluice) == [True] * 3
    assert "othing waits for you" in await sluice.said("/sluice")
    message = await asked(sluice)
    text = words(message)
    assert text.count("Still right? ·") == 2 and text.index("New") < text.index("Still right?")
    assert "1 waits for you" in await sluice.said("/sluice")
    await press(sluice, message, "Still right")
    shown = await drawn(sluice, message, "✓ still right")
    assert words(shown).count("Still right? ·") == 1


async def test_reopen_answers_it_and_the_task_waits_again(sluice: World) -> None:
    await approved(sluice, 1)
    await a_week_later(sluice)
    message = await asked(sluice)
    reopen = [b for b in buttons(message) if b["text"]["text"] == "Reopen"][-1]
    await sluice.press(message, reopen)
    await drawn(sluice, message, "↺ opened again")
    await state(sluice, "ready", 2)


async def test_open_shows_what_was_approved_with_its_reopen(sluice: World) -> None:
    await approved(sluice, 1)
    await a_week_later(sluice)
    message = await asked(sluice)
    shown = [b for b in buttons(message) if b["text"]["text"] == "Open"][-1]
    await sluice.press(message, shown)
    view = await sluice.modal(callback="task_view")
    assert "We are sorry" in words(view) and "Reopen" in labels(view)


async def test_what_was_opened_again_meanwhile_is_not_asked_about(sluice: World) -> None:
    await approved(sluice, 1)
    message = await sluice.message_with("T-1")
    await press(sluice, await drawn(sluice, message, "Reopen"), "Reopen")
    await state(sluice, "ready", 1)
    assert await a_week_later(sluice) == [False]


async def test_somebody_else_cannot_answer(sluice: World) -> None:
    await approved(sluice, 1)
    await a_week_later(sluice)
    message = await asked(sluice)
    button = next(b for b in buttons(message) if b["text"]["text"] == "Still right")
    await sluice.press(message, button, BOB)
    await sluice.ephemeral(BOB, "I can't find that")
    left = sa.select(sa.func.count()).where(item.c.team == "T01TEST", item.c.kind == "still right")
    query = left.where(item.c.closed_at.is_(None))
    assert await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar_one()) == 1


async def test_with_no_share_nothing_is_promised(tmp_path: Path) -> None:
    async with plain(tmp_path, undo_seconds=0.1, still_right_share=0.0) as sluice:
        await approved(sluice, 1)
        assert await a_week_later(sluice) == []
