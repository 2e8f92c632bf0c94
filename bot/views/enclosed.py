"""A whole draft inside of its card, closed until somebody opens it: reading it costs no window and no message."""

from collections.abc import Iterator

from bot.views import richtext
from bot.views.kit import Block, label, many_lines
from bot.views.richtext import text_of
from storage.rules.own_words import count_words
from storage.rules.values.draft import Check, Draft, Finding
from storage.rules.values.item import Item
from storage.rules.words import many, one_line

CHILDREN, TEXT = 10, 2_900  # blocks that a container takes, and characters of each
MOST = 9_000  # characters of a draft's blocks: a longer one has no room in any message
BULLETS = "•◦▪"
MARKS = {Finding.MET: "✓", Finding.NOT_MET: "✗", Finding.IN_DOUBT: "?", Finding.NOT_CHECKED: "·"}


def enclosed(item: Item) -> Block | None:
    """Return the box with the whole draft of an item below what was found about it; None where it does not fit, and
    where there are several drafts to choose from."""
    if item.draft is None or item.candidates:
        return None
    checks = "\n".join(_check(check) for check in item.draft.checks)
    texts = _sections(item.draft)
    children = [many_lines(text) for text in ([checks] if checks else []) + (texts or [])]
    if not texts or len(children) > CHILDREN:
        return None
    return {
        "type": "container",
        "title": {"type": "plain_text", "text": label(_title(item.draft), 150), "emoji": False},
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": children,
    }


def _title(draft: Draft) -> str:
    return f"Read all of v{draft.version} here · {many(count_words(draft.body), 'word')}"


def _check(check: Check) -> str:
    evidence = f": {one_line(check.evidence)[:200]}" if check.evidence else ""
    return f"{MARKS[check.finding]} {one_line(check.criterion)[:150]}{evidence}"


def _sections(draft: Draft) -> list[str] | None:
    """Return a whole draft as texts that a block has room for each; None where it is too long."""
    blocks, complete = richtext.blocks(draft.body, MOST)
    if not complete:
        return None
    texts = [""]
    for line in (line for block in blocks for line in _lines(block)):
        if len(line) > TEXT:
            return None
        joined = f"{texts[-1]}\n{line}" if texts[-1] else line
        if len(joined) <= TEXT:
            texts[-1] = joined
        else:
            texts.append(line)
    return texts if texts[-1] else None


def _lines(block: Block) -> Iterator[str]:
    """Yield the paragraphs, list items and lines of code of a rich_text block as plain text."""
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            yield from _items(element)
        elif text := text_of(element).strip("\n"):
            yield f"\n{text}"


def _items(element: Block) -> Iterator[str]:
    indent, first = element.get("indent", 0), element.get("offset", 0) + 1
    for number, item in enumerate(element["elements"], first):
        mark = f"{number}." if element["style"] == "ordered" else BULLETS[indent % len(BULLETS)]
        yield f"{'   ' * indent}{mark} {text_of(item)}"
