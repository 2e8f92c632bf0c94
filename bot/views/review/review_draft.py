"""The text of a draft in Open, with its cost; what a modal can't show is attached."""

from collections.abc import Collection
from dataclasses import replace

from bot.views.findings import maker
from bot.views.kit import Block, context, esc
from bot.views.text import richtext
from storage.rules.budget import dollars
from storage.rules.own_words import count_words
from storage.rules.pages.whole import Whole
from storage.rules.values.draft import Draft, File
from storage.rules.values.spent import Spent
from storage.rules.words import many

SHOWN = 20_000  # characters of JSON of a modal's drafts; a draft with more is attached as a file


def came_back(draft: Draft, hosts: Collection[str], mine: bool, versions: int = 1) -> list[Block]:
    """Return the text of a draft as far as a modal shows it, its cost, and the names of its files."""
    body, complete = richtext.blocks(draft.body, SHOWN // versions, hosts)
    rest = "" if complete else " · shown to its limit, the whole is attached in your direct messages"
    files = " · ".join(esc(f.name) for f in draft.files)
    brought = " · in your direct messages" if mine and len(draft.files) > 1 else ""
    size = many(count_words(draft.body), "word")
    return [
        context(f"*What came back* · {size} · {esc(maker(draft))}{cost(draft.spent)}{rest}"),
        *body,
        *([context(f"{files}{brought}")] if files else []),
    ]


def cost(spent: Spent | None) -> str:
    """Return what a draft cost, in money and tokens; a price that is not known is said to be not known."""
    if spent is None:
        return ""
    money = "cost not known" if spent.micros is None else dollars(spent.micros)
    return f" · {money} ({many(spent.tokens_in + spent.tokens_out, 'token')})"


def attached(task_page: Whole, first: bool, hosts: Collection[str] = ()) -> tuple[File, ...]:
    """Return what a modal can't show: longer texts, and at the reviewer's first look pictures and tables.

    Args:
        hosts: as `whole` has them, for the same text fits only with the same links.
    """
    several = task_page.item.lettered if task_page.item else ()
    drafts = several or ((("", task_page.draft),) if task_page.draft else ())
    found: list[File] = []
    for letter, draft in drafts:
        complete = richtext.blocks(draft.body, SHOWN // len(drafts), hosts)[1]
        files = (*(() if complete else draft.files[:1]), *(draft.files[1:] if first else ()))
        found += [replace(f, name=f"{letter}-{f.name}") for f in files] if len(drafts) > 1 else files
    return tuple(found)
