"""A decision that took effect is counted in its worker's record."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.record_days import NEWEST, first_day, padded
from storage.ledger.decisions.time_taken import time_taken
from storage.prepared import Statement
from storage.rules.lifecycle import Event
from storage.rules.outcomes import JUDGED, OUTCOMES
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.values.task import Task
from storage.tables import change, record


def note_decided(tx: Tx, item: Item, decision: Decision) -> None:
    """Count a decision on a draft that has taken effect."""
    draft = next((d for d in (item.draft, *item.candidates) if d and d.version == decision.draft_version), None)
    worker = _maker(tx, item.task)
    if draft is None or worker is None or OUTCOMES[decision.verdict] not in JUDGED:
        return
    took = time_taken(tx, item, draft)
    days, drafts = _kept(tx, item.task.team, worker)
    day = str(decision.at.date())
    counts = padded(days.get(day, ()))
    days[day] = [a + b for a, b in zip(counts, _counted(draft, decision.verdict, took is not None), strict=True)]
    days = {day: counts for day, counts in days.items() if day >= first_day(tx.now.date())}
    if took is not None:
        cost = [draft.spent.micros] if draft.spent else None
        drafts = [*drafts, [day, took[0], cost]][-NEWEST:]
    _keep(tx, item.task.team, worker, days, drafts)


@Statement
def _handed_in(team: str, name: str) -> sa.Select[Any]:
    came = sa.or_(change.c.what == str(Event.HAND_IN), change.c.what == str(Event.SUBMIT))
    brought = change.c.team == team, change.c.subject == name, came
    return sa.select(change.c.what, change.c.who).where(*brought).order_by(change.c.id.desc()).limit(1)


def _maker(read: Read, target: Task) -> str | None:
    """Return the agent who made a task's last draft, whoever works on it since; None for a colleague's."""
    row = _handed_in.first(read.conn, target.team, target.name)
    if row is None:
        return None if target.brief.worker.is_person else target.brief.worker.name
    return row.who if row.what == Event.HAND_IN else None


def _counted(draft: Draft, verdict: Verdict, worked: bool) -> list[int]:
    """Return what one decision adds, in the order of `COUNTS`."""
    looked = [check for check in draft.checks if check.finding is not Finding.NOT_CHECKED]
    approved, bad = verdict is Verdict.APPROVE, any(map(_bad, looked))
    judged = bool(looked)
    return [
        int(worked),
        int(worked and approved and draft.base == 0),
        int(judged),
        int(judged and approved and bad),
        int(judged and not approved and not bad),
        sum(map(_bad, looked)),
        sum(1 for check in looked if check.wrong),
    ]


def _bad(check: Check) -> bool:
    return check.finding in (Finding.NOT_MET, Finding.IN_DOUBT)


@Statement
def _record(team: str, worker: str) -> sa.Select[Any]:
    return sa.select(record).where(record.c.team == team, record.c.worker == worker)


@Statement
def _rewrite(team: str, worker: str, days: Mapping[str, list[int]], drafts: list[Any]) -> sa.Executable:
    mine = sa.update(record).where(record.c.team == team, record.c.worker == worker)
    return mine.values(days=days, drafts=drafts).returning(record.c.worker)


def _kept(read: Read, team: str, worker: str) -> tuple[dict[str, list[int]], list[Any]]:
    row = _record.first(read.conn, team, worker)
    return (dict(row.days), list(row.drafts)) if row else ({}, [])


def _keep(tx: Tx, team: str, worker: str, days: Mapping[str, list[int]], drafts: list[Any]) -> None:
    if _rewrite.first(tx.conn, team, worker, days, drafts) is None:
        tx.conn.execute(sa.insert(record), {"team": team, "worker": worker, "days": days, "drafts": drafts})
