"""Open: the whole of a task in a modal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.views import asks, brought, brought_texts, compared, edited, ids, lead
from bot.views.chain import chain_line, flowed
from bot.views.chain.steps import bar
from bot.views.editing import diff_window, diffs, long_diffs
from bot.views.history import history
from bot.views.kit import Block, actions, button, context, cut, divider, esc, modal, quote, rich, run, section, words
from bot.views.review.review_checks import checks
from bot.views.review.review_decision import decision
from bot.views.review.review_draft import came_back
from bot.views.review.review_line import line_of
from bot.views.review.review_trouble import wrong
from bot.views.thumbs import thumbs
from storage.rules.offers import Offer, can
from storage.rules.pages.whole import Whole
from storage.rules.values.draft import Draft
from storage.rules.values.task import State, Task
from storage.rules.words import one_line

CRITERIA = 2_000  # characters of what a task is checked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the window of a sitting shows around an item.

    Attributes:
        left: how much is left in all, in words.
        below: what stands below the buttons that decide.
    """

    left: str
    below: Sequence[Block] = ()


def whole(task_page: Whole, viewer: str, now: datetime, hosts: Collection[str] = (), turn: Turn | None = None) -> Block:
    """Return the modal behind Open and Show it.

    Args:
        turn: what a sitting shows around it.
    """
    task, draft, item = task_page.task, task_page.draft, task_page.item
    changes = (
        diffs.changes(task_page.previous.body, draft.body)
        if draft is not None and task_page.previous is not None
        else []
    )
    to_read = long_diffs.long(draft, task_page.previous, changes)
    line = line_of(task_page, viewer, now, diff_window.in_parts(to_read))
    line = f"{task.name} · {line} · {turn.left}" if turn else line
    blocks = [
        section(f"*{esc(cut(task.brief.title, 140))}*\n{line}"),
        *(lead.lead(item, task_page.zone, viewer) if item else []),
        *chain_line.line(task_page.pipeline, task),
        *flowed.in_window(item, viewer),
        rich(
            words(run("You asked: " if task.assigner == viewer else "The task: ", bold=True)),
            quote(brought.asked(task)),
        ),
        *brought_texts.blocks(task, viewer, hosts),
        *(_done_when(task) if draft is None else []),
    ]
    blocks += wrong(item) if item is not None and item.open else []
    asked = item is not None and item.ask is not None
    several = item.lettered if item is not None else ()
    mine = item is not None and item.reviewer == viewer
    if item is not None and asked:
        blocks += asks.in_window(item)
    elif draft is not None and not several:
        blocks += checks(draft, task_page.previous, item is not None and lead.is_new_to(item))
        blocks += edited.above(draft, task_page.previous, item, viewer)
    blocks += decision(item, viewer, now, task_page) if item else flowed.went_on(task, viewer)
    blocks += [*(turn.below if turn else ()), *_running(task)]
    blocks += compared.table(several)
    for letter, one in several:
        blocks += [divider(), context(_named(letter, one, viewer)), *checks(one, None)]
        blocks += [*came_back(one, hosts, mine, len(several)), *thumbs(item, one, viewer)]
    if draft is not None and not several:
        blocks += [divider(), *came_back(draft, hosts, mine), *_diff(task_page, changes, to_read)]
        blocks += thumbs(item, draft, viewer)
    blocks += [divider(), history(task_page.history, now, task_page.zone)]
    return modal(ids.TASK_VIEW, task.name, blocks, metadata=ids.of(item) if item else "")


def _named(letter: str, draft: Draft, viewer: str) -> str:
    return " · ".join(part for part in (f"*Version {letter}*", edited.by(draft, viewer)) if part)


def _done_when(task: Task) -> list[Block]:
    """Return what a task is checked for, a line each, while nothing has come back that has been."""
    lines = [f"• {one_line(criterion)}" for criterion in task.brief.criteria]
    return [rich(words(run("Done when:", bold=True)), quote(cut("\n".join(lines), CRITERIA)))] if lines else []


def _running(task: Task) -> list[Block]:
    """Return how far it is, and the way to stop it."""
    if not can(Offer.STOP, task):
        return []
    to_me = f"write me “{task.name}” and your words"
    hint = f"To tell it something while it works, {'reply in its thread, or ' if task.source.ts else ''}{to_me}."
    waits = task.state is State.ASKING  # it works no more before it is answered
    line = " · ".join(x for x in (bar(task.progress), "" if waits else hint) if x)
    return [*([context(line)] if line else []), actions(button("Stop this task", ids.STOP, task.key, "danger"))]


def _diff(task_page: Whole, changes: Sequence[str], to_read: long_diffs.Long | None) -> list[Block]:
    """Return what changed since the version before, and the way to all of it where that is long."""
    open_all = diff_window.open_all(to_read, ids.of(task_page.item) if task_page.item else "")
    if task_page.draft is not None and task_page.draft.change is not None and open_all:
        return [actions(*open_all)]
    if task_page.draft is None or task_page.previous is None:
        return []
    both = [(f"v{one.version}", one) for one in (task_page.previous, task_page.draft)]
    return [*compared.table(both), *diffs.changed(changes, f"v{task_page.previous.version}", open_all)]


def notice(title: str, text: str) -> Block:
    """Return a modal that only says something."""
    return modal("notice", title, [section(text)])
