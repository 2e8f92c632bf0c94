"""What the demonstration opens on: one collection of seven mixed things for alice, made by people's own acts."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.demonstration import sample_colleague as colleague
from bot.demonstration.sample_agent import script as scripts
from bot.demonstration.stage import Stage
from bot.demonstration.waiting import Failed, wait_for
from bot.samples import text
from storage.ledger.queries import portfolio as book
from storage.rules.pages.tasks import Portfolio

ALICE, BOB, CARA = "U01ALICE", "U02BOB", "U03CARA"
GENERAL = "C01GEN"
THINGS = 7
MODEL = 15.0  # seconds that the collection waits for an agent with a model
NOTE = "Shorter, please. End with who does what, by when."
TALK = (
    (BOB, "The reseller in Lyon asks whether the beta price holds for them, too. What do I tell them?"),
    (CARA, "Not decided yet. It is on the list for 26 November."),
    (BOB, "Good, then I tell them that we answer by 27 November."),
)
FIRST = f"/assign sample: {scripts.MEMO}; must: names the price; must: at most 250 words; for Beta launch"
OTHERS = (
    f"/assign sample: {scripts.INVITATION}; must: mentions the recording; for Beta launch",
    f"/assign sample: {scripts.ROOM}; for Beta launch",
    f"/assign sample: {scripts.ANNOUNCEMENT}; 2 versions; must: at most 60 words; must: names 39 €; for Beta launch",
    f"/assign sample: {scripts.PLAN}; must: names the riskiest day; must: at least 6 sections; for Beta launch",
    f"/assign sample: {scripts.INVOICES}; must: mentions Acme; for Billing",
    f"/assign writer: Summary of the sales table; must: names October; for Billing\n{text('quarter-sales.csv')}\n"
    f"; then <@{BOB}|bob>: {colleague.CHECK}; then writer: One paragraph on October",
)
FOR_BOB = f"/assign <@{BOB}|bob>: {colleague.RESELLER}; for Beta launch"
HELD = (
    "/assign writer: Answer to Acme on the double charge; must: mentions the refund; must: at most 200 words; "
    "for Billing\n" + text("double-charge.md")
)


async def prepare(stage: Stage, undo: timedelta) -> int:
    """Play alice's morning until her collection is there; return how many things it holds.

    Args:
        undo: how long a decision can be undone from then on; while this is played it takes effect at once.

    Raises:
        Failed: a step of it did not happen.
    """
    await stage.command(ALICE, "/sluice")
    await message(stage, "the welcome", lambda m: True)
    await stage.command(ALICE, "/collect at 9:00 13:00 16:30 daily")
    await stage.command(ALICE, f"/collect limit {THINGS}")
    await _talk(stage)
    await _first_version(stage)
    for line in OTHERS:
        await stage.command(ALICE, line)
    with contextlib.suppress(Failed):  # a model may take minutes: the collection is there without its draft
        await until(stage, "seven things are ready", lambda p: p.waits == THINGS, MODEL)
    things = (await portfolio(stage)).waits
    await stage.command(ALICE, HELD)
    await stage.command(ALICE, FOR_BOB)
    await _read_everything(stage)
    await stage.command(ALICE, "/collect now")
    await message(stage, "the collection", lambda m: len(buttons(m)) >= 2 * things)
    await stage.post("open-home", user=ALICE)
    stage.bot.ledger.terms = replace(stage.bot.ledger.terms, undo=undo)
    return things


async def _talk(stage: Stage) -> None:
    """Let people talk in #general, so that there is a thread to hand off."""
    first = await stage.post("message", channel=GENERAL, user=TALK[0][0], text=TALK[0][1])
    for user, words in TALK[1:]:
        await stage.post("message", channel=GENERAL, user=user, text=words, thread_ts=first["ts"])


async def _first_version(stage: Stage) -> None:
    """Bring the memo, send it back, and wait for its second version."""
    await stage.command(ALICE, FIRST)
    await until(stage, "the memo is ready", lambda p: p.waits == 1)
    await stage.command(ALICE, "/collect now")
    card = await message(stage, "the memo", lambda m: any(b["text"] == "Revise" for b in buttons(m)))
    await click(stage, card, nth(card, "Revise", 0))
    await submit(stage, note=NOTE)
    await until(stage, "the second version is ready", lambda p: any(i.draft_version == 2 for i in p.waiting))


async def _read_everything(stage: Stage) -> None:
    """Mark as read what came before the collection."""
    for channel, messages in stage.slack.workspace.messages.items():
        for user in (ALICE, BOB, CARA):
            if messages:
                await stage.post("read", user=user, channel=channel, ts=messages[-1]["ts"])


async def message(stage: Stage, what: str, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait for alice's newest direct message that fits; return it."""

    async def look() -> dict[str, Any] | None:
        return next((m for m in reversed(await stage.get(f"messages/{stage.dm(ALICE)}")) if fits(m)), None)

    there: dict[str, Any] = await wait_for(what, look, stage.patience)
    return there


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons below a message's cards: their text, their element, their block."""
    return [
        {"text": e["text"]["text"], "element": e, "block_id": b["block_id"]}
        for b in message.get("blocks", ())
        if b["type"] == "actions"
        for e in b["elements"]
    ]


def nth(message: dict[str, Any], text: str, n: int) -> dict[str, Any]:
    """Return the button number `n`, counted from 0, among a message's buttons with this text."""
    return [b for b in buttons(message) if b["text"] == text][n]


async def click(stage: Stage, message: dict[str, Any], button: dict[str, Any]) -> None:
    """Click a button below a message, as alice."""
    element, block = button["element"], button["block_id"]
    action = {"type": "button", "action_id": element["action_id"], "value": element["value"], "block_id": block}
    await stage.post("interact", channel=message["channel"], messageTs=message["ts"], user=ALICE, action=action)


async def submit(stage: Stage, **values: str) -> None:
    """Fill alice's open form and send it."""

    async def look() -> dict[str, Any] | None:
        return next(iter((await stage.get(f"views/{ALICE}"))["modals"]), None)

    view = await wait_for("the form", look)
    await stage.post("view-submit", user=ALICE, viewId=view["id"], values=values)


async def until(stage: Stage, what: str, holds: Callable[[Portfolio], bool], patience: float | None = None) -> None:
    """Wait until alice's portfolio satisfies `holds`, for at most `patience` seconds; by default, the stage's."""

    async def look() -> bool | None:
        return True if holds(await portfolio(stage)) else None

    await wait_for(what, look, stage.patience if patience is None else patience)


async def portfolio(stage: Stage) -> Portfolio:
    """Return alice's portfolio as the ledger has it now."""
    return await stage.bot.ledger.see(book.portfolio, stage.bot.team, ALICE)
