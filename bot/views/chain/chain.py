"""A chain in its receipt: its steps, the buttons that concern all of them, and its end."""

from collections.abc import Collection, Sequence

from bot.views import ids
from bot.views.entrusted import who_decides
from bot.views.kit import Block, Message, button, cut, esc, section
from storage.rules.flowing import may_flow
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.receipts import Receipt
from storage.rules.values.step import Step
from storage.rules.values.task import State, Task

TITLE, LISTED = 60, 12  # characters; steps listed
OFFERED = 3  # steps that are offered to flow, and tasks that a line names
HOW = "Each step starts when the one before is approved, and gets its draft."


def names(steps: Sequence[Task | Step]) -> str:
    """Return the names of the steps of a chain: “T-40 → T-41 → T-42”."""
    shown = [step.name for step in steps]
    return " → ".join(shown if len(shown) <= LISTED else [*shown[:2], "…", shown[-1]])


def listed(steps: Sequence[Task], declined: Collection[str] = ()) -> list[Block]:
    """Return the steps of a chain, a line each: who works, what at, and who decides; nothing where it is none.

    Args:
        declined: who were asked to decide, and said that they don't.
    """
    if not steps:
        return []
    lines = [_step(number, step, declined) for number, step in enumerate(steps[:LISTED], 1)]
    more = [f"and {len(steps) - LISTED} more"] if len(steps) > LISTED else []
    how = [] if all(step.state in CLOSED for step in steps) else [HOW]
    return [section("\n".join([*lines, *more, *how]))]


def _step(number: int, step: Task, declined: Collection[str]) -> str:
    decides = who_decides(step.assigner, step.reviewer, step.brief.invited, step.brief.invited in declined)
    stands = str(step.state) if step.state in CLOSED else _flows(step, decides)
    return f"{number}  {step.brief.worker} · {esc(cut(step.brief.title, TITLE))} · {stands}"


def _flows(step: Task, decides: str) -> str:
    """Return whether a step goes on by itself, or who decides on it, and why, where it was to flow."""
    if not step.flows:
        return decides
    if may_flow(step, False):
        return "goes on by itself while all its checks are met"
    return f"{decides}, since it goes to others" if step.brief.to else f"{decides}, so it does not flow"


def buttons(receipt: Receipt) -> list[Block]:
    """Return the buttons that concern all of a chain: steps that may go on by themselves, and its end."""
    steps = receipt.steps
    left = [step for step in steps[:-1] if step.state not in CLOSED | {State.READY}]
    own = [step for step in left if not step.flows and may_flow(step, False)]
    flow = [
        button(f"Don't ask me after {steps.index(step) + 1}", ids.LET_FLOW + f".{n}", step.key)
        for n, step in enumerate(own[:OFFERED])
    ]
    is_over = all(step.state in CLOSED for step in steps)
    return [*flow, *([] if is_over else [button("Cancel all", ids.CANCEL_ALL, receipt.task.key)])]


def canceled(ended: Sequence[Step]) -> Message:
    """Return the message that the steps of a chain are canceled, and where to find what was made."""
    if not ended:
        return Message("Nothing was open any more.", (section("Nothing of it was open any more."),))
    verb = "is" if len(ended) == 1 else "are"
    text = f"{names(ended)} {verb} canceled. What was made is kept: /sluice {ended[0].name}."
    return Message(text, (section(text),))
