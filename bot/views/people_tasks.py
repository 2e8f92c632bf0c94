"""What a person owes others, and what others owe them: as lists, and on the Home tab."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, Message, button, cut, esc, header, section
from bot.views.moments import moment
from bot.views.owed import listed, to_do
from bot.views.paging import Listing, page, sections
from bot.views.streams import late, task_line
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.owed import Owed
from storage.rules.pages.portfolios import Portfolio
from storage.rules.people import Person
from storage.rules.values.task import State, Task
from storage.rules.words import many

HOME, TITLE = 5, 60  # tasks of each kind on the Home tab, and characters of a title


def mine(owed: Sequence[Owed], person: Person, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice tasks mine`: what a person owes, each task with its buttons."""
    if not owed:
        text = "You owe nobody anything. What somebody asks you for comes with your collections."
        return Message("Nothing for you to do.", (section(text),))
    entries = tuple(listed(owed, person.user, now, person.zone or "UTC"))
    listing = Listing(text="For you to do", head=(header(_capital(to_do(len(owed)))),), entries=entries, tail=())
    return page(listing, "tasks mine", number)


def others(
    tasks: Sequence[Task], person: Person, now: datetime, number: int = 0, busy: Mapping[str, datetime] | None = None
) -> Message:
    """Return a page of `/sluice tasks others`: what a person waits for from colleagues.

    Args:
        busy: until when colleagues are busy, by their ids.
    """
    if not tasks:
        text = "You wait for nothing from colleagues. Give them something with `/assign @who`: they see it in time."
        return Message("Nothing is with others.", (section(text),))
    lines = [task_line(task, person, now) + _busy(task, busy or {}, now, person) for task in tasks]
    entries = tuple(sections("", lines))
    head = (header(f"{many(len(tasks), 'task is', 'tasks are')} with others"),)
    return page(Listing(text="With others", head=head, entries=entries, tail=()), "tasks others", number)


def _busy(task: Task, busy: Mapping[str, datetime], now: datetime, person: Person) -> str:
    until = busy.get(task.brief.worker.name) if task.state in RUNNING else None
    return f" · busy until {moment(until, now, person.zone or 'UTC')}" if until else ""


def home(portfolio: Portfolio, now: datetime) -> list[Block]:
    """Return the part of the Home tab with what a person owes, and what they wait for from colleagues."""
    person = portfolio.person
    blocks: list[Block] = []
    if theirs := with_others(portfolio):
        lines = [f"{task.brief.worker}: {_what(task, now, person)}" for task in theirs[:HOME]]
        lines += [f"and {len(theirs) - HOME} more: /sluice tasks others"] if len(theirs) > HOME else []
        blocks.append(section("\n".join([f"*With people · {len(theirs)}*", *lines])))
    for n, one in enumerate(portfolio.owed[:HOME]):
        title = f"*You owe · {len(portfolio.owed)}*\n" if n == 0 else ""
        asker = f" · for <@{one.task.assigner}>" if one.task.assigner != person.user else ""
        blocks.append(section(f"{title}{_what(one.task, now, person)}{asker}", _hand_in(one)))
    if len(portfolio.owed) > HOME:
        blocks.append(section(f"and {len(portfolio.owed) - HOME} more: /sluice tasks mine"))
    return blocks


def _what(task: Task, now: datetime, person: Person) -> str:
    """Return a colleague's task in few words: its title, version, name, and when it is due or how late it is."""
    version = f" v{task.draft_version + 1}" if task.draft_version else ""
    over = late(task, now)
    due = f" · {over.removeprefix(': ')}" if over else ""
    if task.brief.due and not over:
        due = f" · due {moment(task.brief.due, now, person.zone or 'UTC')}"
    state = " · asks you something" if task.state is State.ASKING and task.brief.worker.name != person.user else ""
    return f"{esc(cut(task.brief.title, TITLE))}{version} · {task.name}{due}{state}"


def _hand_in(one: Owed) -> Block:
    """Return the button that hands in what a person owes; what the checks look at already is opened instead."""
    if one.checking:
        return button("Open", ids.SHOW_TASK, one.task.key)
    return button("Submit", ids.SUBMIT, one.task.key)


def with_others(portfolio: Portfolio) -> list[Task]:
    """Return what a person assigned to colleagues, and who have it still."""
    user = portfolio.person.user
    return [
        task
        for task in portfolio.tasks
        if task.brief.worker.is_person and task.brief.worker.name != user and task.assigner == user
        if task.state in RUNNING  # what is handed in, or has not begun, is with nobody
    ]


def coming(portfolio: Portfolio) -> str:
    """Return how much colleagues and next steps will bring to the person's shelf; it holds nobody's work back."""
    mine = [task for task in portfolio.tasks if task.reviewer == portfolio.person.user]
    others = sum(task.brief.worker.is_person and task.state in RUNNING for task in mine)
    steps = sum(task.state is State.BLOCKED for task in mine)
    parts = [f"{others} from colleagues" if others else "", many(steps, "next step") if steps else ""]
    return f"coming: {', '.join(part for part in parts if part)}" if others or steps else ""


def owes(portfolio: Portfolio) -> str:
    """Return how much a person owes, and where that is listed; empty where it is nothing."""
    return f"{to_do(len(portfolio.owed))}: /sluice tasks mine" if portfolio.owed else ""


def refuses(count: int) -> str:
    """Return the answer to a person who takes no tasks from now on.

    Args:
        count: tasks that they have.
    """
    left = f" You have {many(count, 'task')} still: /sluice tasks mine shows {'it' if count == 1 else 'them'}."
    said = "Nobody can assign you anything from now on: who tries is told so at once."
    return f"{said}{left if count else ''} `/sluice me again` takes it back."


def takes() -> str:
    """Return the answer to a person who takes tasks again."""
    return "Colleagues can assign you tasks again. They come with your collections, and never in between."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
