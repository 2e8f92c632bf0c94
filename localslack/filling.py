"""What was filled into a form, in the shape of Slack's view.state."""

import html
from collections.abc import Sequence
from typing import Any

from localslack.options import options_of
from localslack.used import PRESSABLE, elements, is_used
from localslack.workspace import Json

STATELESS = PRESSABLE | {"overflow", "image"}

SINGLE = {
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}
MANY = {
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}


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


def filled(element: Json, given: Any) -> Json:
    """Return the state of one element with the given value, or with its first value when none is given."""
    kind = element["type"]
    if kind == "checkboxes":
        chosen = given if given is not None else [o["value"] for o in element.get("initial_options") or ()]
        return {"type": kind, "selected_options": [o for o in options_of(element) if o["value"] in chosen]}
    if kind in ("static_select", "radio_buttons"):
        first = element.get("initial_option")
        chosen = given if given is not None else (first or {}).get("value")
        return {"type": kind, "selected_option": next((o for o in options_of(element) if o["value"] == chosen), None)}
    if kind in SINGLE:
        text, first = SINGLE[kind]
        return {"type": kind, text: given or element.get(first)}
    if kind in MANY:
        first = element.get(MANY[kind].replace("selected", "initial"))
        return {"type": kind, MANY[kind]: list((first if given is None else given) or ())}
    if kind == "multi_static_select":
        return {"type": kind, "selected_options": [o for o in options_of(element) if o["value"] in (given or ())]}
    if kind == "file_input":
        return {"type": kind, "files": given or []}
    return {"type": kind, "value": (given if given is not None else element.get("initial_value")) or None}
