"""What a person does to a chain: lets a step go on by itself, or cancels all that is left."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.tasks.assigning import cancel
from storage.ledger.tasks.receipts import renewed
from storage.ledger.work.behind import step_of, steps_behind, steps_waiting_for
from storage.ledger.work.ending import end_blocked
from storage.ledger.work.steps import before
from storage.rules.authority import Action, Claim, Roles
from storage.rules.flowing import may_flow
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.receipts import Receipt
from storage.rules.refusal import Refused
from storage.rules.values.step import Step
from storage.rules.values.task import Origin, State, Task
from storage.tables import task


def let_flow(tx: Tx, claim: Claim, key: str) -> Receipt:
    """Let a step go on without a decision while all its checks are met; return its new receipt.

    Raises:
        Refused: they do not decide on it, nothing comes after it, it leaves for others, or it is ready already.
    """
    step = access.task(tx, claim, Action.APPROVE, key=key)
    if step.state in CLOSED or not steps_waiting_for(tx, step):
        raise Refused(f"Nothing waits for {step.name} any more.")
    if not may_flow(step, tx.terms.policy.four_eyes):
        raise Refused(f"{step.name} can't go on by itself: others read it, or somebody else assigned it.")
    if step.state is State.READY:
        raise Refused(f"Not changed: {step.name} is ready already, and waits for your decision.")
    tx.conn.execute(sa.update(task).where(task.c.team == step.team, task.c.id == step.id).values(flows=True))
    tx.note(step.team, claim.user, Happening.LET_FLOW, step.name)
    return renewed(tx, _first_open(tx, get_task(tx, step.team, step.id)))


def chain_receipt(read: Read, claim: Claim, key: str) -> Receipt:
    """Return the receipt of the chain in which a step stands, for who assigned it: that of its first open step.

    Raises:
        Refused: there is no such task, or it is not theirs.
    """
    return renewed(read, _first_open(read, access.task(read, claim, Action.RECEIPT, key=key)))


def _first_open(read: Read, step: Task) -> Task:
    """Return the first step of a chain that is not closed, up to this one: its receipt shows the whole chain."""
    while step.origin is Origin.CHAIN:
        (earlier, *more) = before(read, step.team, [step.id]) or (None,)
        if earlier is None or more or earlier.state in CLOSED:
            break
        step = earlier
    return step


def cancel_all(tx: Tx, claim: Claim, key: str) -> tuple[Step, ...]:
    """Cancel a task and all that comes after it, as far as that is open and theirs; return what was ended,
    as it was before."""
    first = access.task(tx, claim, Action.CANCEL, key=key)
    steps = [step for step in (step_of(first), *steps_behind(tx, first)) if step.state not in CLOSED]
    roles = [access.roles_of_step(step) for step in steps]
    may = {whose: _may_cancel(tx, claim, whose) for whose in set(roles)}
    own = [step for step, whose in zip(steps, roles, strict=True) if may[whose]]
    end_blocked(tx, [step for step in own if step.state is State.BLOCKED], claim.user)
    for step in reversed(own):
        if step.state is not State.BLOCKED:
            cancel(tx, claim, step.key)
    return tuple(own)


def _may_cancel(read: Read, claim: Claim, roles: Roles) -> bool:
    try:
        access.check(read, claim, Action.CANCEL, roles)
    except Refused:
        return False
    return True
