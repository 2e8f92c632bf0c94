"""How each worker's drafts were decided: kept as decisions take effect, told by `/sluice workers`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.work.drafts import worked_on
from storage.rules.pages.records import Overruled, Record
from storage.rules.values.ask import Kind
from storage.rules.values.attempt import AttemptState
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.verdicts import taken_by
from storage.tables import attempt, record

DAYS, NEWEST = 90, 200  # days that are counted, and drafts whose time and cost are known
COUNTS = ("decided", "at_once", "judged", "strict", "kind", "doubted", "wrong")


def records(read: Read, team: str) -> Mapping[str, Record]:
    """Return the record of each worker over the last 90 days, by the worker's name."""
    rows = read.conn.execute(sa.select(record).where(record.c.team == team))
    return {row.worker: _record(row, read.now.date()) for row in rows}


def overruled(read: Read, team: str) -> Overruled:
    """Return how often the critic was overruled in the last 90 days, among drafts of which anything was checked."""
    kept = read.conn.execute(sa.select(record.c.days).where(record.c.team == team)).scalars()
    counts = [_counts(days, read.now.date()) for days in kept]
    return Overruled(*(sum(c[name] for c in counts) for name in COUNTS[2:]))


def _counts(days: Mapping[str, Sequence[int]], today: date) -> dict[str, int]:
    """Return the sums of the days that still count."""
    counted = [_padded(counts) for day, counts in days.items() if day >= _first(today)]
    return {name: sum(counts[n] for counts in counted) for n, name in enumerate(COUNTS)}


def _padded(counts: Sequence[int]) -> list[int]:
    """Return the counts of a day, of which an older release kept fewer."""
    return [*counts, *[0] * (len(COUNTS) - len(counts))]


def _first(today: date) -> str:
    return str(today - timedelta(days=DAYS))


def _record(row: Any, today: date) -> Record:
    counts = _counts(row.days, today)
    drafts = [draft for draft in row.drafts if draft[0] >= _first(today)]
    took = [seconds / 60 for _, seconds, _ in drafts if seconds is not None]
    costs = [cost[0] for _, _, cost in drafts if cost]
    known = [micros for micros in costs if micros is not None]
    micros = int(_median(known) or 0) if known and len(known) == len(costs) else None
    return Record(decided=counts["decided"], at_once=counts["at_once"], minutes=_median(took), micros=micros)


def _median(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None


def note_decided(tx: Tx, item: Item, decision: Decision) -> None:
    """Count a decision on a draft that has taken effect."""
    draft = next((d for d in (item.draft, *item.candidates) if d and d.version == decision.draft_version), None)
    if draft is None or item.task.brief.worker.is_person or decision.verdict not in taken_by(Kind.DRAFT):
        return
    took = _took(tx, item, draft)
    days, drafts = _kept(tx, item.task.team, item.task.brief.worker.name)
    day = str(decision.at.date())
    counts = _padded(days.get(day, ()))
    days[day] = [a + b for a, b in zip(counts, _counted(draft, decision.verdict, took is not None), strict=True)]
    days = {day: counts for day, counts in days.items() if day >= _first(tx.now.date())}
    if took is not None:
        cost = [draft.spent.micros] if draft.spent else None
        drafts = [*drafts, [day, took[0], cost]][-NEWEST:]
    _keep(tx, item.task.team, item.task.brief.worker.name, days, drafts)


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


def _took(read: Read, item: Item, draft: Draft) -> tuple[float | None] | None:
    """Return the seconds that an agent's attempt at a draft took; None where no agent made it."""
    version = worked_on(read, item.task, draft.version)
    of_draft = (
        attempt.c.task_id == item.task.id,
        attempt.c.draft_version == version,
        attempt.c.state == AttemptState.DONE,
    )
    query = sa.select(attempt.c.began_at, attempt.c.ended_at).where(attempt.c.team == item.task.team, *of_draft)
    row = read.conn.execute(query).first()
    if row is None:
        return None
    return ((row.ended_at - row.began_at).total_seconds() if row.began_at and row.ended_at else None,)


def _kept(read: Read, team: str, worker: str) -> tuple[dict[str, list[int]], list[Any]]:
    row = read.conn.execute(sa.select(record).where(record.c.team == team, record.c.worker == worker)).first()
    return (dict(row.days), list(row.drafts)) if row else ({}, [])


def _keep(tx: Tx, team: str, worker: str, days: Mapping[str, list[int]], drafts: list[Any]) -> None:
    mine, values = (record.c.team == team, record.c.worker == worker), {"days": days, "drafts": drafts}
    if tx.conn.execute(sa.update(record).where(*mine).values(values)).rowcount == 0:
        tx.conn.execute(sa.insert(record), {"team": team, "worker": worker, **values})
