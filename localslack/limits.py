"""What Slack refuses in blocks and views. Sources: docs.slack.dev reference of blocks, slack_sdk's validators."""

import json
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

BLOCKS, VIEW_BLOCKS, DEPTH = 50, 100, 3  # of a message, of a view, and views on one another
SUM = 13_200  # characters of all blocks: not documented, seen near 13,297
TEXT = {"section": 3000, "header": 150}
OPTIONS = {"static_select": 100, "multi_static_select": 100, "checkboxes": 10, "radio_buttons": 10, "overflow": 5}
ELEMENTS = frozenset(
    {
        "button",
        "checkboxes",
        "datepicker",
        "datetimepicker",
        "email_text_input",
        "feedback_buttons",
        "file_input",
        "icon_button",
        "image",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "rich_text_input",
        "timepicker",
        "url_text_input",
        "url_source",
        "workflow_button",
        *(
            f"{many}{kind}_select"
            for many in ("", "multi_")
            for kind in ("static", "external", "users", "conversations", "channels")
        ),
    }
)
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
    wrong = _all(blocks, "/blocks")
    if wrong:
        return "invalid_blocks", wrong
    if len(json.dumps(blocks, ensure_ascii=False)) > SUM + 4000 or _text(blocks) > SUM:
        return "msg_blocks_too_long", []
    return None


def view_error(view: Any, kind: str = "") -> tuple[str, list[str]] | None:
    """
    Args:
        kind: `modal` or `home`, where the method takes one of them alone.
    """
    if not isinstance(view, dict) or view.get("type") not in ((kind,) if kind else ("modal", "home")):
        return "invalid_arguments", [f"view.type must be {kind or 'modal or home'}"]
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or len(blocks) > VIEW_BLOCKS:
        return "invalid_arguments", [f"no more than {VIEW_BLOCKS} blocks [json-pointer:/view/blocks]"]
    wrong = _all(blocks, "/view/blocks")
    if view["type"] == "modal":
        wrong += [w for k in ("title", "submit", "close") for w in _plain(view.get(k), 24, f"/view/{k}", k == "title")]
        if any(isinstance(b, dict) and b.get("type") == "input" for b in blocks) and not view.get("submit"):
            wrong.append("submit is required when there is an input block [json-pointer:/view]")
    if len(str(view.get("private_metadata") or "")) > 3000:
        wrong.append("must be at most 3000 characters [json-pointer:/view/private_metadata]")
    if len(json.dumps(view)) > 250_000:
        return "view_too_large", []
    return ("invalid_arguments", wrong) if wrong else None


def _text(node: Any) -> int:
    if isinstance(node, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _text(v) for k, v in node.items())
    return sum(_text(v) for v in node) if isinstance(node, list) else 0


def _all(blocks: Sequence[Any], at: str) -> list[str]:
    named = [b.get("block_id") for b in blocks if isinstance(b, dict) and b.get("block_id")]
    wrong = ["block_id already exists [json-pointer:" + at + "]"] if len({*map(str, named)}) != len(named) else []
    for n, block in enumerate(blocks):
        try:
            wrong += _block(block, f"{at}/{n}")
        except (AttributeError, KeyError, TypeError):  # a number or a list where an object must be
            wrong.append(f"invalid shape [json-pointer:{at}/{n}]")
    return wrong


def _block(block: Any, at: str) -> list[str]:
    if not isinstance(block, dict) or block.get("type") not in KNOWN:
        return [f"unsupported type [json-pointer:{at}/type]"]
    kind, text = block["type"], block.get("text")
    wrong = [f"must be less than 256 characters [json-pointer:{at}/block_id]"] * (
        len(block.get("block_id") or "") > 255
    )
    if kind == "header":
        wrong += _plain(text, TEXT[kind], f"{at}/text", True)
    elif kind == "section":
        fields = block.get("fields") or []
        wrong += _object(text, TEXT[kind], f"{at}/text", needed=not fields)
        wrong += [f"no more than 10 items allowed [json-pointer:{at}/fields]"] * (len(fields) > 10)
        wrong += [w for n, f in enumerate(fields) for w in _object(f, 2000, f"{at}/fields/{n}", needed=True)]
    elif kind == "input":
        wrong += _plain(block.get("label"), 2000, f"{at}/label", True)
        wrong += _plain(block.get("hint"), 2000, f"{at}/hint", False)
        wrong += [f"missing required field: element [json-pointer:{at}]"] * (not block.get("element"))
    elif kind == "image":
        wrong += [
            f"missing required field: {k} [json-pointer:{at}]"
            for k in ("image_url", "alt_text")
            if not block.get(k) and not (k == "image_url" and block.get("slack_file"))
        ]
    elif kind == "rich_text":
        wrong += [f"missing required field: elements [json-pointer:{at}]"] * (
            not isinstance(block.get("elements"), list)
        )
    return wrong + _elements(block, kind, at)


def _elements(block: Json, kind: str, at: str) -> list[str]:
    elements = block.get("elements") or []
    wrong = []
    if kind in ("actions", "context") and not 1 <= len(elements) <= {"actions": 25, "context": 10}[kind]:
        wrong.append(f"wrong number of elements [json-pointer:{at}/elements]")
    if kind == "context":
        wrong += [
            f"unsupported element [json-pointer:{at}/elements/{n}]"
            for n, e in enumerate(elements)
            if e.get("type") not in ("image", "mrkdwn", "plain_text")
        ]
    inner = elements if kind == "actions" else [e for e in (block.get("accessory"), block.get("element")) if e]
    named = [e.get("action_id") for e in inner if e.get("action_id")]
    if len(set(named)) != len(named):
        wrong.append(f"action_id is not unique [json-pointer:{at}/elements]")
    return wrong + [w for n, e in enumerate(inner) for w in _element(e, f"{at}/elements/{n}")]


def _element(element: Json, at: str) -> list[str]:
    kind = element.get("type")
    if kind not in ELEMENTS:
        return [f"unsupported element [json-pointer:{at}/type]"]
    wrong = _plain(element.get("text"), 75, f"{at}/text", True) if kind == "button" else []
    for name, most in (("value", 2000), ("action_id", 255), ("url", 3000)):
        if len(element.get(name) or "") > most:
            wrong.append(f"must be at most {most} characters [json-pointer:{at}/{name}]")
    if element.get("style") not in (None, "primary", "danger"):
        wrong.append(f"unknown style [json-pointer:{at}/style]")
    confirm = element.get("confirm") or {}
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)) if confirm else ():
        wrong += _object(confirm.get(name), most, f"{at}/confirm/{name}", needed=True)
    options = element.get("options") or []
    groups = [o for g in element.get("option_groups") or () for o in g["options"]]
    if kind in OPTIONS and not (1 <= len(options) <= OPTIONS[kind] or groups):
        wrong.append(f"wrong number of options [json-pointer:{at}/options]")
    for option in [*options, *groups]:
        if not 1 <= len(option["text"]["text"]) <= 75 or len(option["value"]) > 150:
            wrong.append(f"option is too long [json-pointer:{at}/options]")
    return wrong


def _plain(text: Any, most: int, at: str, needed: bool) -> list[str]:
    if isinstance(text, dict) and text.get("type") != "plain_text":
        return [f"must be plain_text [json-pointer:{at}/type]"]
    return _object(text, most, at, needed)


def _object(text: Any, most: int, at: str, needed: bool) -> list[str]:
    """A text object: its kind, and its length in characters."""
    if text is None:
        return [f"missing required field [json-pointer:{at}]"] if needed else []
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        return [f"must be a text object [json-pointer:{at}]"]
    said = text.get("text")
    if not isinstance(said, str) or not said:
        return [f"must be more than 0 characters [json-pointer:{at}/text]"]
    return [f"must be less than {most + 1} characters [json-pointer:{at}/text]"] if len(said) > most else []
