"""What the demonstration opens on: one collection of seven mixed things for alice, made by people's own acts."""

import contextlib
from dataclasses import replace
from datetime import timedelta

from bot.demonstration.hands import buttons, click, message, nth, submit
from bot.demonstration.portfolio import portfolio, until
from bot.demonstration.scene_script import ALICE, BOB, CARA, FIRST, FOR_BOB, GENERAL, HELD, OTHERS, TALK
from bot.demonstration.stage import Stage
from bot.demonstration.waiting import Failed

THINGS = 7
MODEL = 15.0  # seconds that the collection waits for an agent with a model
NOTE = "Shorter, please. End with who does what, by when."


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
