"""The few Block Kit pieces that Sluice uses, as plain dictionaries, and text made safe for them."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.graphemes import ends, visible
from storage.rules.message_limits import Size
from storage.rules.values.draft import File
from storage.rules.words import clean, one_line

Block = dict[str, Any]

NOTHING = "–"  # stands where Slack wants a text and there is none to see
TEXT = 3_000  # characters of a text object, docs.slack.dev/reference/block-kit/composition-objects/text-object

_LETTERS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "∗", "~": "∼", "`": "ˋ"})
_SLANTED = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # an underscore inside of a word is no mark
_PICTURED = re.compile(r":(?=(?:[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*|[+-]1):)")  # ":bomb:" would be a picture

_TOKEN = re.compile(r"&(?:amp|lt|gt);|<[^<>\n]*>")


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be posted.

    `text` is what a lock screen shows, never words from a draft that is not delivered by it.
    """

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files that are posted together, as one message, with rich text above them.

    Attributes:
        words: what is posted instead where Slack takes no files.
    """

    files: tuple[File, ...]
    blocks: tuple[Block, ...] = ()
    words: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A draft that becomes a canvas of Slack's, before the message that leads there is posted.

    Attributes:
        markdown: as a canvas takes it.
        linked: returns what is posted, for the canvas's address.
        instead: returns what is posted where there are no canvases, for the name of Slack's error.
    """

    title: str
    markdown: str
    linked: Callable[[str], Message | Parcel]
    instead: Callable[[str], Message | Parcel]


def esc(text: str) -> str:
    """Return foreign text for our own markup, where it is shown letter by letter."""
    return letters(one_line(text))


def letters(text: str) -> str:
    """Return text in which nothing is our own markup, line breaks as they are."""
    plain_text = text.translate(_LETTERS)
    plain_text = _SLANTED.sub("ˍ", plain_text) if "_" in plain_text else plain_text
    return _PICTURED.sub("∶", plain_text) if ":" in plain_text else plain_text


def cut(text: str, most: int) -> str:
    """Return at most `most` characters, cut between graphemes, and at the end of a word if one is near."""
    return text if len(text) <= most else _shorten(text, ends(text[:most]), most).rstrip(" ,;:") + "…"


def clip(text: str, most: int = TEXT) -> str:
    """Return at most `most` characters of escaped mrkdwn, never cut inside an entity, a token in <…> or a grapheme."""
    if len(text) <= most:
        return text
    places: list[int] = []
    at = 0
    while at < most:
        token = _TOKEN.search(text, at)
        words = text[at : token.start() if token else len(text)][: most - at]
        places += [at + place for place in ends(words)]
        at = token.end() if token else len(text)
        places.append(at)
    return _shorten(text, places, most).rstrip() + "…"


def _shorten(text: str, places: Sequence[int], most: int) -> str:
    """Cut at the last of the places that leaves room for the sign of a cut."""
    fitting = [place for place in places if place < most]
    near = [place for place in fitting if place > most * 0.7 and text[place - 1] == " "]
    place = (near or fitting or [0])[-1]
    return text[:place]


def plain(text: str, most: int = 150) -> Block:
    """Return a text object without markup, of at most `most` characters."""
    return {"type": "plain_text", "text": label(text, most), "emoji": False}


def label(text: str, most: int) -> str:
    """Return one line of visible text, at most `most` characters long."""
    line = one_line(text)
    return cut(line, most) if visible(line) else NOTHING


def option(value: str, text: str) -> Block:
    """Return a choice of a menu or a box to tick."""
    return {"text": {"type": "plain_text", "text": label(text, 75)}, "value": value}


def mrkdwn(text: str) -> Block:
    """Return a text object with our own markup, at most as long as Slack takes."""
    text = clean(text)
    return {"type": "mrkdwn", "text": clip(text) if visible(text) else NOTHING, "verbatim": True}


def header(text: str) -> Block:
    """Return a header block; its text is plain."""
    return {"type": "header", "text": plain(text)}


def literal(text: str) -> Block:
    """Return a section in which nothing is markup."""
    return {"type": "section", "text": plain(text, 2900)}


def section(text: str, accessory: Block | None = None) -> Block:
    """Return a section with our own markup, and a button or the like beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return {**block, "accessory": accessory} if accessory else block


def many_lines(text: str) -> Block:
    """Return a section in which nothing is markup, with its lines as they are."""
    return {"type": "section", "text": {"type": "plain_text", "text": cut(clean(text), TEXT), "emoji": False}}


def fenced(text: str) -> Block:
    """Return a section in which every character has the same width and nothing is markup."""
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("`", "ˋ")
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"```{escaped}```", "verbatim": True}}


def context(text: str) -> Block:
    """Return a context block, the small print, with our own markup."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def divider() -> Block:
    """Return a line between blocks."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(text: str, action: str, value: str, style: str | None = None, confirm: Block | None = None) -> Block:
    """Return a button; with `confirm`, Slack asks before the click counts."""
    element: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": label(text, 75)},
        "action_id": action,
        "value": value,
    }
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    return element


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """Return the question that Slack asks before a click counts."""
    return {
        "title": plain(title, 100),
        "text": {"type": "plain_text", "text": label(text, 300)},
        "confirm": {"type": "plain_text", "text": cut(yes, 30)},
        "deny": {"type": "plain_text", "text": cut(no, 30)},
    }


def rich(*parts: Block) -> Block:
    """Return a rich_text block of the parts; never an empty one."""
    return {"type": "rich_text", "elements": list(parts) or [words()]}


def run(text: str, **style: bool) -> Block:
    """Return a text element, which is never empty: Slack refuses a message with an empty one."""
    element: Block = {"type": "text", "text": clean(text) or NOTHING}
    return {**element, "style": style} if style else element


def quote(text: str) -> Block:
    """Return the marked area for somebody else's words."""
    return {"type": "rich_text_quote", "elements": [run(text if visible(clean(text)) else "")]}


def words(*elements: Block) -> Block:
    """Return one paragraph of a rich_text block; never an empty one."""
    return {"type": "rich_text_section", "elements": list(elements) or [run("")]}


def text_input(
    block_id: str,
    label: str,
    *,
    multiline: bool = False,
    initial: str = "",
    optional: bool = False,
    hint: str = "",
    most: int = 3000,
) -> Block:
    """Return a field for text; `most` is the number of characters that it takes."""
    element: Block = {"type": "plain_text_input", "action_id": "value", "multiline": multiline, "max_length": most}
    if initial:
        element["initial_value"] = initial[:most]
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 200),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain(hint, 200)} if hint else block


def modal(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
) -> Block:
    """Return a modal with at most 100 blocks; without `submit` it has no button to send it."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "blocks": list(blocks)[:100],
        "close": plain(close, 24),
        "private_metadata": metadata,
    }
    return {**view, "submit": plain(submit, 24)} if submit else view


def size(blocks: Sequence[Block]) -> Size:
    """Return the size of blocks in a message: their number with those inside of others, and their JSON's characters as
    Slack counts, escaped."""
    text = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    inside = sum(len(child) for block in blocks for child in _inside(block))
    return Size(len(blocks) + inside, len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">")))


def _inside(block: Block) -> list[Sequence[Block]]:
    """Return the blocks that stand in a block; those for older clients do not count."""
    rows = block["rows"] if block["type"] == "layout" else ()
    items = [item["blocks"] for row in rows for item in row["items"]]
    return [block.get("child_blocks", ()), *items]
