"""Texts, options and dialogs: what elements and blocks are composed of.

Source: docs.slack.dev/reference/block-kit/composition-objects and its pages text-object, option-object,
option-group-object, confirmation-dialog-object, conversation-filter-object, slack-file-object,
dispatch-action-configuration-object, trigger-object, workflow-object.
"""

from typing import Any

from localslack.shapes import (
    Check,
    Json,
    Kind,
    Place,
    Rule,
    at_least_one,
    boolean,
    choice,
    exactly_one,
    items,
    one_of,
    record,
    string,
)

URL = string(3000)
STYLE = choice("primary", "danger")


def plain(most: int = 3000) -> Check:
    """Return a check of a text object that can only be plain text."""
    return one_of({"plain_text": Kind(needs={"text": string(most)}, may={"emoji": boolean})})


def text(most: int = 3000) -> Check:
    """Return a check of a text object of either kind, plain text or mrkdwn."""
    return one_of(
        {
            "plain_text": Kind(needs={"text": string(most)}, may={"emoji": boolean}),
            "mrkdwn": Kind(needs={"text": string(most)}, may={"verbatim": boolean}),
        }
    )


CONFIRM = record(
    Kind(needs={"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)}, may={"style": STYLE})
)
# Of the elements with options only checkboxes and radio buttons show mrkdwn.
RICH_OPTION = record(Kind(needs={"text": text(75), "value": string(150)}, may={"description": text(75)}))
PLAIN_OPTION = record(Kind(needs={"text": plain(75), "value": string(150)}, may={"description": plain(75)}))
MENU_OPTION = record(Kind(needs={"text": plain(75), "value": string(150)}, may={"description": plain(75), "url": URL}))
OPTION_GROUP = record(Kind(needs={"label": plain(75), "options": items(PLAIN_OPTION, 100)}))
SLACK_FILE = record(Kind(may={"id": string(), "url": URL}, rules=(exactly_one("id", "url"),)))
FILTER = record(
    Kind(
        may={
            "include": items(choice("im", "mpim", "private", "public")),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
        rules=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
    )
)
DISPATCH = record(Kind(may={"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)}))
_PARAMETER = record(Kind(needs={"name": string(), "value": string()}))
_TRIGGER = record(Kind(needs={"url": URL}, may={"customizable_input_parameters": items(_PARAMETER)}))
WORKFLOW = record(Kind(needs={"trigger": _TRIGGER}))
FEEDBACK = record(Kind(needs={"text": plain(75), "value": string(2000)}, may={"accessibility_label": string(75)}))
IMAGE = Kind(
    needs={"alt_text": string(2000)},
    may={"image_url": URL, "slack_file": SLACK_FILE},
    rules=(exactly_one("image_url", "slack_file"),),
)


def options_of(value: Json) -> list[Any]:
    """Return the options of an element, with those in its groups."""
    groups = value.get("option_groups") or []
    return [*value.get("options", ()), *(option for group in groups for option in group["options"])]


def initial_among(key: str) -> Rule:
    """Return a rule that refuses a first choice that is not an option; `key` holds one option or a list of them."""

    def check(value: Json, place: Place) -> list[str]:
        first = value.get(key, [])
        strange = [o for o in (first if isinstance(first, list) else [first]) if o not in options_of(value)]
        return [(place / key).fault("must be one of the options")] if strange else []

    return check
