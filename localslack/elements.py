"""The elements of blocks: one row says all of an element.

Source: docs.slack.dev/reference/block-kit/block-elements and the page of each element; slack_sdk's models.
"""

from localslack.composition import CONFIRM, DISPATCH, FEEDBACK, FILTER, IMAGE, STYLE, URL, WORKFLOW, plain
from localslack.options import MENU_OPTION, OPTION_GROUP, PLAIN_OPTION, RICH_OPTION, initial_among
from localslack.rich_text import RICH_TEXT_BLOCK
from localslack.shapes.between import exactly_one, ordered
from localslack.shapes.kind import Check, Json, Kind, Place, Surface
from localslack.shapes.numbers import boolean, integer
from localslack.shapes.objects import items, one_of
from localslack.shapes.texts import pattern, string

LONGEST_INPUT = 3000  # characters that a person can type into one box


def initial_fits(value: Json, place: Place) -> list[str]:
    """Refuse a first value that is longer than the box allows."""
    most = value.get("max_length", LONGEST_INPUT)
    if len(value.get("initial_value", "")) > most:
        return [(place / "initial_value").fault(f"must be less than {most + 1} characters")]
    return []


_ACTION = {"action_id": string(255)}
_CONFIRM = {**_ACTION, "confirm": CONFIRM}
_FOCUS = {"focus_on_load": boolean}
_PICK = {**_CONFIRM, **_FOCUS, "placeholder": plain(150)}
_TYPED = {**_ACTION, **_FOCUS, "placeholder": plain(150), "dispatch_action_config": DISPATCH}
_LABEL = {"accessibility_label": string(75)}
_USERS = {"visible_to_user_ids": items(string())}
_SEVERAL = {"max_selected_items": integer(1)}
_STATIC = {"options": items(PLAIN_OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
_CONVERSATIONS = {"default_to_current_conversation": boolean, "filter": FILTER}
_EXTERNAL = {"min_query_length": integer(0)}
_RESPONSE = {"response_url_enabled": boolean}
_NUMBER = pattern(r"-?\d+(\.\d+)?", "a number, written as a string")
_IDS = items(string())

_CHOOSES = frozenset({"section", "actions", "input"})
_TYPES = frozenset({"input"})

ELEMENTS = {
    "button": Kind(
        needs={"text": plain(75)},
        may={
            **_CONFIRM,
            **_LABEL,
            **_USERS,
            "value": string(2000),
            "url": URL,
            "style": STYLE,
            "agent_prompt": string(4000),
            "agent_prompt_display": string(),
        },
        inside=frozenset({"section", "actions", "card"}),
    ),
    "workflow_button": Kind(
        needs={"text": plain(75), "workflow": WORKFLOW},
        may={**_CONFIRM, **_LABEL, "style": STYLE},
        inside=frozenset({"section", "actions"}),
    ),
    "image": Kind(
        needs=IMAGE.needs,
        may=IMAGE.may,
        rules=IMAGE.rules,
        inside=frozenset({"section", "context", "card", "container"}),
    ),
    "mrkdwn": Kind(needs={"text": string(3000)}, may={"verbatim": boolean}, inside=frozenset({"context"})),
    "plain_text": Kind(needs={"text": string(3000)}, may={"emoji": boolean}, inside=frozenset({"context"})),
    "feedback_buttons": Kind(
        needs={"positive_button": FEEDBACK, "negative_button": FEEDBACK},
        may=_ACTION,
        inside=frozenset({"context_actions"}),
    ),
    "icon_button": Kind(
        needs={"icon": string(), "text": plain(75)},
        may={**_CONFIRM, **_LABEL, **_USERS, "value": string(2000)},
        inside=frozenset({"context_actions"}),
    ),
    # slack_sdk takes one option, older pages of the documentation ask for two.
    "overflow": Kind(needs={"options": items(MENU_OPTION, 5)}, may=_CONFIRM, inside=frozenset({"section", "actions"})),
    "checkboxes": Kind(
        needs={"options": items(RICH_OPTION, 10)},
        may={**_CONFIRM, **_FOCUS, "initial_options": items(RICH_OPTION, 10)},
        rules=(initial_among("initial_options"),),
        inside=_CHOOSES,
    ),
    "radio_buttons": Kind(
        needs={"options": items(RICH_OPTION, 10)},
        may={**_CONFIRM, **_FOCUS, "initial_option": RICH_OPTION},
        rules=(initial_among("initial_option"),),
        inside=_CHOOSES,
    ),
    "static_select": Kind(
        may={**_PICK, **_STATIC, "initial_option": PLAIN_OPTION},
        rules=(exactly_one("options", "option_groups"), initial_among("initial_option")),
        inside=_CHOOSES,
    ),
    "multi_static_select": Kind(
        may={**_PICK, **_STATIC, **_SEVERAL, "initial_options": items(PLAIN_OPTION, 100)},
        rules=(exactly_one("options", "option_groups"), initial_among("initial_options")),
        inside=_CHOOSES,
    ),
    "external_select": Kind(may={**_PICK, **_EXTERNAL, "initial_option": PLAIN_OPTION}, inside=_CHOOSES),
    "multi_external_select": Kind(
        may={**_PICK, **_EXTERNAL, **_SEVERAL, "initial_options": items(PLAIN_OPTION, 100)}, inside=_CHOOSES
    ),
    "users_select": Kind(may={**_PICK, "initial_user": string()}, inside=_CHOOSES),
    "multi_users_select": Kind(may={**_PICK, **_SEVERAL, "initial_users": _IDS}, inside=_CHOOSES),
    "conversations_select": Kind(
        may={**_PICK, **_CONVERSATIONS, **_RESPONSE, "initial_conversation": string()}, inside=_CHOOSES
    ),
    "multi_conversations_select": Kind(
        may={**_PICK, **_CONVERSATIONS, **_SEVERAL, "initial_conversations": _IDS}, inside=_CHOOSES
    ),
    "channels_select": Kind(may={**_PICK, **_RESPONSE, "initial_channel": string()}, inside=_CHOOSES),
    "multi_channels_select": Kind(may={**_PICK, **_SEVERAL, "initial_channels": _IDS}, inside=_CHOOSES),
    "datepicker": Kind(
        may={**_PICK, "initial_date": pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date, YYYY-MM-DD")},
        inside=_CHOOSES,
    ),
    "timepicker": Kind(
        may={**_PICK, "initial_time": pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time, HH:mm"), "timezone": string()},
        inside=_CHOOSES,
    ),
    "datetimepicker": Kind(
        may={**_CONFIRM, **_FOCUS, "initial_date_time": integer(0, 9_999_999_999)},
        inside=frozenset({"actions", "input"}),
    ),
    "plain_text_input": Kind(
        may={
            **_TYPED,
            "initial_value": string(LONGEST_INPUT, least=0),
            "multiline": boolean,
            "min_length": integer(0, LONGEST_INPUT),
            "max_length": integer(1, LONGEST_INPUT),
        },
        rules=(ordered("min_length", "max_length"), initial_fits),
        inside=_TYPES,
    ),
    "rich_text_input": Kind(
        may={**_TYPED, "initial_value": RICH_TEXT_BLOCK, "min_lines": integer(1, 100), "max_lines": integer(1, 100)},
        rules=(ordered("min_lines", "max_lines"),),
        inside=frozenset({"actions", "input"}),
    ),
    "email_text_input": Kind(may={**_TYPED, "initial_value": string(least=0)}, inside=_TYPES),
    "url_text_input": Kind(may={**_TYPED, "initial_value": string(least=0)}, inside=_TYPES),
    "number_input": Kind(
        needs={"is_decimal_allowed": boolean},
        may={**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        rules=(
            ordered("min_value", "initial_value"),
            ordered("initial_value", "max_value"),
            ordered("min_value", "max_value"),
        ),
        inside=_TYPES,
    ),
    "file_input": Kind(
        may={**_ACTION, "filetypes": items(string()), "max_files": integer(1, 10)},
        on=frozenset({Surface.MODAL}),
        inside=_TYPES,
    ),
    "url": Kind(needs={"url": URL, "text": string()}, inside=frozenset({"task_card"})),
    "icon": Kind(needs={"name": string()}, inside=frozenset({"card_icon"})),
}


def element_of(block: str) -> Check:
    """Return a check of an element that stands in this kind of block."""
    return one_of({name: kind for name, kind in ELEMENTS.items() if block in kind.inside})
