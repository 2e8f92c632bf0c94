"""What Slack says of a form before it sends it: a field is empty that must not be, or holds too little or too much.

docs.slack.dev/reference/block-kit: `optional` of an input block, and the bounds of its element.
"""

from typing import Any

from localslack.workspace import Json

LONGEST = 3000  # characters of a text
REQUIRED = "This field is required."


def faults(view: Json, state: Json) -> dict[str, str]:
    """Return what stands at the fields of a form that Slack does not send, by block; empty where it sends it."""
    found = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        held: Json = next(iter((state.get(block["block_id"]) or {}).values()), {})
        if fault := _fault(block, held):
            found[block["block_id"]] = fault
    return found


def _fault(block: Json, held: Json) -> str:
    element, value = block["element"], _value(held)
    if not value:
        return "" if block.get("optional") else REQUIRED
    if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
        return f"Choose at most {element['max_selected_items']}."
    if not isinstance(value, str):
        return ""
    least, most = element.get("min_length", 0), element.get("max_length", LONGEST)
    if len(value) < least:
        return f"Write at least {least} characters."
    return f"Write at most {most} characters." if len(value) > most else ""


def _value(held: Json) -> Any:
    """Return what an element holds, whatever its kind calls it."""
    return next((value for name, value in held.items() if name != "type" and value), None)
