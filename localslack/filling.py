"""What was filled into a form, in the shape of Slack's view.state."""

import html
from collections.abc import Sequence
from typing import Any

from localslack.field_state import filled
from localslack.used import PRESSABLE, elements, is_used
from localslack.workspace import Json

STATELESS = PRESSABLE | {"overflow", "image"}


def state(blocks: Sequence[Json], values: Json, escaped: bool = False, action: Json | None = None) -> Json:
    """Return what each element holds that can hold something, by block and action.

    Args:
        values: what a person filled in, by block; a plain value belongs to the only element of its block.
        escaped: what was typed comes with entities.
        action: what the person did last, outside of a field.
    """
    result: Json = {}
    for block, element in elements(blocks):
        if element["type"] in STATELESS:
            continue
        held = _held(block, element, values.get(block["block_id"]), action or {})
        name = element.get("action_id") or f"action-{block['block_id']}"
        result.setdefault(block["block_id"], {})[name] = _escaped(held) if escaped else held
    return result


def _held(block: Json, element: Json, given: Any, action: Json) -> Json:
    name = element.get("action_id") or f"action-{block['block_id']}"
    if isinstance(given, dict) and name in given:
        return dict(given[name])
    if is_used(block, element, action):
        return {"type": element["type"], **{k: v for k, v in action.items() if k.startswith(("selected_", "value"))}}
    return filled(element, given if block["type"] == "input" else None)


def _escaped(field: Json) -> Json:
    return {k: html.escape(v, quote=False) if k == "value" and isinstance(v, str) else v for k, v in field.items()}
