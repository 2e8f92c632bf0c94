"""What a model would add to a brief: kept beside it, and taken into it by a tap."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.work import steering
from storage.ledger.work.stopped import stopped_by
from storage.prepared import Statement
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.offers import Offer, can
from storage.rules.refusal import Refused
from storage.rules.values.task import Suggested, Task
from storage.tables import task


def open_task(read: Read, team: str, task_id: int) -> Task | None:
    """Return a task; None when a suggestion is of no use any more, or somebody stopped all work."""
    target = get_task(read, team, task_id)
    return target if can(Offer.SUGGEST, target) and not stopped_by(read, team) else None


def suggested(read: Read, team: str, keys: Collection[str]) -> set[str]:
    """Return those of some tasks to whose briefs a model has added, if only that it has nothing to add."""
    added = task.c.brief["suggested"].as_string().is_not(None)
    return set(
        read.conn.execute(sa.select(task.c.key).where(task.c.team == team, task.c.key.in_(keys), added)).scalars()
    )


def suggest(tx: Tx, team: str, task_id: int, suggestion: Suggested) -> None:
    """Keep a model's suggestion; it changes nothing of the brief."""
    target = open_task(tx, team, task_id)
    if target is None:
        return
    _save(tx, target, suggestion)
    tx.note(team, target.brief.worker.name, Happening.SUGGEST, target.name, why=" · ".join(suggestion.criteria)[:300])


def take(tx: Tx, claim: Claim, key: str) -> Task:
    """Add the suggested criteria to the brief, and tell the agent that works on it.

    Raises:
        Refused: not theirs, too late, or there is nothing to take.
    """
    task = access.task(tx, claim, Action.EDIT, key=key)
    if not can(Offer.SUGGEST, task) or task.suggested is None or not task.suggested.criteria:
        raise Refused(f"There is nothing to add to {task.name} any more.")
    new = [c for c in task.suggested.criteria if c not in task.brief.criteria]
    changed = replace(task, brief=replace(task.brief, criteria=(*task.brief.criteria, *new)))
    _save(tx, changed, replace(task.suggested, criteria=()))
    steering.tell_worker(tx, claim, key, "Done only when also: " + "; ".join(new))
    return get_task(tx, task.team, task.id)


@Statement
def _keep(team: str, task_id: int, brief: Mapping[str, Any]) -> sa.Executable:
    return sa.update(task).where(task.c.team == team, task.c.id == task_id).values(brief=brief)


def _save(tx: Tx, target: Task, suggestion: Suggested) -> None:
    content = {**brief_json(target.brief), "suggested": asdict(suggestion)}
    _keep.run(tx.conn, target.team, target.id, content)
