"""The menu beside the buttons of a decision: what else can be done with an item."""

from collections.abc import Mapping
from enum import StrEnum

from bot.views import ids
from bot.views.kit import Block
from storage.rules.values.item import Item


class Way(StrEnum):
    """What else a person can do with an item than decide it by one tap."""

    EDIT = "edit"
    LATER = "later"
    PICK = "pick"  # a time for later
    GIVE = "give"


def menu(item: Item, ways: Mapping[Way, str]) -> list[Block]:
    """Return the menu of an item as an element of its row of buttons; nothing where it has no ways.

    Args:
        ways: the words of each way; Slack takes five.
    """
    options = [
        {"text": {"type": "plain_text", "text": words}, "value": f"{way}|{ids.of(item)}"} for way, words in ways.items()
    ]
    return [{"type": "overflow", "action_id": ids.MENU, "options": options}] if options else []


def read(value: object) -> tuple[Way | None, str]:
    """Return what was chosen of a menu, and the value of the item's button; (None, "") for what we never wrote."""
    way, _, item = value.partition("|") if isinstance(value, str) else ("", "", "")
    return (Way(way), item) if way in tuple(Way) else (None, "")
