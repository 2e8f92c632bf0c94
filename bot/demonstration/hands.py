"""Alice's hands: what she looks for, presses and fills in on the stage."""

from collections.abc import Callable
from typing import Any

from bot.demonstration.scene_script import ALICE
from bot.demonstration.stage import Stage
from bot.demonstration.waiting import wait_for


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
