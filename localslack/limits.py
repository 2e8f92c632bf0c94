"""What Slack refuses of a message's blocks: their number, their sums, and each block's shape.

Sources: docs.slack.dev/reference/block-kit/blocks (50 blocks), docs.slack.dev/reference/methods/chat.postMessage (names
of errors).
"""

from collections.abc import Sequence
from typing import Any

from localslack.blocks import BLOCK
from localslack.nested import compact, nested, together
from localslack.shapes.kind import Json, Place, Surface
from localslack.shapes.objects import items

BLOCKS = 50  # of a message
# The rule behind msg_blocks_too_long is not documented: 11,341 characters of text in rich_text were refused, 13,297
# in one markdown block passed (github.com/slackapi/bolt-js/issues/2867 and 2509). This is the careful reading:
# compact JSON, entities counted.
CHARACTERS = 12_000
CHARTS = 2


def message_error(blocks: Any) -> tuple[str, list[str]] | None:
    """Return the error's name and details for blocks that Slack would refuse; None when Slack would take them."""
    place = Place(Surface.MESSAGE, "/blocks")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks_format", [place.fault("must provide an array of objects")]
    faults = items(BLOCK, BLOCKS, least=0)(blocks, place) or together(blocks, BLOCKS, place)
    if faults:
        return "invalid_blocks", faults
    kinds = [block["type"] for block in nested(blocks)]
    # docs.slack.dev/reference/block-kit/blocks/table-block: one table in a message.
    if kinds.count("table") + kinds.count("data_table") > 1:
        return "invalid_attachments", [place.fault("only_one_table_allowed")]
    faults = _message_kinds(kinds, place)
    if faults:
        return "invalid_blocks", faults
    return ("msg_blocks_too_long", []) if _escaped_length(blocks) > CHARACTERS else None


def _message_kinds(kinds: Sequence[str], place: Place) -> list[str]:
    faults = []
    if "task_card" in kinds and "plan" in kinds:
        faults.append(place.fault("must not have both task_card and plan"))
    if kinds.count("data_visualization") > CHARTS:
        faults.append(place.fault(f"no more than {CHARTS} data_visualization items allowed"))
    return faults


def _escaped_length(blocks: Sequence[Json]) -> int:
    text = compact(blocks)
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
