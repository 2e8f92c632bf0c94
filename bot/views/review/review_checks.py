"""What the checks say of a draft, in Open: each criterion with its evidence."""

from bot.views.doubts import quoted
from bot.views.findings import MARK
from bot.views.kit import Block, cut, quote, rich, run, words
from bot.views.missing import gap
from bot.views.since import since, touches
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft
from storage.rules.words import one_line


def checks(draft: Draft, previous: Draft | None, new_to_it: bool = False) -> list[Block]:
    """Return what to look at first, what changed, what is missing, and each criterion."""
    blocks: list[Block] = []
    if draft.look_first:
        blocks.append(rich(words(run("Look first", bold=True)), quote(cut(draft.look_first, 300))))
    gaps = (gap(one_line(line)) for line in draft.missing)
    found = (_check(check) for check in draft.checks)
    lines = [since(draft, previous, draft.answer, new_to_it), *gaps, touches(draft), *found, *draft.remarks]
    lines = [line for line in lines if line] or ["No criteria were given."]
    blocks.append(rich(words(run("\n".join(lines)))))
    if draft.answer:
        blocks.append(
            rich(words(run("The points" if new_to_it else "Your points", bold=True)), quote(cut(draft.answer, 1500)))
        )
    return blocks


def _check(c: Check) -> str:
    evidence = cut(quoted(c.evidence), 200)
    if c.finding is Finding.NOT_CHECKED:
        evidence = f"not checked, look yourself{f' ({evidence})' if evidence else ''}"
    return f"{MARK[c.finding]} {cut(one_line(c.criterion), 150)}" + (f": {evidence}" if evidence else "")
