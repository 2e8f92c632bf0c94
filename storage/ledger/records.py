"""How each worker's drafts were decided: what `/sluice workers` tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core import Tx
from storage.rules.task import Finding, Verdict
from storage.tables import attempt, check, decision, draft, item, task

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Record:
    """
    Attributes:
        at_once: approved as first handed in, of `decided`.
        minutes: the median from its start to its hand-in.
        micros: the median cost of a draft, in millionths of a dollar; None where a price is not known.
    """

    decided: int
    at_once: int
    minutes: float | None
    micros: int | None


@dataclass(frozen=True, slots=True)
class Overruled:
    """How often reviewers decided against the critic: a critic that only agrees is a defect.

    Attributes:
        strict: approved at once although something was not met or in doubt.
        kind: sent back or rejected although nothing was.
    """

    judged: int
    strict: int
    kind: int


def overruled(tx: Tx, team: str) -> Overruled:
    """Over the last 90 days, of drafts of which anything was checked."""
    bad = sa.func.sum(sa.case((check.c.finding.in_((Finding.NOT_MET, Finding.IN_DOUBT)), 1), else_=0))
    rows = tx.conn.execute(
        _decided(tx, team, decision.c.verdict, bad.label("bad"))
        .join(check, sa.and_(check.c.draft_id == draft.c.id, check.c.team == draft.c.team))
        .where(check.c.finding != Finding.NOT_CHECKED)
        .group_by(decision.c.id, decision.c.verdict)
    ).all()
    strict = sum(1 for r in rows if r.verdict == Verdict.APPROVE and r.bad)
    kind = sum(1 for r in rows if r.verdict != Verdict.APPROVE and not r.bad)
    return Overruled(len(rows), strict, kind)


def records(tx: Tx, team: str) -> Mapping[str, Record]:
    """By worker, over the last 90 days."""
    told = (task.c.worker, decision.c.verdict, draft.c.base, draft.c.spent, attempt.c.began_at, attempt.c.ended_at)
    rows = tx.conn.execute(
        _decided(tx, team, *told)
        .join(task, sa.and_(task.c.id == draft.c.task_id, task.c.team == item.c.team))
        .join(attempt, sa.and_(attempt.c.task_id == draft.c.task_id, attempt.c.draft_version == draft.c.version))
        .where(attempt.c.state == "done")
        .limit(5000)
    ).all()
    by_worker: dict[str, list[Any]] = {}
    for row in rows:
        by_worker.setdefault(row.worker, []).append(row)
    return {worker: _record(found) for worker, found in by_worker.items()}


def _decided(tx: Tx, team: str, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Those columns of the drafts that reviewers decided lately, each with its decision and item."""
    return (
        sa.select(*columns)
        .select_from(decision)
        .join(item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .join(draft, sa.and_(draft.c.task_id == item.c.task_id, draft.c.version == decision.c.draft_version))
        .where(
            decision.c.team == team,
            decision.c.undone_at.is_(None),
            decision.c.verdict.in_((Verdict.APPROVE, Verdict.REVISE, Verdict.REJECT)),
            decision.c.at >= tx.now - LATELY,
        )
    )


def _record(rows: list[Any]) -> Record:
    at_once = sum(1 for r in rows if r.verdict == Verdict.APPROVE and r.base == 0)
    took = [(r.ended_at - r.began_at).total_seconds() / 60 for r in rows if r.began_at and r.ended_at]
    costs = [r.spent["micros"] for r in rows if r.spent]
    known = [c for c in costs if c is not None]
    return Record(
        len(rows), at_once, _median(took), int(_median(known) or 0) if known and len(known) == len(costs) else None
    )


def _median(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None
