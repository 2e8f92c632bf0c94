"""What was filled into a form, in the shape of Slack's view.state."""

import html
from typing import Any

from localslack.workspace import Json

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


def action_ids(block: Json) -> list[str]:
    """Return the action ids of the elements in a block; "" for an element without one."""
    inner = [*(block.get("elements") or ()), block.get("accessory") or {}, block.get("element") or {}]
    return [e.get("action_id", "") for e in inner if isinstance(e, dict)]


def state(view: Json, values: Json, escaped: bool = False) -> Json:
    """Return state values by block and action; a plain value belongs to the only element of its block.

    Args:
        escaped: what was typed comes with entities.
    """
    result: Json = {}
    for block in view["blocks"]:
        if block.get("type") != "input":
            continue
        element, given = block["element"], values.get(block["block_id"])
        action = element.get("action_id") or f"action-{block['block_id']}"
        if isinstance(given, dict) and action in given:
            result[block["block_id"]] = given
        else:
            result[block["block_id"]] = {action: filled(element, given)}
        if escaped:
            result[block["block_id"]] = {k: _escaped(v) for k, v in result[block["block_id"]].items()}
    return result


def _escaped(field: Json) -> Json:
    return {k: html.escape(v, quote=False) if k == "value" and isinstance(v, str) else v for k, v in field.items()}


def filled(element: Json, given: Any) -> Json:
    """Return the state of one element with the given value, or with its first value when none is given."""
    kind = element["type"]
    if kind == "checkboxes":
        chosen = given if given is not None else [o["value"] for o in element.get("initial_options") or ()]
        return {"type": kind, "selected_options": [o for o in element["options"] if o["value"] in chosen]}
    if kind in ("static_select", "radio_buttons"):
        first = element.get("initial_option")
        chosen = given if given is not None else (first or {}).get("value")
        return {"type": kind, "selected_option": next((o for o in element["options"] if o["value"] == chosen), None)}
    if kind in SINGLE:
        text, first = SINGLE[kind]
        return {"type": kind, text: given or element.get(first)}
    if kind in MANY:
        first = element.get(MANY[kind].replace("selected", "initial"))
        return {"type": kind, MANY[kind]: list((first if given is None else given) or ())}
    if kind == "multi_static_select":
        return {"type": kind, "selected_options": [o for o in element["options"] if o["value"] in (given or ())]}
    if kind == "file_input":
        return {"type": kind, "files": given or []}
    return {"type": kind, "value": (given if given is not None else element.get("initial_value")) or None}
