"""The next steps of a chain: each is a task that waits for the one before."""

from collections.abc import Mapping
from dataclasses import replace

from storage.ledger.core.ledger import Tx
from storage.ledger.work.making import Order, make, reviewer_of
from storage.ledger.work.owing import check_colleague
from storage.ledger.work.steps import depth
from storage.rules.chain import MOST_STEPS
from storage.rules.refusal import Refused
from storage.rules.values.profile import Profile
from storage.rules.values.task import Origin, Task


def make_next(tx: Tx, first: Order, new_task: Task, profiles: Mapping[str, Profile]) -> tuple[Task, ...]:
    """Make the next steps of a chain, each of which waits for the one before; return all steps, nothing for one alone.

    Raises:
        Refused: somebody can't be a reviewer or a worker, or the chain is too long with what it comes after.
    """
    if not first.brief.then:
        return ()
    owner, steps = first.owner, [new_task]
    if depth(tx, owner.team, [new_task.id]) + len(first.brief.then) > MOST_STEPS:
        raise Refused(f"More than {MOST_STEPS} tasks can't come one after the other.")
    for brief in first.brief.then:
        reviewer = reviewer_of(tx, owner.team, owner, brief.reviewer, profiles)
        check_colleague(tx, owner, brief, reviewer, profiles)
        after = (steps[-1],)
        step = replace(
            first, brief=brief, reviewer=reviewer, key="", after=after, origin=Origin.CHAIN, flows=brief.flows
        )
        steps.append(make(tx, step)[0])
    return tuple(steps)
