"""Series as rows: kept, found, and changed only by who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.codec import brief_json, plain_of, sources_of
from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.work.making import next_number
from storage.rules.authority import UNKNOWN, Action, Claim, Roles
from storage.rules.happenings import Happening
from storage.rules.people import Person
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.rules.values.worker import Worker, WorkerKind
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
    """Keep a new series, under the next number of the workspace's tasks."""
    team, number = new.owner.team, next_number(tx, new.owner.team)
    row = {
        "team": team,
        "number": number,
        "key": new.key or new_key(),
        "kind": new.kind,
        "state": new.state,
        "assigner": new.owner.user,
        "title": new.brief.title,
        "brief": brief_as_json(new.brief, new.reviewer.user),
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


def brief_as_json(brief: Brief, reviewer: str) -> dict[str, Any]:
    """Return all of a brief as JSON: a series has no columns for its parts."""
    worker = {"name": brief.worker.name, "kind": str(brief.worker.kind)}
    names = ("goal", "title", "stream", "stream_channel", "urgent")
    own = {name: getattr(brief, name) for name in names}
    due = brief.due.isoformat() if brief.due else None
    return {**brief_json(brief), **own, "worker": worker, "reviewer": reviewer, "due": due}


def _brief_of(content: Mapping[str, Any]) -> Brief:
    worker = content["worker"]
    return Brief(
        goal=content["goal"],
        worker=Worker(worker["name"], WorkerKind(worker["kind"])),
        title=content["title"],
        due=datetime.fromisoformat(content["due"]) if content["due"] else None,
        stream=content["stream"],
        stream_channel=content["stream_channel"],
        reviewer=content["reviewer"],
        urgent=content["urgent"],
        sources=sources_of(content),
        **{**plain_of(content), "left_out": (), "told": "", "flows": False},  # each run has its own
    )


def find(
    read: Read, team: str, *, id: int | None = None, key: str | None = None, number: int | None = None
) -> Series | None:
    """Return a series by its id, its key or its number; None when there is none."""
    named = [c == value for c, value in ((series.c.id, id), (series.c.key, key), (series.c.number, number)) if value]
    if not named:
        return None
    row = read.conn.execute(sa.select(series).where(series.c.team == team, *named)).first()
    return None if row is None else series_of(row)


def series_of(row: Any) -> Series:
    """Return the series that a row holds."""
    rule = row.rule or {}
    return Series(
        id=row.id,
        team=row.team,
        number=row.number,
        key=row.key,
        kind=SeriesKind(row.kind),
        state=SeriesState(row.state),
        assigner=row.assigner,
        reviewer=row.brief["reviewer"],
        brief=_brief_of(row.brief),
        place=Place(row.channel, row.thread or None),
        runs=row.runs,
        left_out=tuple(datetime.fromisoformat(at) for at in row.left_out.split()),
        next_at=row.next_at,
        made_at=row.made_at,
        assumed=bool(rule.get("assumed")),
        then=_brief_of(rule["then"]) if rule.get("then") else None,
    )


def rule_of(read: Read, of: Series) -> Mapping[str, Any]:
    """Return the rule of a series as it is kept."""
    mine = series.c.team == of.team, series.c.id == of.id
    return dict(read.conn.execute(sa.select(series.c.rule).where(*mine)).scalar() or {})


def theirs(read: Read, claim: Claim, action: Action, *, key: str | None = None, number: int | None = None) -> Series:
    """Return a series, if the person of the claim may act on it.

    Raises:
        Refused: there is none, or they may not, in the same words.
    """
    target = find(read, claim.team, key=key, number=number)
    roles = Roles(claim.team, target.assigner, target.reviewer) if target else Roles(claim.team)
    access.check(read, claim, action, roles)
    if target is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return target


def change(tx: Tx, of: Series, *, was: Sequence[SeriesState] = (), **values: Any) -> None:
    """Change a series, if its state is still what it was read as.

    Args:
        was: the states in which it may be changed, where it is not that of `of` alone.

    Raises:
        Stale: someone else was first.
    """
    mine = series.c.team == of.team, series.c.id == of.id, series.c.state.in_(was or (of.state,))
    if tx.conn.execute(sa.update(series).where(*mine).values(changed_at=tx.now, **values)).rowcount != 1:
        raise Stale(f"{of.name} has changed meanwhile.")


def rewrite(tx: Tx, of: Series, brief: Brief) -> None:
    """Replace the brief of a series; tasks that it has made keep theirs."""
    change(tx, of, brief=brief_as_json(brief, brief.reviewer or of.reviewer), title=brief.title)
