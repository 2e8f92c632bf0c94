"""What Slack refuses of a view: its blocks, their number, what only a modal has, and its size.

Sources: docs.slack.dev/reference/block-kit/blocks (100 in a view), docs.slack.dev/reference/views/modal-views and
home-tab-views, docs.slack.dev/reference/methods/views.open (250 kB).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from localslack.blocks import BLOCK
from localslack.composition import plain
from localslack.nested import compact, nested, together
from localslack.shapes.kind import Json, Kind, Place, Surface
from localslack.shapes.numbers import boolean
from localslack.shapes.objects import items, one_of
from localslack.shapes.texts import string

VIEW_BLOCKS, DEPTH = 100, 3  # of a view, and views on one another
VIEW_BYTES = 250_000

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
    return ("view_too_large", []) if len(compact(view).encode(errors="surrogatepass")) > VIEW_BYTES else None


def _view_rules(view: Json, place: Place) -> list[str]:
    blocks = view["blocks"]
    faults = together(blocks, VIEW_BLOCKS, place / "blocks")
    if view["type"] == "modal" and "submit" not in view and any(block["type"] == "input" for block in blocks):
        faults.append(place.fault("missing required field: submit"))
    if sum(1 for element in _elements(blocks) if element.get("focus_on_load")) > 1:
        faults.append(place.fault("must have only one element with focus_on_load"))
    return faults


def _elements(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in nested(blocks):
        yield from (block[key] for key in ("element", "accessory") if key in block)
        yield from block.get("elements", ())
