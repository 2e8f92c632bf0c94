"""A scripted colleague of the demonstration: bob collects what the demonstration gave him, and hands it in."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.demonstration.stage import Stage
from bot.demonstration.waiting import Failed, wait_for
from bot.views import ids
from storage.ledger.shelf import owed

BOB = "U02BOB"
CHECK = "Check October against the books"
RESELLER = "Ask the reseller in Lyon by when they decide"
HANDED_IN: Mapping[str, str] = {
    CHECK: "October is right: the books have the same sum. Two refunds of 1 November are rightly not in it.",
    RESELLER: "They decide by 27 November, once we have told them whether the beta price holds.",
}
PLAYED = "(Written beforehand: bob is played by the demonstration.)"
LOOK, THINKS = 1.0, 8.0  # seconds between two looks, and until bob begins: long enough to act as him first


async def play(stage: Stage, thinks: float = THINKS) -> None:
    """Hand in each task that the demonstration gave to bob, for as long as it runs; all else is left to who plays him.

    What does not happen within a minute is left as it is: nobody else waits for it.

    Args:
        thinks: seconds until bob begins with a task.
    """
    tried = set[str]()
    while True:
        await asyncio.sleep(LOOK)
        for title, key in (await _owed(stage)).items():
            if key not in tried:
                tried.add(key)
                await asyncio.sleep(thinks)
                await _hand_in(stage, title, key)


async def _owed(stage: Stage) -> dict[str, str]:
    """Return the keys of the scripted tasks that bob owes, by their titles."""
    mine = await stage.bot.ledger.see(owed.of_person, stage.bot.team, BOB)
    return {one.task.brief.title: one.task.key for one in mine if one.task.brief.title in HANDED_IN}


async def _hand_in(stage: Stage, title: str, key: str) -> None:
    if title not in await _owed(stage):  # somebody acted as bob
        return
    await stage.command(BOB, "/collect now")
    try:
        message, button = await wait_for("bob's card", lambda: _submit_button(stage, key))
        await stage.post("interact", channel=message["channel"], messageTs=message["ts"], user=BOB, action=button)
        view = await wait_for("bob's form", lambda: _form(stage))
    except Failed:
        return
    body = f"{HANDED_IN[title]}\n\n{PLAYED}"
    await stage.post("view-submit", user=BOB, viewId=view["id"], values={"body": body})


async def _submit_button(stage: Stage, key: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the message with the Submit button of a task, and what a press of it says; None while there is none."""
    for message in reversed(await stage.get(f"messages/{stage.dm(BOB)}")):
        for block in message.get("blocks", ()):
            for element in block.get("elements", ()) if block["type"] == "actions" else ():
                if element.get("action_id") == ids.SUBMIT and element.get("value") == key:
                    names = ("type", "action_id", "value")
                    return message, {**{name: element[name] for name in names}, "block_id": block["block_id"]}
    return None


async def _form(stage: Stage) -> dict[str, Any] | None:
    return next(iter((await stage.get(f"views/{BOB}"))["modals"]), None)
