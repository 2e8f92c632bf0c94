"""A draft beside its checks, where the workspace's Slack draws two things side by side."""

from bot.views.besides import besides
from bot.views.findings import MARK, checks_line, remarked
from bot.views.kit import Block, cut, many_lines
from bot.views.lead import is_new_to
from bot.views.missing import missing as gaps
from bot.views.newer import LAYOUT
from bot.views.since import since, touches
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.words import many, one_line, unmarked

LISTED, CRITERION = 5, 60  # checks; characters
_FIRST = (Finding.NOT_MET, Finding.IN_DOUBT, Finding.NOT_CHECKED, Finding.MET)


def beside(item: Item, draft: Draft, previous: Draft | None, most: int, older: Block) -> Block:
    """Return the worker's words with what changed and is missing, and its checks beside them: those in doubt first.

    Args:
        most: characters of the worker's words.
        older: what is shown where Slack has no such block.
    """
    summary = cut(unmarked(draft.summary), most) if most else ""
    changed = since(draft, previous, summary, is_new_to(item))
    left = [f"“{summary}”" if summary else draft.title or "–", changed, gaps(draft, summary)]
    right = [checks_line(draft), *_listed(draft), remarked(draft), *besides(item)]
    columns = [
        {"width": width, "blocks": [many_lines("\n".join(line for line in lines if line))]}
        for width, lines in (("wide", [*left, touches(draft)]), ("standard", right))
    ]
    return {"type": LAYOUT, "label": "The draft and its checks", "rows": [{"items": columns}], "fallback": [older]}


def _listed(draft: Draft) -> list[str]:
    ordered = sorted(draft.checks, key=lambda check: _FIRST.index(check.finding))
    rest = len(ordered) - LISTED
    return [*map(_line, ordered[:LISTED]), *([f"and {many(rest, 'more check')}"] if rest > 0 else [])]


def _line(check: Check) -> str:
    overruled = " (you overruled it)" if check.wrong else ""
    return f"{MARK[check.finding]} {cut(one_line(check.criterion), CRITERION)}{overruled}"
