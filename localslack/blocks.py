"""The blocks: one row says all of a block.

Sources: docs.slack.dev/reference/block-kit/blocks, docs.slack.dev/blocks.json and the page of each block;
slack_sdk's models, where a page says nothing of a limit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from localslack.charts import DATA_VISUALIZATION
from localslack.composition import IMAGE, plain, text
from localslack.elements import ELEMENTS, element_of
from localslack.rich_text import RICH_TEXT, RICH_TEXT_BLOCK
from localslack.shapes.between import at_least_one
from localslack.shapes.kind import Check, Json, Kind, Place, Surface
from localslack.shapes.numbers import boolean
from localslack.shapes.objects import items, one_of, record
from localslack.shapes.texts import choice, string
from localslack.tables import DATA_TABLE, TABLE

_MESSAGE = frozenset({Surface.MESSAGE})
_NOT_IN_MODALS = frozenset({Surface.MESSAGE, Surface.HOME})
_MODAL = frozenset({Surface.MODAL})


def _distinct_actions(block: Json, place: Place) -> list[str]:
    """Refuse an action_id that stands twice in one block."""
    elements = [e for key in ("elements", "actions") for e in block.get(key, ())]
    ids = [e["action_id"] for e in elements if "action_id" in e]
    return [place.fault(f"action_id already exists: {i}") for i in sorted({i for i in ids if ids.count(i) > 1})]


def _collapses(block: Json, place: Place) -> list[str]:
    faults = []
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        faults.append((place / "default_collapsed").fault("requires is_collapsible"))
    if block.get("has_header_divider") and block.get("is_collapsible"):
        faults.append((place / "has_header_divider").fault("must not be set with is_collapsible"))
    return faults


def _one_icon(block: Json, place: Place) -> list[str]:
    return [place.fault("must not have both icon and slack_icon")] if {"icon", "slack_icon"} <= block.keys() else []


_IMAGE = one_of({"image": ELEMENTS["image"]})
_TASK = Kind(
    needs={"task_id": string(), "title": string(), "status": choice("pending", "in_progress", "complete", "error")},
    may={"details": RICH_TEXT_BLOCK, "output": RICH_TEXT_BLOCK, "sources": items(element_of("task_card"))},
)
_CARD = Kind(
    may={
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": element_of("card_icon"),
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": items(element_of("card"), 3),
    },
    rules=(at_least_one("hero_image", "title", "actions", "body"), _one_icon, _distinct_actions),
)

_SIMPLE: Mapping[str, Kind] = {
    "section": Kind(
        may={
            "text": text(3000),
            "fields": items(text(2000), 10),
            "accessory": element_of("section"),
            "expand": boolean,
        },
        rules=(at_least_one("text", "fields"),),
    ),
    "header": Kind(needs={"text": plain(150)}),
    "divider": Kind(),
    "image": Kind(needs=IMAGE.needs, may={**IMAGE.may, "title": plain(2000)}, rules=IMAGE.rules),
    "actions": Kind(needs={"elements": items(element_of("actions"), 25)}, rules=(_distinct_actions,)),
    "context": Kind(needs={"elements": items(element_of("context"), 10)}),
    "context_actions": Kind(
        needs={"elements": items(element_of("context_actions"), 5)}, rules=(_distinct_actions,), on=_MESSAGE
    ),
    "input": Kind(
        needs={"label": plain(2000), "element": element_of("input")},
        may={"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "markdown": Kind(needs={"text": string(12_000)}, on=_MESSAGE),
    "table": replace(TABLE, on=_NOT_IN_MODALS),
    "data_table": replace(DATA_TABLE, on=_NOT_IN_MODALS),
    "data_visualization": replace(DATA_VISUALIZATION, on=_NOT_IN_MODALS),
    "file": Kind(needs={"external_id": string(), "source": choice("remote")}, on=_MESSAGE),
    "video": Kind(
        needs={"alt_text": string(), "video_url": string(3000), "thumbnail_url": string(3000), "title": plain(199)},
        may={
            "title_url": string(3000),
            "description": plain(200),
            "provider_icon_url": string(3000),
            "provider_name": string(50),
            "author_name": string(49),
        },
    ),
    "task_card": replace(_TASK, on=_MESSAGE),
    # The tasks of a plan are shown with and without their type (docs.slack.dev/reference/block-kit/blocks/plan-block).
    "plan": Kind(
        needs={"title": string()},
        may={
            "tasks": items(
                record(
                    Kind(needs=_TASK.needs, may={**_TASK.may, "type": choice("task_card"), "block_id": string(255)})
                ),
                50,
            )
        },
        on=_MESSAGE,
    ),
    "card": _CARD,
    "alert": Kind(
        needs={"text": text(200)}, may={"level": choice("default", "info", "warning", "error", "success")}, on=_MODAL
    ),
}


def _named(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    return {name: replace(kind, may={**kind.may, "block_id": string(255)}) for name, kind in kinds.items()}


def _only(*names: str) -> Check:
    return one_of(_named({name: _SIMPLE[name] for name in names}))


# The documentation's list of children and the one that others saw Slack's validator take differ: what both have.
_CHILD = _only("actions", "context", "divider", "header", "image", "section", "table", "video")
# The page names `rows` of `items` with a width; `blocks`, and what an item takes, are unverified.
_ITEM = record(Kind(needs={"blocks": items(_CHILD)}, may={"width": choice("narrow", "standard", "wide")}))

BLOCKS: Mapping[str, Kind] = _named(
    {
        **_SIMPLE,
        "carousel": Kind(needs={"elements": items(_only("card"), 10)}, on=_NOT_IN_MODALS),
        # On Home, sources differ: refused.
        "container": Kind(
            needs={"child_blocks": items(_CHILD, 10)},
            may={
                "title": plain(150),
                "rich_text_title": RICH_TEXT_BLOCK,
                "subtitle": text(150),
                "width": choice("narrow", "standard", "wide", "full"),
                "icon": _IMAGE,
                "is_collapsible": boolean,
                "default_collapsed": boolean,
                "has_header_divider": boolean,
            },
            rules=(at_least_one("title", "rich_text_title"), _collapses),
            on=_MESSAGE,
        ),
        "layout": Kind(
            needs={"label": string(150), "rows": items(record(Kind(needs={"items": items(_ITEM)})), 5)},
            may={
                "is_label_visible": boolean,
                "grid_lines": choice("none", "rows", "outer"),
                "fallback": items(_only(*_SIMPLE), least=0),
            },
        ),
    }
)
BLOCK = one_of(BLOCKS)


def children(block: Json) -> Iterator[Json]:
    """Yield the blocks inside a block whose shape is right; blocks for older clients do not count."""
    yield from block.get("child_blocks", ())
    if block["type"] == "carousel":
        yield from block["elements"]
    if block["type"] == "layout":
        yield from (child for row in block["rows"] for item in row["items"] for child in item["blocks"])
