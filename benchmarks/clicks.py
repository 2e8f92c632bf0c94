"""Twenty results closed over Local Slack: what a person sends for it, submissions included, in how many messages."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.rows import Row
from tests.world import ALICE, World, cards_of, wait_for, world

RESULTS, PLAN = 20, ("Approve",) * 12 + ("Reject",) * 5 + ("Revise",) * 3
MOST, MESSAGES = 23, 3


class Wall:
    """The clock that collections go by, moved from one to the next."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def rows() -> list[Row]:
    wall = Wall()
    with tempfile.TemporaryDirectory() as home:
        async with world(Path(home), wall=wall, limit=RESULTS, undo_seconds=0.2) as sluice:
            await sluice.said("/collect at 9:00 13:00 daily")
            for n in range(RESULTS):
                await sluice.said(f"/assign writer: Memo {n}\nWe decided to ship on 3 March.")
            await wait_for(lambda: ready(sluice), "all ready", 30)
            before = len(sent(sluice))
            messages = await closed(sluice, wall)
            payloads = len(sent(sluice)) - before
    told = f"{PLAN.count('Approve')} approved, {PLAN.count('Reject')} rejected, {PLAN.count('Revise')} sent back"
    return [
        Row("clicks", f"{payloads} payloads", told, "", f"at most {MOST}", payloads <= MOST),
        Row("clicks", f"{messages} messages", f"{RESULTS} results", "", f"at most {MESSAGES}", messages <= MESSAGES),
    ]


def sent(sluice: World) -> list[str]:
    """What the person sent to the app: clicks and submissions."""
    kinds = ("block_actions", "view_submission")
    return [line["what"] for line in sluice.slack.workspace.log if line["what"] in kinds]


async def ready(sluice: World) -> bool:
    return f"{RESULTS} wait for you" in await sluice.said("/sluice")


async def closed(sluice: World, wall: Wall) -> int:
    """Go through every collection that comes round; how many messages it took."""
    plan, messages = list(PLAN), 0
    while plan:
        before = len(sluice.messages(sluice.dm()))
        wall.ahead += timedelta(hours=24)
        await sluice.bot.ring()

        async def brought(before: int = before) -> list:
            return [m for m in sluice.messages(sluice.dm())[before:] if cards_of(m)]

        shown = (await wait_for(brought, "a collection", 15))[0]
        messages += 1
        for card in cards_of(shown):
            verdict = plan.pop()
            await sluice.click(card, verdict)
            if verdict == "Revise":
                view = await sluice.modal(ALICE, "revise_view")
                await sluice.submit(view, note="Shorter, please.")
    return messages
