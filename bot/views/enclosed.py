"""A whole draft inside of its card, closed until somebody opens it: reading it costs no window and no message."""

from collections.abc import Iterator
from functools import lru_cache

from bot.views.doubts import quoted
from bot.views.findings import MARK, is_all
from bot.views.kit import TEXT as LONGEST
from bot.views.kit import Block, cut, fenced, label, many_lines
from bot.views.text import richtext
from bot.views.text.richtext import text_of
from storage.rules.own_words import count_words
from storage.rules.values.check import Check
from storage.rules.values.item import Item
from storage.rules.words import many, one_line

CHILDREN, TEXT = 10, 2_900  # blocks that a container takes, and characters of each
MOST = 9_000  # characters of a draft's blocks: a longer one has no room in any message
READ = 128  # drafts that were read last
BULLETS = "•◦▪"
HEADING = "▍"  # before a heading: nothing is bold where nothing is markup


def enclosed(item: Item) -> Block | None:
    """Return the box with the whole draft of an item below what was found about it; None where it does not fit, where
    the words of its card are all of it, and where there are several drafts to choose from."""
    if item.draft is None or item.candidates or is_all(item.draft):
        return None
    checks = [many_lines("\n".join(map(_check, item.draft.checks)))] if item.draft.checks else []
    text, long = _read(item.draft.body)
    children = [*checks, *text]
    if not text or len(children) > CHILDREN:
        return None
    title = f"Read all of v{item.draft.version} here · {long}"
    return {
        "type": "container",
        "title": {"type": "plain_text", "text": label(title, 150), "emoji": False},
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": children,
    }


def _check(check: Check) -> str:
    evidence = f": {cut(quoted(check.evidence), 200)}" if check.evidence else ""
    return f"{MARK[check.finding]} {cut(one_line(check.criterion), 150)}{evidence}"


@lru_cache(maxsize=READ)
def _read(body: str) -> tuple[tuple[Block, ...], str]:
    """Return a whole draft as blocks, and how long it is. A message is drawn again at each decision on one of its
    drafts, and reading their Markdown is most of that."""
    return tuple(_children(body)), many(count_words(body), "word")


def _children(body: str) -> list[Block]:
    """Return a whole draft as blocks; none where it is empty, or too long for a box."""
    blocks, complete = richtext.blocks(body, MOST)
    children, lines, below_heading = list[Block](), "", False
    for element in (element for block in blocks for element in block["elements"]):
        is_code = element["type"] == "rich_text_preformatted"
        new = text_of(element) if is_code else "\n".join(_lines(element))
        new = new.lstrip("\n") if below_heading else new
        if len(new) > TEXT:
            return []
        if is_code or len(lines) + len(new) >= TEXT:
            children, lines = [*children, *_paragraphs(lines)], ""
        if is_code:
            code = fenced(new)
            if len(code["text"]["text"]) > LONGEST:  # escaped
                return []
            children.append(code)
        else:
            lines = f"{lines}\n{new}" if lines else new
        below_heading = _is_heading(element)
    return [*children, *_paragraphs(lines)] if complete else []


def _paragraphs(lines: str) -> list[Block]:
    return [many_lines(lines.strip("\n"))] if lines.strip() else []


def _lines(element: Block) -> Iterator[str]:
    """Yield the paragraphs or the list items of an element of a rich_text block as plain text."""
    if element["type"] == "rich_text_list":
        yield from _items(element)
    elif text := text_of(element).strip("\n"):
        yield f"\n{HEADING}{text}" if _is_heading(element) else f"\n{text}"


def _is_heading(element: Block) -> bool:
    """Tell whether an element is one bold line: a heading, or what a person reads as one."""
    parts = [part for part in element["elements"] if text_of(part).strip()]
    bold = all(part.get("style", {}).get("bold") for part in parts)
    return element["type"] == "rich_text_section" and bool(parts) and bold and "\n" not in text_of(element).strip()


def _items(element: Block) -> Iterator[str]:
    indent, first = element.get("indent", 0), element.get("offset", 0) + 1
    for number, item in enumerate(element["elements"], first):
        mark = f"{number}." if element["style"] == "ordered" else BULLETS[indent % len(BULLETS)]
        yield f"{'   ' * indent}{mark} {text_of(item)}"
