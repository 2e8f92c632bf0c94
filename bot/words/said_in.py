"""All words of a message in Slack: apps often leave its text empty, and what is forwarded stands beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

DEEP = 12  # levels of parts within parts that are read


def words_of(message: Mapping[str, Any]) -> str:
    """Return what a message says, in Slack's own markup: its text, or what its blocks say where that is more, and what
    is attached to it. (docs.slack.dev/reference/messaging/attachments; a link's preview says nothing of its own.)"""
    text, blocks = str(message.get("text") or ""), _blocks(message.get("blocks"))
    own = blocks if message.get("bot_id") and len(blocks) > len(text) else text or blocks
    attached = [_attached(part) for part in _list(message.get("attachments")) if not _is_preview(part)]
    return "\n".join(part for part in (own, *attached) if part.strip())


def _is_preview(attached: Mapping[str, Any]) -> bool:
    return bool(attached.get("from_url")) and not (attached.get("is_share") or attached.get("is_msg_unfurl"))


def _attached(part: Mapping[str, Any]) -> str:
    """Return what an attachment says; a forwarded message begins with who wrote it."""
    fields = (f"{one.get('title') or ''}: {one.get('value') or ''}" for one in _list(part.get("fields")))
    inner = (_blocks(one.get("message", {}).get("blocks")) for one in _list(part.get("message_blocks")))
    said = str(part.get("text") or "") or "\n".join(filter(None, inner)) or _blocks(part.get("blocks"))
    author = str(part.get("author_name") or "") if part.get("is_share") or part.get("is_msg_unfurl") else ""
    lines = [*(str(part.get(name) or "") for name in ("pretext", "title")), f"{author}: {said}" if author else said]
    told = "\n".join(line for line in (*lines, *fields) if line.strip(": \n"))
    return told or str(part.get("fallback") or "")


def _blocks(blocks: Any) -> str:
    lines = (_block(block) for block in _list(blocks) if block.get("type") != "actions")
    return "\n".join(line for line in lines if line.strip())


def _block(block: Mapping[str, Any]) -> str:
    parts = [block.get("text"), *_list(block.get("fields"))]
    if block.get("type") == "rich_text":
        return "\n".join(_rich(element) for element in _list(block.get("elements")))
    if block.get("type") == "context":
        parts += [element for element in _list(block.get("elements")) if "text" in element]
    return "\n".join(line for line in map(_text, parts) if line)


def _text(part: Any) -> str:
    if isinstance(part, Mapping):
        part = part.get("text")
    return part if isinstance(part, str) else ""


def _rich(element: Mapping[str, Any], deep: int = DEEP) -> str:
    """Return the words of a part of rich text; each item of a list stands on a line of its own."""
    match element.get("type"):
        case "user":
            return f"<@{element.get('user_id')}>"
        case "channel":
            return f"<#{element.get('channel_id')}>"
        case "link":
            return str(element.get("text") or element.get("url") or "")
        case "emoji":
            return f":{element.get('name')}:"
    inner = _list(element.get("elements")) if deep else []
    apart = "\n" if element.get("type") == "rich_text_list" else ""
    return apart.join(_rich(one, deep - 1) for one in inner) if inner else str(element.get("text") or "")


def _list(value: Any) -> list[Mapping[str, Any]]:
    found: Iterable[Any] = value if isinstance(value, list) else ()
    return [one for one in found if isinstance(one, Mapping)]
