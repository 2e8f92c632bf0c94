"""What Slack refuses in blocks and views. Sources: docs.slack.dev reference of blocks, slack_sdk's validators."""

import json
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

BLOCKS, VIEW_BLOCKS = 50, 100
SUM = 13_200  # characters of all blocks: not documented, seen near 13,297
TEXT = {"section": 3000, "header": 150}
KNOWN = frozenset(
    {
        "section",
        "header",
        "divider",
        "image",
        "actions",
        "context",
        "input",
        "rich_text",
        "markdown",
        "table",
        "file",
        "video",
        "context_actions",
        "card",
        "alert",
        "plan",
        "task_card",
        "carousel",
        "container",
        "data_table",
        "data_visualization",
    }
)


def message_error(blocks: Any) -> tuple[str, list[str]] | None:
    """The error's name and its details; None when Slack would take the blocks."""
    if not isinstance(blocks, list):
        return "invalid_blocks_format", ["blocks must be a list"]
    if len(blocks) > BLOCKS:
        return "invalid_blocks", [f"no more than {BLOCKS} items allowed [json-pointer:/blocks]"]
    wrong = [w for n, b in enumerate(blocks) for w in _block(b, f"/blocks/{n}")]
    if wrong:
        return "invalid_blocks", wrong
    if len(json.dumps(blocks, ensure_ascii=False)) > SUM + 4000 or _text(blocks) > SUM:
        return "msg_blocks_too_long", []
    return None


def view_error(view: Any) -> tuple[str, list[str]] | None:
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return "invalid_arguments", ["view.type must be modal or home"]
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or len(blocks) > VIEW_BLOCKS:
        return "invalid_arguments", [f"no more than {VIEW_BLOCKS} blocks [json-pointer:/view/blocks]"]
    wrong = [w for n, b in enumerate(blocks) for w in _block(b, f"/view/blocks/{n}")]
    if view["type"] == "modal":
        wrong += [
            f"must be at most 24 characters [json-pointer:/view/{k}]"
            for k in ("title", "submit", "close")
            if len((view.get(k) or {}).get("text", "")) > 24
        ]
        if not (view.get("title") or {}).get("text"):
            wrong.append("missing required field: title [json-pointer:/view]")
        if any(b.get("type") == "input" for b in blocks) and not view.get("submit"):
            wrong.append("submit is required when there is an input block [json-pointer:/view]")
    if len(view.get("private_metadata") or "") > 3000:
        wrong.append("must be at most 3000 characters [json-pointer:/view/private_metadata]")
    if len(json.dumps(view)) > 250_000:
        return "view_too_large", []
    return ("invalid_arguments", wrong) if wrong else None


def _text(node: Any) -> int:
    if isinstance(node, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _text(v) for k, v in node.items())
    return sum(_text(v) for v in node) if isinstance(node, list) else 0


def _block(block: Any, at: str) -> list[str]:
    if not isinstance(block, dict) or block.get("type") not in KNOWN:
        return [f"unsupported type [json-pointer:{at}/type]"]
    kind, wrong = block["type"], list[str]()
    text = block.get("text")
    if kind in TEXT:
        size = len(text.get("text", "")) if isinstance(text, dict) else 0
        if not size and not (kind == "section" and block.get("fields")):
            wrong.append(f"must be more than 0 characters [json-pointer:{at}/text/text]")
        if size > TEXT[kind]:
            wrong.append(f"must be less than {TEXT[kind] + 1} characters [json-pointer:{at}/text/text]")
        if kind == "header" and isinstance(text, dict) and text.get("type") != "plain_text":
            wrong.append(f"must be plain_text [json-pointer:{at}/text/type]")
    elements = block.get("elements") or []
    if kind in ("actions", "context") and not 1 <= len(elements) <= {"actions": 25, "context": 10}[kind]:
        wrong.append(f"wrong number of elements [json-pointer:{at}/elements]")
    if len(block.get("block_id") or "") > 255:
        wrong.append(f"must be less than 256 characters [json-pointer:{at}/block_id]")
    inner: Sequence[Any] = (
        elements if kind == "actions" else [e for e in (block.get("accessory"), block.get("element")) if e]
    )
    named = [e.get("action_id") for e in inner if isinstance(e, dict)]
    if len(set(named)) != len(named):
        wrong.append(f"action_id is not unique [json-pointer:{at}/elements]")
    return wrong + [w for n, e in enumerate(inner) for w in _element(e, f"{at}/elements/{n}")]


def _element(element: Json, at: str) -> list[str]:
    wrong = []
    label = (element.get("text") or {}).get("text", "") if isinstance(element.get("text"), dict) else ""
    if element.get("type") == "button" and not 1 <= len(label) <= 75:
        wrong.append(f"must be 1 to 75 characters [json-pointer:{at}/text/text]")
    if len(element.get("value") or "") > 2000:
        wrong.append(f"must be at most 2000 characters [json-pointer:{at}/value]")
    if len(element.get("action_id") or "") > 255:
        wrong.append(f"must be at most 255 characters [json-pointer:{at}/action_id]")
    if element.get("style") not in (None, "primary", "danger"):
        wrong.append(f"unknown style [json-pointer:{at}/style]")
    confirm = element.get("confirm")
    if confirm and (
        len(confirm["title"]["text"]) > 100
        or len(confirm["text"]["text"]) > 300
        or len(confirm["confirm"]["text"]) > 30
        or len(confirm["deny"]["text"]) > 30
    ):
        wrong.append(f"confirm is too long [json-pointer:{at}/confirm]")
    for option in element.get("options") or ():
        if len(option["text"]["text"]) > 75 or len(option["value"]) > 150:
            wrong.append(f"option is too long [json-pointer:{at}/options]")
    return wrong
