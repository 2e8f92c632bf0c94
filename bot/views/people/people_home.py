"""What a person owes others, and what others owe them, on the Home tab."""

from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, button, cut, esc, section
from bot.views.moments import moment
from bot.views.people.people_counts import with_others
from bot.views.stream.task_line import late
from storage.rules.pages.owed import Owed
from storage.rules.pages.portfolios import Portfolio
from storage.rules.people import Person
from storage.rules.values.task import State, Task

HOME, TITLE = 5, 60  # tasks of each kind on the Home tab, and characters of a title


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
