"""What one element of a form holds."""

from typing import Any

from localslack.options import options_of
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
