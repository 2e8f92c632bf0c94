"""What a person does in the window of an item: its menu, its forms, its buttons. Shared by tests of moving items."""

from typing import Any

from tests.bot.speaking import button
from tests.world import ALICE, World, buttons, wait_for, words

Json = dict[str, Any]


async def opened(sluice: World, card: Json, user: str = ALICE) -> Json:
    """Press Open on a card; the window."""
    await sluice.press(card["message"], next(b for b in _opens(card) if b["value"] == card["value"]), user)
    return await sluice.modal(user, "task_view")


def _opens(card: Json) -> list[Json]:
    return [b for b in buttons(card["message"]) if b["text"]["text"] == "Open"]


def menu(view: Json) -> Json:
    """The menu of a window: its options, by their words."""
    found = [e for b in view["blocks"] if b["type"] == "actions" for e in b["elements"] if e["type"] == "overflow"]
    return {o["text"]["text"]: o for element in found for o in element["options"]}


async def choose(sluice: World, view: Json, part: str, user: str = ALICE) -> Json:
    """Choose what begins with these words in a window's menu."""
    option = next(o for text, o in menu(view).items() if text.startswith(part))
    action = {"type": "overflow", "action_id": "menu", "selected_option": option}
    return await sluice.act("view-action", user=user, viewId=view["id"], action=action)


async def press_in(sluice: World, view: Json, label: str, user: str = ALICE) -> Json:
    """Press a button of a window, as it is drawn now."""
    found = button(view, label)
    action = {k: found[k] for k in ("type", "action_id", "value")}
    return await sluice.act("view-action", user=user, viewId=view["id"], action=action)


async def window(sluice: World, part: str, user: str = ALICE) -> Json:
    """The window on top, once it shows these words."""

    async def look() -> Json | None:
        stack = sluice.slack.workspace.views.get(user, [])
        return stack[-1] if stack and part in words(stack[-1]) else None

    return dict(await wait_for(look, f"“{part}” in the window"))
