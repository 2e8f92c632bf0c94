"""The tasks that match what a person looks for."""

from collections.abc import Sequence
from datetime import datetime

from bot.views.kit import Message, context, cut, esc, section
from bot.views.paging import Listing, page, sections
from bot.views.stream.task_line import task_line
from storage.rules.pages.portfolios import FOUND
from storage.rules.people import Person
from storage.rules.values.task import Task


def found(tasks_: Sequence[Task], words: str, person: Person, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice find`."""
    if not tasks_:
        text = f"Nothing of yours has “{esc(cut(words, 200))}” in it. Try one word of its title; /sluice shows all."
        return Message("Nothing found.", (section(text),))
    entries = sections("", (task_line(t, person, now) for t in tasks_))
    more = (context(f"These are the newest {FOUND}. For an older one add a word."),) if len(tasks_) == FOUND else ()
    return page(Listing(text="Found", head=(), entries=tuple(entries), tail=more), f"find {words}"[:1000], number)
