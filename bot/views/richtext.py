"""Markdown from a worker as rich_text: no markup of ours, no pings, no pictures, links with their true host."""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.views.kit import Block, rich, run, words
from storage.rules.words import clean

_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def blocks(markdown: str, most: int = 10_000, hosts: Collection[str] = ()) -> tuple[list[Block], bool]:
    """rich_text blocks of a draft, and whether all of it is there.

    Args:
        most: characters of text shown.
        hosts: where links of a draft may lead; others are shown as text with their address.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parts, used, whole = list[Block](), 0, True
    for part in _parts(parser.parse(clean(markdown)), hosts):
        length = _length(part)
        if used + length > most:
            whole = False
            break
        parts.append(part)
        used += length
    return ([rich(*parts)] if parts else []), whole


def _length(part: Block) -> int:
    if "text" in part and isinstance(part["text"], str):
        return len(part["text"])
    return sum(_length(e) for e in part.get("elements", ()))


def _parts(tokens: list[Token], hosts: Collection[str]) -> Iterator[Block]:
    """One rich_text element after the other; nested lists become indents, tables preformatted text."""
    lists: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("bullet" if token.type.startswith("bullet") else "ordered")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type in ("fence", "code_block", "html_block"):
            yield _preformatted(token.content)
        elif token.type == "hr":
            yield words(run("———\n"))
        elif token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield _preformatted(_table(tokens[at:end]))
            at = end
        elif token.type == "inline":
            yield _block(token, tokens[at - 1], lists, hosts)
        at += 1


def _block(token: Token, opened: Token, lists: list[str], hosts: Collection[str]) -> Block:
    inline = _inline(token.children or [], hosts) or [run(" ")]
    if lists:
        return {
            "type": "rich_text_list",
            "style": lists[-1],
            "indent": min(len(lists) - 1, 8),
            "elements": [words(*inline)],
        }
    if opened.type == "heading_open":
        inline = [{**e, "style": {**e.get("style", {}), "bold": True}} for e in inline]
        return words(*inline)
    if opened.level > 0 and opened.type == "paragraph_open":
        return {"type": "rich_text_quote", "elements": inline}
    return words(*inline, run("\n"))


def _preformatted(text: str) -> Block:
    return {"type": "rich_text_preformatted", "elements": [run(text.rstrip("\n") or " ")]}


def _inline(children: list[Token], hosts: Collection[str]) -> list[Block]:
    made: list[Block] = []
    style: dict[str, bool] = {}
    link: str | None = None
    for child in children:
        name = child.type.rsplit("_", 1)[0]
        if name in _STYLES:
            style = {k: v for k, v in style.items() if k != _STYLES[name]}
            style |= {_STYLES[name]: True} if child.type.endswith("_open") else {}
        elif child.type == "link_open":
            link = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            made += _address(link or "", made)
            link = None
        elif child.type == "image":
            made.append(run(f"[picture: {child.content or 'untitled'}, not shown]"))
        elif child.type in ("softbreak", "hardbreak"):
            made.append(run("\n"))
        elif child.content:
            made.append(_leaf(child, style, link, hosts))
    return made


def _leaf(child: Token, style: dict[str, bool], link: str | None, hosts: Collection[str]) -> Block:
    style = {**style, "code": True} if child.type == "code_inline" else style
    if link and _allowed(link, hosts):
        made: Block = {"type": "link", "url": link, "text": clean(child.content)}
        return {**made, "style": style} if style else made
    return run(child.content, **style)


def _allowed(link: str, hosts: Collection[str]) -> bool:
    parts = urlsplit(link)
    return parts.scheme == "https" and (parts.hostname or "") in hosts


def _address(link: str, made: list[Block]) -> list[Block]:
    """Behind a link's words, where it really leads."""
    if made and made[-1].get("type") == "link":
        return [run(f" ({urlsplit(link).hostname})")]
    shown = made[-1]["text"] if made and "text" in made[-1] else ""
    return [] if shown == link else [run(f" ({link})")]


def _table(tokens: list[Token]) -> str:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append("".join(c.content for c in token.children or []))
    widths = [max(len(r[k]) for r in rows if k < len(r)) for k in range(max(map(len, rows), default=0))]
    lines = ["  ".join(cell.ljust(widths[k]) for k, cell in enumerate(r)).rstrip() for r in rows]
    return "\n".join([*lines[:1], *(["  ".join("-" * w for w in widths)] if lines else []), *lines[1:]])


def text_of(block: Block) -> str:
    """The words of a rich_text block: for tests and for what an inspector shows."""
    found: Any = block.get("text", "")
    return found if isinstance(found, str) and found else "".join(text_of(e) for e in block.get("elements", ()))
