"""Which keys one entry of `actions` has for each kind of element, and which elements a message's or a view's state names.

The facts: github.com/slackapi/bolt-js, src/types/actions/block-action.ts, and java-slack-sdk's recorded payloads.
"""

from collections.abc import Mapping
from typing import Any

from tests.localslack.shapes import SHAPES, Keys, Shape, always, name_of, when

PAGE = "https://github.com/slackapi/bolt-js/blob/main/src/types/actions/block-action.ts"
EACH = always(
    "actions list\nactions[].type str\nactions[].action_id str\nactions[].block_id str\nactions[].action_ts str"
)
ASKS = when("the element has it", "actions[].confirm dict*")
HINT = when("the element has it", "actions[].placeholder dict*") + ASKS


def chosen(selected: str, kinds: str, initial: str = "") -> Keys:
    first = when("the element has it", f"actions[].{initial} {kinds.replace('|null', '')}") if initial else ()
    return always(f"actions[].{selected} {kinds}") + first


ELEMENTS: Mapping[str, Keys] = {
    "overflow": chosen("selected_option", "dict*") + ASKS,
    "static_select": chosen("selected_option", "dict*", "initial_option") + HINT,
    "multi_static_select": chosen("selected_options", "list*", "initial_options") + HINT,
    "users_select": chosen("selected_user", "str", "initial_user") + HINT,
    "multi_users_select": chosen("selected_users", "list*", "initial_users") + HINT,
    "channels_select": chosen("selected_channel", "str", "initial_channel") + HINT,
    "conversations_select": chosen("selected_conversation", "str", "initial_conversation") + HINT,
    "multi_conversations_select": chosen("selected_conversations", "list*", "initial_conversations") + HINT,
    "datepicker": chosen("selected_date", "str|null", "initial_date") + HINT,
    "timepicker": chosen("selected_time", "str|null", "initial_time") + HINT,
    "checkboxes": chosen("selected_options", "list*", "initial_options") + ASKS,
    "radio_buttons": chosen("selected_option", "dict|null*", "initial_option") + ASKS,
}
WITHOUT_STATE = {"overflow", "button"}


def shape_of(place: str, kind: str) -> Shape:
    """Return the shape of a use of an element, where `place` names the payload as the table of interactions does."""
    around = tuple(key for key in SHAPES[place].keys if not key.path.startswith("actions"))
    return Shape(f"{place}: {kind}", PAGE, PAGE, around + EACH + ELEMENTS[kind])


def named(payload: dict[str, Any]) -> str:
    """Return the name of a payload, with the kind of element that was used if it is no button."""
    kind = payload["actions"][0]["type"] if payload.get("type") == "block_actions" else "button"
    return name_of(payload) + ("" if kind == "button" else f": {kind}")


def of_name(name: str) -> Shape:
    """Return the shape of a payload by the name of it."""
    place, _, kind = name.partition(": ")
    return shape_of(place, kind) if kind else SHAPES[name]
