"""The options of menus, checkboxes and radio buttons.

Source: docs.slack.dev/reference/block-kit/composition-objects, the pages option-object and option-group-object.
"""

from typing import Any

from localslack.composition import URL, plain, text
from localslack.shapes.kind import Json, Kind, Place, Rule
from localslack.shapes.objects import items, record
from localslack.shapes.texts import string

# Of the elements with options only checkboxes and radio buttons show mrkdwn.
RICH_OPTION = record(Kind(needs={"text": text(75), "value": string(150)}, may={"description": text(75)}))
PLAIN_OPTION = record(Kind(needs={"text": plain(75), "value": string(150)}, may={"description": plain(75)}))
MENU_OPTION = record(Kind(needs={"text": plain(75), "value": string(150)}, may={"description": plain(75), "url": URL}))
OPTION_GROUP = record(Kind(needs={"label": plain(75), "options": items(PLAIN_OPTION, 100)}))


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
