"""How each worker's drafts were decided, as `/sluice workers` tells it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.decisions.record_days import COUNTS, counts_of, first_day
from storage.rules.pages.records import Overruled, Record
from storage.tables import record


def records(read: Read, team: str) -> Mapping[str, Record]:
    """Return the record of each worker over the last 90 days, by the worker's name."""
    rows = read.conn.execute(sa.select(record).where(record.c.team == team))
    return {row.worker: _record(row, read.now.date()) for row in rows}


def overruled(read: Read, team: str) -> Overruled:
    """Return how often the critic was overruled in the last 90 days, among drafts of which anything was checked."""
    kept = read.conn.execute(sa.select(record.c.days).where(record.c.team == team)).scalars()
    counts = [counts_of(days, read.now.date()) for days in kept]
    return Overruled(*(sum(c[name] for c in counts) for name in COUNTS[2:]))


def _record(row: Any, today: date) -> Record:
    counts = counts_of(row.days, today)
    drafts = [draft for draft in row.drafts if draft[0] >= first_day(today)]
    took = [seconds / 60 for _, seconds, _ in drafts if seconds is not None]
    costs = [cost[0] for _, _, cost in drafts if cost]
    known = [micros for micros in costs if micros is not None]
    micros = int(_median(known) or 0) if known and len(known) == len(costs) else None
    return Record(decided=counts["decided"], at_once=counts["at_once"], minutes=_median(took), micros=micros)


def _median(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None
