"""What a task comes after: what it waits for, what it had to do without, and the ways out where it can't start."""

from collections import Counter
from collections.abc import Callable, Sequence

from bot.views import ids
from bot.views.chain.chain import OFFERED
from bot.views.kit import Block, actions, button, cut, esc
from storage.rules.lifecycle import CLOSED, GONE
from storage.rules.values.item import Item, Problem, Remedy
from storage.rules.values.task import Task

ROWS = 3  # of one list that are named


def waits_for(before: Sequence[Task]) -> str:
    """Return what lets a task start, or why it can't, as a sentence; empty where it waits for none."""
    if not before:
        return ""
    if ended := gone(before):
        named = ", ".join(f"{task.name} {esc(cut(task.brief.title, 40))} was {task.state}" for task in ended[:OFFERED])
        return f"It can't start: {named}."
    waited = [task for task in before if task.state not in CLOSED] or before
    listing = ", ".join(_waited(waited, lambda task: f"{task.name} {esc(cut(task.brief.title, 40))}"))
    if len(before) == 1:
        return f"It starts when {listing} is approved, and gets its draft."
    return f"It starts when all of these are decided, and gets the drafts that were approved: {listing}."


def gone(before: Sequence[Task]) -> Sequence[Task]:
    """Return the tasks for which one can't start: all were closed, and none approved; else nothing."""
    return before if all(task.state in GONE for task in before) else ()


def waited_for(before: Sequence[Task]) -> str:
    """Return the names of tasks that one waits for: “T-12 and 14 rows of T-60”."""
    waited = [task for task in before if task.state not in CLOSED] or before
    return " and ".join(_waited(waited, lambda task: task.name))


def _waited(before: Sequence[Task], name: Callable[[Task], str]) -> list[str]:
    """Return tasks by name, and the rows of a list by their number where they are many."""
    rows = Counter(task.series_number for task in before if task.run)
    many_rows = {number: count for number, count in rows.items() if count > OFFERED}
    alone = [name(task) for task in before if task.series_number not in many_rows]
    return [*alone, *(f"{count} rows of T-{number}" for number, count in many_rows.items())]


def in_short(names: Sequence[str]) -> str:
    """Return names of tasks; many rows of one list by its name: “12 of T-36”."""
    rows = Counter(name.partition(".")[0] for name in names if "." in name)
    lists = {name for name, count in rows.items() if count > ROWS}
    alone = [name for name in names if name.partition(".")[0] not in lists]
    return ", ".join([*alone, *(f"{rows[name]} of {name}" for name in rows if name in lists)])


def left_out(task: Task) -> str:
    """Return which of the tasks that one came after it had to do without; empty where it has all of them."""
    names = task.brief.left_out
    more = f" and {len(names) - OFFERED} more" if len(names) > OFFERED else ""
    return f"started without {', '.join(names[:OFFERED])}{more}" if names else ""


def stuck(item: Item, cause: Problem) -> Block:
    """Return the ways out for a task that can't start, since what it comes after was not approved."""
    value = ids.of(item)
    again = f"Reopen {cause.named}" if cause.named else "Open that again"  # an older release did not keep the name
    reopen = [button(again, ids.REOPEN_BEFORE, value, "primary")] if cause.remedy is Remedy.REOPEN else []
    return actions(
        *reopen,
        button(f"Start {item.task.name} without it", ids.WITHOUT, value),
        button("Cancel the rest", ids.GIVE_UP, value, "danger"),
    )
