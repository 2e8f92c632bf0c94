"""What Slack refuses of a message's blocks and of a view: their number, their sums, and each block's shape.

Sources: docs.slack.dev/reference/block-kit/blocks (50 blocks, 100 in a view), docs.slack.dev/reference/views/
modal-views and home-tab-views, docs.slack.dev/reference/methods/views.open (250 kB) and chat.postMessage (names of
errors).
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from localslack.blocks import BLOCK, children
from localslack.composition import plain
from localslack.shapes import Json, Kind, Place, Surface, boolean, items, one_of, string

BLOCKS, VIEW_BLOCKS, DEPTH = 50, 100, 3  # of a message, of a view, and views on one another
# The rule behind msg_blocks_too_long is not documented: 11,341 characters of text in rich_text were refused, 13,297
# in one markdown block passed (github.com/slackapi/bolt-js/issues/2867 and 2509). This is the careful reading:
# compact JSON, entities counted.
CHARACTERS = 12_000
VIEW_BYTES = 250_000
CHARTS = 2

_VIEW = {"callback_id": string(255, least=0), "external_id": string(255, least=0)}
_VIEW |= {"private_metadata": string(3000, least=0)}
VIEWS = {
    "modal": Kind(
        # slack_sdk refuses a view without blocks.
        needs={"title": plain(24), "blocks": items(BLOCK, VIEW_BLOCKS)},
        may={**_VIEW, "submit": plain(24), "close": plain(24), "clear_on_close": boolean, "notify_on_close": boolean},
    ),
    "home": Kind(needs={"blocks": items(BLOCK, VIEW_BLOCKS)}, may=_VIEW),
}
_VIEW_CHECK = one_of(VIEWS)


def message_error(blocks: Any) -> tuple[str, list[str]] | None:
    """Return the error's name and details for blocks that Slack would refuse; None when Slack would take them."""
    place = Place(Surface.MESSAGE, "/blocks")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks_format", [place.fault("must provide an array of objects")]
    faults = items(BLOCK, BLOCKS, least=0)(blocks, place) or _together(blocks, BLOCKS, place)
    if faults:
        return "invalid_blocks", faults
    kinds = [block["type"] for block in _nested(blocks)]
    # docs.slack.dev/reference/block-kit/blocks/table-block: one table in a message.
    if kinds.count("table") + kinds.count("data_table") > 1:
        return "invalid_attachments", [place.fault("only_one_table_allowed")]
    faults = _message_kinds(kinds, place)
    if faults:
        return "invalid_blocks", faults
    return ("msg_blocks_too_long", []) if _escaped_length(blocks) > CHARACTERS else None


def view_error(view: Any, kind: str = "") -> tuple[str, list[str]] | None:
    """Return the error's name and details for a view that Slack would refuse; None when Slack would take it.

    Args:
        kind: `modal` or `home`, where the method takes one of them alone.
    """
    allowed = (kind,) if kind else tuple(VIEWS)
    if not isinstance(view, dict) or not isinstance(view.get("type"), str) or view["type"] not in allowed:
        return "invalid_arguments", [f"must be one of: {', '.join(allowed)} [json-pointer:/view/type]"]
    place = Place(Surface(view["type"]), "/view")
    faults = _VIEW_CHECK(view, place) or _view_rules(view, place)
    if faults:
        return "invalid_arguments", faults
    return ("view_too_large", []) if len(_compact(view).encode(errors="surrogatepass")) > VIEW_BYTES else None


def _view_rules(view: Json, place: Place) -> list[str]:
    blocks = view["blocks"]
    faults = _together(blocks, VIEW_BLOCKS, place / "blocks")
    if view["type"] == "modal" and "submit" not in view and any(block["type"] == "input" for block in blocks):
        faults.append(place.fault("missing required field: submit"))
    if sum(1 for element in _elements(blocks) if element.get("focus_on_load")) > 1:
        faults.append(place.fault("must have only one element with focus_on_load"))
    return faults


def _together(blocks: Sequence[Json], most: int, place: Place) -> list[str]:
    """Refuse what single blocks cannot know: those that are nested count, and a block_id stands once."""
    every = list(_nested(blocks))
    if len(every) > most:
        return [place.fault(f"no more than {most} items allowed")]
    ids = [block["block_id"] for block in every if "block_id" in block]
    return [place.fault(f"block_id already exists: {i}") for i in sorted({i for i in ids if ids.count(i) > 1})]


def _message_kinds(kinds: Sequence[str], place: Place) -> list[str]:
    faults = []
    if "task_card" in kinds and "plan" in kinds:
        faults.append(place.fault("must not have both task_card and plan"))
    if kinds.count("data_visualization") > CHARTS:
        faults.append(place.fault(f"no more than {CHARTS} data_visualization items allowed"))
    return faults


def _nested(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        yield from children(block)


def _elements(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in _nested(blocks):
        yield from (block[key] for key in ("element", "accessory") if key in block)
        yield from block.get("elements", ())


def _escaped_length(blocks: Sequence[Json]) -> int:
    text = _compact(blocks)
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
