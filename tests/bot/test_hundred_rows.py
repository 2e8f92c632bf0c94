"""A hundred ready rows at a limit of a hundred are decided with a handful of payloads."""

import asyncio
from pathlib import Path

import sqlalchemy as sa

from storage.rules.values.task import State
from storage.tables import task
from tests.bot.speaking import button
from tests.bot.test_fan_out import NOTES, Answers
from tests.world import ALICE, Json, World, buttons, wait_for, world

ROWS, MOST = 100, 10
SENT = ("command", "block_actions", "view_submission", "view_closed", "shortcut", "message_action")


async def reached(sluice: World, state: State) -> int:
    query = sa.select(sa.func.count()).select_from(task).where(task.c.run > 0, task.c.state == state)
    return int(await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar_one()))


async def test_a_hundred_rows_take_at_most_ten_payloads(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Answers()}, undo_seconds=0.2, limit=ROWS) as sluice:
        each = ", ".join(f"Town {n}" for n in range(ROWS))
        await sluice.said(f"/assign writer: Answer this ticket; must: under 120 words; for each of: {each}\n{NOTES}")
        shown = await sluice.ephemeral(ALICE, f"{ROWS} rows")
        await sluice.press(shown, button(shown, f"Start all {ROWS}"))

        async def ready() -> bool:
            return await reached(sluice, State.READY) == ROWS

        await wait_for(ready, "all rows are ready", 120)
        before = len(sluice.slack.workspace.log)
        await sluice.said("/collect now")
        while await reached(sluice, State.READY):
            left = await reached(sluice, State.READY)
            await approve_group(sluice, left)

            async def fewer(left: int = left) -> bool:
                """Tell whether what one click approved has taken effect; a slow ledger leaves some for the next."""
                now = await reached(sluice, State.READY)
                await asyncio.sleep(1)
                return now < left and now == await reached(sluice, State.READY)

            await wait_for(fewer, "the rows of its list are approved", 120)
        sent = [line["what"] for line in sluice.slack.workspace.log[before:] if line["what"] in SENT]
        assert await reached(sluice, State.APPROVED) == ROWS
        assert len(sent) <= MOST, sent


async def approve_group(sluice: World, left: int) -> None:
    """Approve all rows of the newest group card that are in its list."""

    async def offered() -> tuple[Json, Json] | None:
        messages = reversed(sluice.messages(sluice.dm()))
        return next(((m, b) for m in messages for b in buttons(m) if b["text"]["text"] == f"Approve the {left}…"), None)

    message, approve = await wait_for(offered, "a group card")
    await sluice.press(message, approve)
    await sluice.submit(await sluice.modal(callback="approve_rows_view"))
