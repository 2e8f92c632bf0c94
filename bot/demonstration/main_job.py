"""The main job unattended: three tasks, two scheduled collections, four decisions; and whether all of it happened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demonstration.hands import buttons, click, message, nth, submit
from bot.demonstration.portfolio import until
from bot.demonstration.scene_script import ALICE
from bot.demonstration.stage import Stage
from bot.demonstration.waiting import Failed, wait_for
from bot.surfaces.samples import SAMPLES, sample
from storage.ledger.queries import histories, totals
from storage.rules.happenings import Happening

PACE = 30.0  # the wall clock runs so much faster: a minute takes two seconds
STREAMS = {"memo": "Beta launch", "answer": "Billing", "table": "Billing"}


async def play(stage: Stage, say: Callable[[str], None]) -> None:
    """Assign three tasks, collect, approve one, reject one, revise one, collect and approve its next version.

    Raises:
        Failed: something of it did not happen.
    """
    say("-- alice sets her collection time and assigns three tasks")
    await stage.command(ALICE, "/sluice times")
    await until(stage, "alice's zone is known", lambda p: p.person.zone == "Europe/Rome")
    await _next_minute(stage, 2)
    for name in SAMPLES:
        await assign_sample(stage, name)
    first = await _digest(stage, 1, len(SAMPLES))
    say("-- the collection is there: approve one, reject one, revise one")
    approve, reject, revise = nth(first, "Approve", 0), nth(first, "Reject", 1), nth(first, "Revise", 2)
    await click(stage, first, approve)
    await click(stage, first, reject)
    await click(stage, first, revise)
    await submit(stage, note="Make it shorter. Add a section on next steps.")
    await until(stage, "v2 is ready", lambda p: any(i.draft_version == 2 for i in p.waiting))
    say("-- v2 is ready: the next collection brings it")
    await _next_minute(stage, 1)
    second = await _digest(stage, 2, 1)
    await click(stage, second, nth(second, "Approve", 0))
    await until(stage, "everything is closed", lambda p: not p.tasks)
    await _delivered(stage, 2)


async def assign_sample(stage: Stage, name: str) -> None:
    """Let alice assign one of the sample tasks: the command, with its material pasted below."""
    brief = sample(name)
    must = "".join(f"; must: {c}" for c in brief.criteria)
    await stage.command(ALICE, f"/assign writer: {brief.title}{must}; for {STREAMS[name]}\n{brief.sources[0].text}")


async def _next_minute(stage: Stage, ahead: int) -> None:
    """Set alice's times to a minute that comes soon."""
    local = stage.bot.ledger.wall().astimezone(ZoneInfo("Europe/Rome")) + timedelta(minutes=ahead)
    await stage.command(ALICE, f"/collect at {local:%H:%M} daily")


async def _digest(stage: Stage, which: int, cards: int) -> dict[str, Any]:
    """Return the message of the scheduled collection number `which`."""

    def fits(m: dict[str, Any]) -> bool:
        headed = any(b["type"] == "header" for b in m.get("blocks", ()))
        return headed and sum(b["text"] == "Approve" for b in buttons(m)) >= cards

    return await message(stage, f"collection {which}", fits)


async def _delivered(stage: Stage, times: int) -> None:
    async def look() -> bool | None:
        _, changes = await stage.bot.ledger.see(histories.changes_since, stage.bot.team, 0)
        return True if sum(c.what == Happening.DELIVER for c in changes) >= times else None

    await wait_for("both approved drafts are delivered", look, stage.patience)


async def verdict(stage: Stage) -> str:
    """Return the last line of the demonstration, with the ledger's own counts.

    Raises:
        Failed: they are not what the main job makes.
    """
    seen = await stage.bot.ledger.see(totals.tally, stage.bot.team)
    counts = seen.assigned, seen.slots, seen.decisions, seen.lost
    line = "main job done: {} assigned, {} collections, {} decisions, {} lost".format(*counts)
    if counts != (3, 2, 4, 0):
        raise Failed(line.replace("done", "NOT done"))
    return line
