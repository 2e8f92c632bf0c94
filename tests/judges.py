"""A second opinion on blocks and views, which knows nothing of Local Slack's checks.

Each block goes through slack_sdk's own model and back: its validators raise, and what it does not know is lost on the
way. Where slack_sdk has no model or looks away, the small rules of this file walk over every object instead.
What slack_sdk loses although Slack takes it (its model lacks the key) is put aside in `_tolerated`.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]

WITHOUT_MODEL = {
    "data_table": {"type", "block_id", "caption", "rows", "page_size", "row_header_column_index"},
    "data_visualization": {"type", "block_id", "title", "chart"},
    "layout": {"type", "block_id", "label", "rows", "is_label_visible", "grid_lines", "fallback"},
}
_MESSAGES_ALONE = {"markdown", "container", "task_card", "plan", "context_actions", "file"}
ELSEWHERE = {
    "message": {"alert", "file_input"},
    "modal": _MESSAGES_ALONE | {"table", "data_table", "data_visualization", "carousel"},
    "home": _MESSAGES_ALONE | {"alert", "file_input"},
}
MOST = {"message": 50, "modal": 100, "home": 100}
SUM = 12_000  # characters of a message's blocks as compact JSON, entities counted: the careful reading

TEXTS = ("plain_text", "mrkdwn", "text", "raw_text", "markdown")
PLAIN = {"header": ("text",), "button": ("text",), "input": ("label", "hint"), "modal": ("title", "submit", "close")}
NEEDED = {
    "text": ("text",),
    "link": ("url",),
    "emoji": ("name",),
    "user": ("user_id",),
    "usergroup": ("usergroup_id",),
    "channel": ("channel_id",),
    "broadcast": ("range",),
    "color": ("value",),
    "date": ("timestamp", "format"),
    "rich_text_list": ("style",),
    "actions": ("elements",),
    "context": ("elements",),
    "input": ("label", "element"),
    "plan": ("title",),
    "data_table": ("rows", "caption"),
    "data_visualization": ("title", "chart"),
    "layout": ("label", "rows"),
}
INLINE = {"text", "link", "emoji", "user", "usergroup", "channel", "team", "broadcast", "color", "date"}
RICH_PARTS = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
COUNTS = {
    ("table", "rows"): (1, 100),
    ("data_visualization", "title"): (1, 50),
    ("bar", "series"): (1, 6),
    ("pie", "segments"): (1, 6),
    ("layout", "label"): (1, 150),
    ("static_select", "options"): (1, 100),
    ("data_table", "rows"): (2, 101),
    ("layout", "rows"): (1, 5),
    ("plan", "tasks"): (1, 50),
    ("checkboxes", "options"): (1, 10),
    ("radio_buttons", "options"): (1, 10),
    ("context", "elements"): (1, 10),
    ("actions", "elements"): (1, 25),
}
NUMBERS = {
    ("rich_text_list", "indent"): (0, 8),
    ("rich_text_list", "offset"): (0, 10_000_000),
    ("rich_text_list", "border"): (0, 1),
    ("plain_text_input", "max_length"): (1, 3000),
    ("file_input", "max_files"): (1, 10),
}
STYLES = {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
HELD = {
    "context": {"image", "plain_text", "mrkdwn"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "carousel": {"card"},
    "rich_text": RICH_PARTS,
    "rich_text_list": {"rich_text_section"},
    "rich_text_preformatted": {"text", "link"},
}
NOT_HELD = {
    "container": {"container", "layout", "carousel", "rich_text", "input", "file", "markdown", "alert", "card"},
    "layout": {"container", "layout", "carousel"},
}


def judge(blocks: Sequence[Any], surface: str) -> list[str]:
    """Return the faults of blocks in words, none when they are sound.

    Args:
        surface: `message`, `modal` or `home`.
    """
    try:
        faults = [f"/{n}: {fault}" for n, block in enumerate(blocks) for fault in _modelled(block)]
        faults += [f"{at}: {fault}" for at, node in _objects(list(blocks)) for fault in _object(node, surface)]
        return faults + _together(blocks, surface)
    except (TypeError, AttributeError, KeyError, ValueError) as wrong:
        return [f"not the shape of blocks: {wrong!r}"]


def judge_view(view: Any) -> list[str]:
    """Return the faults of a view in words, those of its blocks too."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return [f"no view: {view!r:.80}"]
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return ["a view without a list of blocks"]
    try:
        return _view(view) + judge(blocks, view["type"])
    except (SlackObjectFormationError, TypeError, AttributeError, KeyError, ValueError) as wrong:
        return [f"slack_sdk: {wrong}"]


def judge_traffic(log: Sequence[Json]) -> list[str]:
    """Return the faults of all blocks and views that the app sent, each with the line it stood in.

    Args:
        log: Local Slack's traffic; what the app called is in `sent` of the lines "from app", what it answered to a
            command or a submission in `got` of the lines "to app".
    """
    return [f"{number} {line['what']}{fault}" for number, line in enumerate(log) for fault in _judge_line(line)]


def _judge_line(line: Json) -> Iterator[str]:
    """Yield the faults of what the app sent in one line of the traffic."""
    if line["direction"] == "from app":
        yield from _judge_body(line["sent"])
        return
    yield from _judge_body(line["got"])
    if isinstance(line["got"], dict) and line["got"].get("response_action") == "errors":
        blocks = (line["sent"].get("view") or {}).get("blocks") or ()
        fields = {block["block_id"] for block in blocks if block["type"] == "input"}
        strange = sorted(set(line["got"].get("errors") or {"": ""}) - fields) if blocks else []  # else it was forged
        yield from (f" errors: {name!r} is no field of the view" for name in strange)


def _judge_body(body: Any) -> Iterator[str]:
    if not isinstance(body, dict):
        return
    view, blocks = _read(body.get("view")), _read(body.get("blocks"))
    if view:
        yield from (f" view{fault}" for fault in judge_view(view))
    if blocks:
        yield from (f" blocks{fault}" for fault in judge(blocks, "message"))
    for attachment in _read(body.get("attachments")) or ():
        yield from (f" attachments{fault}" for fault in _judge_body(attachment))


def _read(value: Any) -> Any:
    """Read what a form carries as JSON text."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _modelled(block: Any) -> list[str]:
    """Return what slack_sdk's model of a block says; for a block without a model, its strange keys."""
    if isinstance(block, dict) and (keys := WITHOUT_MODEL.get(str(block.get("type")))):
        inner = _inside(block) if block["type"] == "layout" else []
        faults = [f"unknown key {key}" for key in sorted(block.keys() - keys)]
        return faults + [fault for child in inner for fault in _modelled(child)]
    try:
        parsed = Block.parse(copy.deepcopy(block))
        if parsed is None:
            return ["slack_sdk knows no such block"]
        back = json.loads(json.dumps(parsed.to_dict()))
    except (SlackObjectFormationError, TypeError, AttributeError, KeyError, ValueError) as wrong:
        return [f"slack_sdk: {wrong}"]
    return [] if back == _tolerated(block) else [f"slack_sdk loses something: {back!r:.200}"]


def _tolerated(node: Any) -> Any:
    """Return an object without what slack_sdk's models leave out or write in another way although Slack takes it."""
    if isinstance(node, list):
        return [_tolerated(child) for child in node]
    if not isinstance(node, dict):
        return node
    missing = {"rich_text_quote": {"border"}, "emoji": {"url"}, "link": {"unsafe"}, "card": {"slack_icon", "subtext"}}
    aside = missing.get(str(node.get("type")), set())
    empty = {key for key in ("initial_value", "value", "private_metadata") if node.get(key) == ""}
    return {key: _tolerated(value) for key, value in node.items() if key not in aside | empty}


def _objects(node: Any, at: str = "") -> Iterator[tuple[str, Json]]:
    """Return every object with its place, from the outside in."""
    if isinstance(node, dict):
        yield at, node
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in pairs:
        yield from _objects(child, f"{at}/{key}")


def _object(node: Json, surface: str) -> Iterator[str]:
    kind = node.get("type")
    if kind in ELSEWHERE[surface]:
        yield f"a {kind} does not stand in a {surface}"
    yield from (f"{kind} without {key}" for key in NEEDED.get(str(kind), ()) if node.get(key) in (None, "", []))
    yield from _words(node, kind)
    yield from _sizes(node, kind)
    if kind in RICH_PARTS or kind == "rich_text":
        yield from _rich(node, kind)
    yield from _held(node, kind)
    yield from _choices(node)


def _held(node: Json, kind: Any) -> Iterator[str]:
    """Judge which elements and blocks stand in which."""
    kinds = {element["type"] for element in node.get("elements", ())}
    if kind in HELD and kinds - HELD[kind]:
        yield f"{kind} of {sorted(kinds)}"
    inner = {block["type"] for block in _inside(node)} if kind in NOT_HELD else set()
    if inner & NOT_HELD.get(str(kind), set()):
        yield f"{kind} of {sorted(inner)}"
    if kind == "section" and "input" in str(node.get("accessory", {}).get("type")):
        yield "section with an input"


def _words(node: Json, kind: Any) -> Iterator[str]:
    if kind in TEXTS and not (isinstance(node.get("text"), str) and node["text"]):
        yield f"{kind} with no text"
    if kind in ("plain_text", "mrkdwn") and len(node["text"]) > 3000:
        yield f"{kind} of {len(node['text'])} characters"
    if kind == "link" and node.get("text", "x") == "":
        yield "link with an empty text"
    if kind == "plain_text" and "verbatim" in node or kind == "mrkdwn" and "emoji" in node:
        yield f"{kind} with a key of the other kind"
    for key in PLAIN.get(str(kind), ()):
        if key in node and (not isinstance(node[key], dict) or node[key].get("type") != "plain_text"):
            yield f"{key} of a {kind} must be plain_text"
    yield from (f"field of {len(f['text'])} characters" for f in node.get("fields", ()) if len(f["text"]) > 2000)
    if kind in NEEDED and not _styled(node.get("style", "")):
        yield f"style {node['style']} of a {kind}"
    if kind == "broadcast" and node.get("range") not in ("here", "channel", "everyone"):
        yield f"broadcast to {node.get('range')}"
    if kind == "date" and not isinstance(node.get("timestamp"), int):
        yield "a date without seconds"


def _styled(style: Any) -> bool:
    """Tell whether a style is one of an inline element, of a list or of a button."""
    if isinstance(style, dict):
        return style.keys() <= STYLES and all(isinstance(value, bool) for value in style.values())
    return style in ("", "primary", "danger", "bullet", "ordered")


def _sizes(node: Json, kind: Any) -> Iterator[str]:
    for (owner, key), (least, most) in COUNTS.items():
        if kind == owner and key in node and not least <= len(node[key]) <= most:
            yield f"{len(node[key])} {key} of a {kind}"
    for (owner, key), (least, most) in NUMBERS.items():
        value = node.get(key, least)
        if kind == owner and (not isinstance(value, int) or not least <= value <= most):
            yield f"{key} {value!r} of a {kind}"
    if kind == "table" and len({len(row) for row in node["rows"]}) > 1:
        yield "rows of different width"
    if kind == "plain_text_input" and len(node.get("initial_value", "")) > node.get("max_length", 3000):
        yield "initial_value longer than max_length"
    if kind is None and {"label", "value"} <= node.keys() and len(node["label"]) > 20:
        yield f"a point called by {len(node['label'])} characters"
    for key, most in (("block_id", 255), ("action_id", 255), ("url", 3000), ("image_url", 3000)):
        if key in node and len(node[key]) > most:
            yield f"{key} of {len(node[key])} characters"


def _rich(node: Json, kind: Any) -> Iterator[str]:
    elements = node.get("elements")
    if not isinstance(elements, list) or not elements:
        yield f"{kind} with no elements"
        return
    inline = {element.get("type") for element in elements}
    if kind not in HELD and inline - INLINE:
        yield f"{kind} of {sorted(map(str, inline))}"
    if kind == "rich_text_list" and node.get("style") not in ("bullet", "ordered"):
        yield f"list style {node.get('style')}"


def _choices(node: Json) -> Iterator[str]:
    """Judge options: slack_sdk keeps those of some elements as they are."""
    groups = node.get("option_groups", [])
    options = [*node.get("options", []), *(o for g in groups for o in g["options"])]
    first = node.get("initial_options", [node["initial_option"]] if "initial_option" in node else [])
    if options and any(option not in options for option in first):
        yield "a first choice that is none of the options"
    rich = node.get("type") in ("checkboxes", "radio_buttons")
    for option in [*options, *first]:
        if not rich and option.get("text", {}).get("type") == "mrkdwn":
            yield "an option in mrkdwn"
        if option.keys() - {"text", "value", "description", "url"} or not option.keys() >= {"text", "value"}:
            yield f"an option of {sorted(option)}"
        elif not 1 <= len(option["text"]["text"]) <= 75 or not 1 <= len(option["value"]) <= 150:
            yield "an option that is too long or empty"
        elif len(option.get("description", {}).get("text", "")) > 75:
            yield "a description that is too long"


def _together(blocks: Sequence[Any], surface: str) -> list[str]:
    number = len(blocks) + sum(len(_inside(block)) for block in blocks)
    faults = [f"{number} blocks in a {surface}"] if number > MOST[surface] else []
    ids = Counter(n["block_id"] for _, n in _objects(list(blocks)) if "block_id" in n)
    faults += [f"block_id {name} stands {times} times" for name, times in ids.items() if times > 1]
    for block in blocks:
        actions = Counter(n["action_id"] for _, n in _objects(block) if "action_id" in n)
        faults += [f"action_id {name} stands {times} times in a block" for name, times in actions.items() if times > 1]
    return faults + (_message(blocks) if surface == "message" else [])


def _inside(block: Json) -> list[Any]:
    """Return the blocks in a container, a carousel or a layout."""
    inner = [*block.get("child_blocks", []), *(block["elements"] if block.get("type") == "carousel" else [])]
    rows = block["rows"] if block.get("type") == "layout" else []
    return [*inner, *(child for row in rows for item in row["items"] for child in item["blocks"])]


def _message(blocks: Sequence[Any]) -> list[str]:
    kinds = Counter(block.get("type") for block in blocks)
    text = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    faults = [f"{len(text)} characters of blocks"] if len(text) > SUM else []
    if kinds["plan"] and kinds["task_card"]:
        faults.append("plan and task_card in one message")
    if kinds["table"] + kinds["data_table"] > 1:
        faults.append("two tables in one message")
    return faults


def _view(view: Mapping[str, Any]) -> list[str]:
    parsed = View(**{**copy.deepcopy(dict(view)), "blocks": [{"type": "divider"}]})
    parsed.to_dict()
    keys = {"type", "blocks", "callback_id", "external_id", "private_metadata"}
    keys |= {"title", "submit", "close", "clear_on_close", "notify_on_close"} if view["type"] == "modal" else set()
    faults = [f": unknown key {key}" for key in sorted(view.keys() - keys)]
    faults += [": external_id is too long"] if len(view.get("external_id", "")) > 255 else []
    if view["type"] == "modal":
        faults += [f": {fault}" for fault in _words(dict(view), "modal")]
        asks = any(block.get("type") == "input" for block in view["blocks"])
        faults += [": no title"] if "title" not in view else []
        faults += [": an input block and no submit"] if asks and "submit" not in view else []
    faults += [": no blocks"] if not view["blocks"] else []
    too_large = len(json.dumps(view, ensure_ascii=False).encode()) > 250_000
    return faults + ([": over 250 kB"] if too_large else [])
