"""A chain as people see it: its steps in a receipt, its one line elsewhere, what flowed, and what holds it."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, context, cut, esc, section
from storage.rules.delivery import goes_somewhere
from storage.rules.flowing import may_flow, why_not
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.pipelines import Pipeline
from storage.rules.pages.receipts import Receipt
from storage.rules.values.item import Item, Problem, Remedy
from storage.rules.values.step import Step
from storage.rules.values.task import Origin, State, Task
from storage.rules.words import many

TITLE, LISTED, OFFERED = 60, 12, 3  # characters; steps listed; steps offered to flow
MARKS = {
    State.UNCLEAR: "unclear",
    State.BLOCKED: "waits",
    State.WAITING: "waits for room",
    State.WORKING: "working",
    State.ASKING: "asks",
    State.READY: "ready",
    State.APPROVED: "✓",
    State.REJECTED: "✗",
    State.CANCELED: "✗",
    State.FAILED: "did not work",
    State.DECLINED: "declined",
}
HOW = "Each step starts when the one before is approved, and gets its draft."


def names(steps: Sequence[Task | Step]) -> str:
    """Return the names of the steps of a chain: “T-40 → T-41 → T-42”."""
    shown = [step.name for step in steps]
    return " → ".join(shown if len(shown) <= LISTED else [*shown[:2], "…", shown[-1]])


def listed(steps: Sequence[Task]) -> list[Block]:
    """Return the steps of a chain, a line each: who works, what at, and who decides; nothing where it is none."""
    if not steps:
        return []
    lines = [_step(number, step) for number, step in enumerate(steps[:LISTED], 1)]
    more = [f"and {len(steps) - LISTED} more"] if len(steps) > LISTED else []
    return [section("\n".join([*lines, *more, HOW]))]


def _step(number: int, step: Task) -> str:
    decides = "you decide" if step.reviewer == step.assigner else f"<@{step.reviewer}> decides"
    flows = "goes on by itself while all its checks are met" if step.flows else decides
    return f"{number}  {step.brief.worker} · {esc(cut(step.brief.title, TITLE))} · {flows}"


def waits_for(before: Sequence[Task]) -> str:
    """Return what lets a task start, as a sentence; empty where it waits for none."""
    if not before:
        return ""
    listing = ", ".join(_waited(before, lambda task: f"{task.name} {esc(cut(task.brief.title, 40))}"))
    if len(before) == 1:
        return f"It starts when {listing} is approved, and gets its draft."
    return f"It starts when all of these are decided, and gets the drafts that were approved: {listing}."


def waited_for(before: Sequence[Task]) -> str:
    """Return the names of tasks that one waits for: “T-12 and 14 rows of T-60”."""
    return " and ".join(_waited(before, lambda task: task.name))


def _waited(before: Sequence[Task], name: Callable[[Task], str]) -> list[str]:
    """Return tasks by name, and the rows of a list by their number where they are many."""
    rows = Counter(task.series_number for task in before if task.run)
    many_rows = {number: count for number, count in rows.items() if count > OFFERED}
    alone = [name(task) for task in before if task.series_number not in many_rows]
    return [*alone, *(f"{count} rows of T-{number}" for number, count in many_rows.items())]


def buttons(receipt: Receipt) -> list[Block]:
    """Return the buttons that concern all of a chain: steps that may go on by themselves, and its end."""
    steps = receipt.steps
    own = [step for step in steps[:-1] if step.state not in CLOSED and not step.flows and may_flow(step, False)]
    flow = [
        button(f"Don't ask me after {steps.index(step) + 1}", ids.LET_FLOW + f".{n}", step.key)
        for n, step in enumerate(own[:OFFERED])
    ]
    return [*flow, button("Cancel all", ids.CANCEL_ALL, receipt.task.key)]


def line(pipeline: Pipeline, here: Task) -> list[Block]:
    """Return where a task stands among those that it hangs together with, as one line; nothing where it is alone."""
    return [context(in_a_line(pipeline, {here.id}))] if pipeline.around else []


def in_a_line(pipeline: Pipeline, marked: Collection[int]) -> str:
    """Return tasks that hang together as one line: “T-40 ✓ → T-41 ready v1 ◀ → T-42 waits”.

    Args:
        marked: the ids of those that are pointed at.
    """
    chained = all(task.origin is Origin.CHAIN for task in pipeline.around[0 if pipeline.earlier else 1 :])
    parts = [f"{task.name} {_mark(task)}" + (" ◀" if task.id in marked else "") for task in pipeline.around]
    first = [f"{pipeline.earlier} before"] if pipeline.earlier else []
    last = [f"{pipeline.later} more"] if pipeline.later else []
    return (" → " if chained else " · ").join([*first, *parts, *last])


def _mark(task: Task) -> str:
    if task.held_by and task.state is State.WAITING:
        return "its stream is held"
    return f"ready v{task.draft_version}" if task.state is State.READY else MARKS[task.state]


def left_out(task: Task) -> str:
    """Return which of the tasks that one came after it had to do without; empty where it has all of them."""
    names = task.brief.left_out
    more = f" and {len(names) - OFFERED} more" if len(names) > OFFERED else ""
    return f"without {', '.join(names[:OFFERED])}{more}" if names else ""


def flowed(item: Item) -> list[Block]:
    """Return which steps before an item's task went on without a decision, with the way to look at the last."""
    if not item.flowed:
        return []
    listing = ", ".join(f"{step.name} ({step.met})" for step in item.flowed)
    return [section(f"Flowed without you: {listing}", button("Look", ids.SHOW_TASK, item.flowed[-1].key))]


def stayed(item: Item) -> str:
    """Return why a step that was to go on by itself waits for a decision; empty for anything else."""
    why = why_not(item.task, item.drafts) if item.next_steps and item.decision is None else ""
    return f"It did not flow: {why}." if why else ""


def in_window(item: Item | None, viewer: str) -> list[Block]:
    """Return for its reviewer, as one line, why a step did not go on by itself; nothing for anybody else."""
    why = stayed(item) if item is not None and item.reviewer == viewer and item.open else ""
    return [context(why)] if why else []


def canceled(ended: Sequence[Step]) -> Message:
    """Return the message that the steps of a chain are canceled, and where to find what was made."""
    if not ended:
        return Message("Nothing was open any more.", (section("Nothing of it was open any more."),))
    verb = "is" if len(ended) == 1 else "are"
    text = f"{names(ended)} {verb} canceled. What was made is kept: /sluice {ended[0].name}."
    return Message(text, (section(text),))


def went_on(task: Task, viewer: str) -> list[Block]:
    """Return that a step went on without a decision, with the way back for who decides; nothing for any other task."""
    if not task.flows or task.state is not State.APPROVED:
        return []
    said = section(f"{task.name} went on by itself: all its checks were met.")
    mine = viewer in (task.assigner, task.reviewer)
    return [said, *([actions(button("Reopen", ids.REOPEN, task.key))] if mine else [])]


def goes(item: Item, place: str, start: str = "starts") -> str:
    """Return what becomes of an approved draft: where it goes, and which tasks start with it."""
    if not item.next_steps:
        return place
    names = next_names(item)
    return f"{place} and {start} {names}" if goes_somewhere(item.task) else f"{start} {names}"


def next_names(item: Item) -> str:
    """Return the names of the tasks that start when an item is approved."""
    others = len(item.next_steps) - OFFERED
    return ", ".join(item.next_steps[:OFFERED]) + (f" and {many(others, 'other')}" if others > 0 else "")


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
