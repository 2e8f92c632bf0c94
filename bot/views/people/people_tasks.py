"""What a person owes others, and what others owe them, as lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views.kit import Message, header, section
from bot.views.moments import moment
from bot.views.owed.card import listed
from bot.views.owed.section import to_do
from bot.views.paging import Listing, page, sections
from bot.views.stream.task_line import task_line
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.owed import Owed
from storage.rules.people import Person
from storage.rules.values.out import Out
from storage.rules.values.task import Task
from storage.rules.words import capital, many


def mine(owed: Sequence[Owed], person: Person, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice tasks mine`: what a person owes, each task with its buttons."""
    if not owed:
        text = "You owe nobody anything. What somebody asks you for comes with your collections."
        return Message("Nothing for you to do.", (section(text),))
    entries = tuple(listed(owed, person.user, now, person.zone or "UTC"))
    listing = Listing(text="For you to do", head=(header(capital(to_do(len(owed)))),), entries=entries, tail=())
    return page(listing, "tasks mine", number)


def others(
    tasks: Sequence[Task], person: Person, now: datetime, number: int = 0, out: Mapping[str, Out] | None = None
) -> Message:
    """Return a page of `/sluice tasks others`: what a person waits for from colleagues.

    Args:
        out: until when colleagues are busy or away, by their ids.
    """
    if not tasks:
        text = "You wait for nothing from colleagues. Give them something with `/assign @who`: they see it in time."
        return Message("Nothing is with others.", (section(text),))
    lines = [task_line(task, person, now) + _out(task, out or {}, now, person) for task in tasks]
    entries = tuple(sections("", lines))
    head = (header(f"{many(len(tasks), 'task is', 'tasks are')} with others"),)
    return page(Listing(text="With others", head=head, entries=entries, tail=()), "tasks others", number)


def _out(task: Task, out: Mapping[str, Out], now: datetime, person: Person) -> str:
    theirs = out.get(task.brief.worker.name) if task.state in RUNNING else None
    return f" · {theirs.why} until {moment(theirs.until, now, person.zone or 'UTC')}" if theirs else ""
