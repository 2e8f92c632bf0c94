"""An element that a person used, as payloads carry it.

Which keys an action of each kind has: the types of Slack's Bolt for JavaScript, src/types/actions/block-action.ts.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from localslack.blocks import children
from localslack.options import options_of
from localslack.workspace import Json

HOLDERS = frozenset({"actions", "section", "input", "context_actions", "card"})  # blocks whose elements people use
PRESSABLE = frozenset({"button", "workflow_button", "icon_button", "feedback_buttons"})
PRESSED = ("text", "value", "style", "url", "icon", "confirm")  # repeated of an element that is only pressed
CHOSEN = ("initial_", "placeholder", "min_query_length", "confirm")  # how keys begin that are repeated of any other


def elements(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each element that people can use, with the block that it stands in; blocks inside of blocks count, too."""
    for block in blocks:
        yield from elements([*children(block)])
        if block["type"] in HOLDERS:
            inner = [
                *block.get("elements", ()),
                *block.get("actions", ()),
                block.get("accessory"),
                block.get("element"),
            ]
            yield from ((block, element) for element in inner if element)


def is_used(block: Json, element: Json, action: Json) -> bool:
    """Tell whether an action is one on this element."""
    same_block = action.get("block_id") in (None, "", block.get("block_id"))
    return same_block and "action_id" in element and element["action_id"] == action.get("action_id")


def used(action: Json, blocks: Sequence[Json]) -> Json:
    """Return what a person did with an element as one entry of `actions`.

    Args:
        action: the id of the element, and what was chosen; how it was drawn is added.
        blocks: as the app sent them, with their entities.
    """
    now = f"{time.time():.6f}"
    drawn = next((place for place in elements(blocks) if is_used(*place, action)), None)
    if drawn is None:  # a press on what has just been drawn anew
        return {"type": "button", "block_id": "", **action, "action_ts": now}
    block, element = drawn
    repeated = {key: value for key, value in element.items() if _repeats(element, key)}
    chosen = {key: _as_drawn(value, element) for key, value in action.items()}
    return {**repeated, **chosen, "type": element["type"], "block_id": block["block_id"], "action_ts": now}


def _repeats(element: Json, key: str) -> bool:
    return key in PRESSED if element["type"] in PRESSABLE else key.startswith(CHOSEN)


def _as_drawn(value: Any, element: Json) -> Any:
    """Return an option that was chosen, or each of several, as the app drew it."""
    if isinstance(value, list):
        return [_as_drawn(each, element) for each in value]
    drawn = {option["value"]: option for option in options_of(element)}
    return drawn.get(value.get("value"), value) if isinstance(value, dict) else value
