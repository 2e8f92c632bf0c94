"""Several versions made side by side, to take one of: A, B, C."""

from bot.views import ids
from bot.views.besides import besides
from bot.views.doubts import doubts
from bot.views.ids import Value
from bot.views.kit import Block, button, cut, many_lines, quote, rich, run, words
from bot.views.newer import LAYOUT
from storage.rules.values.check import Finding
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.words import one_line, unmarked


def letter(item: Item, version: int) -> str:
    """Return the letter of a version (A, B, C); empty where there was only one."""
    return next((x for x, d in item.lettered if d.version == version), "")


def middle(item: Item, most: int) -> Block:
    """Return each version in its worker's words, then their checks in ours, and what else there is to know."""
    each = max(60, most) // len(item.candidates) + 40
    lines = [f"{x}  {cut(unmarked(d.summary), each)}" for x, d in item.lettered]
    return rich(quote("\n".join(lines)), words(run("\n".join([f"Checks met: {checks(item)}.", *besides(item)]))))


def beside(item: Item, most: int, older: Block) -> Block:
    """Return the versions side by side, each in its worker's words with the criteria that it meets; below them stands
    what else there is to know.

    Args:
        older: what is shown where Slack has no such block.
    """
    texts = [f"{x} · checks met: {_met(d)}\n{cut(unmarked(d.summary), most)}" for x, d in item.lettered]
    rows = [[{"width": "standard", "blocks": [many_lines(text)]} for text in texts]]
    if more := besides(item):
        rows.append([{"width": "wide", "blocks": [many_lines("\n".join(more))]}])
    return {"type": LAYOUT, "label": "The versions", "rows": [{"items": row} for row in rows], "fallback": [older]}


def checks(item: Item) -> str:
    """Return how many criteria each version meets: “A 3 of 4, B 2 of 4”."""
    return ", ".join(f"{x} {_met(d)}" for x, d in item.lettered)


def _met(draft: Draft) -> str:
    checked = len(draft.checks) - len(draft.found(Finding.NOT_CHECKED))
    unmet = draft.found(Finding.NOT_MET, Finding.IN_DOUBT)
    named = f" ({cut(one_line(unmet[0].criterion), 30)}?)" if unmet else ""
    return f"{len(draft.found(Finding.MET))} of {checked}{named}" if checked else "not checked"


def takes(item: Item) -> list[Block]:
    """Return the buttons of several versions: one to take each."""
    return [
        button(
            f"Take {x}", f"{ids.APPROVE}.{n}", str(Value(item.key, d.version)), None, doubts(item.task, d, f"Take {x}")
        )
        for n, (x, d) in enumerate(item.lettered)
    ]
