"""A new series is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx, new_key
from storage.ledger.series.briefs import brief_as_json
from storage.ledger.series.series_rows import find
from storage.ledger.work.filing import stream_id
from storage.ledger.work.making import next_number, shown_in
from storage.rules.happenings import Happening
from storage.rules.people import Person
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.tables import series


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeries:
    """What a new series is made of; `rule` and `rows` as they are kept."""

    kind: SeriesKind
    state: SeriesState
    owner: Person
    reviewer: Person
    brief: Brief
    place: Place
    key: str = ""
    rule: Mapping[str, Any] | None = None
    rows: Sequence[Any] | None = None
    next_at: datetime | None = None


def keep(tx: Tx, new: NewSeries) -> Series:
    """Keep a new series, under the next number of the workspace's tasks; a stream that it names is there from now on.

    Raises:
        Refused: a new stream can't have this name.
    """
    team, number = new.owner.team, next_number(tx, new.owner.team)
    stream, _ = stream_id(tx, team, new.brief.stream, new.brief.stream_channel, new.owner.user)
    channel = shown_in(tx, team, new.brief, new.place, stream)
    brief = replace(new.brief, runs_shown_in=channel)
    row = {
        "team": team,
        "number": number,
        "key": new.key or new_key(),
        "kind": new.kind,
        "state": new.state,
        "assigner": new.owner.user,
        "title": new.brief.title,
        "brief": brief_as_json(brief, new.reviewer.user),
        "rule": dict(new.rule) if new.rule else None,
        "rows": list(new.rows) if new.rows is not None else None,
        "channel": new.place.channel,
        "thread": new.place.ts or "",
        "next_at": new.next_at,
        "made_at": tx.now,
        "changed_at": tx.now,
    }
    tx.conn.execute(sa.insert(series), row)
    target = find(tx, team, number=number)
    assert target is not None
    tx.note(team, new.owner.user, Happening.SERIES, target.name, became=target.state, why=new.brief.title)
    return target
