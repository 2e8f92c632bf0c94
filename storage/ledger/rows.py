"""Rows become frozen values here, and nowhere above."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core import Tx
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Refused
from storage.rules.task import (
    Ask,
    Brief,
    Check,
    Decision,
    Draft,
    File,
    Finding,
    Item,
    Kind,
    Place,
    Progress,
    Source,
    Spent,
    State,
    Suggested,
    Task,
    Verdict,
    Wondered,
)
from storage.tables import attachment, blob, check, decision, draft, item, stream, task


@lru_cache
def tasks() -> sa.Select[Any]:
    return sa.select(task, stream.c.name.label("stream_name")).join_from(
        task, stream, sa.and_(stream.c.id == task.c.stream_id, stream.c.team == task.c.team), isouter=True
    )


def find_task(
    tx: Tx, team: str, *, id: int | None = None, number: int | None = None, key: str | None = None
) -> Task | None:
    where = (
        (task.c.id == id)
        if id is not None
        else ((task.c.number == number) if number is not None else (task.c.key == key))
    )
    row = tx.conn.execute(tasks().where(task.c.team == team, where)).first()
    return None if row is None else task_of(row)


def get_task(tx: Tx, team: str, id: int) -> Task:
    found = find_task(tx, team, id=id)
    if found is None:
        raise Refused(UNKNOWN)
    return found


def brief_json(brief: Brief) -> dict[str, Any]:
    return {
        "criteria": list(brief.criteria),
        "to": list(brief.to),
        "versions": brief.versions,
        "routed": brief.routed,
        "edits": brief.edits,
        "sources": [{"name": s.name, "text": s.text} for s in brief.sources],
    }


def task_of(row: Any) -> Task:
    brief = Brief(
        row.goal,
        row.worker,
        row.title,
        tuple(row.brief["criteria"]),
        row.due_at,
        row.stream_name,
        reviewer=row.reviewer,
        urgent=row.urgent,
        to=tuple(row.brief["to"]),
        sources=tuple(Source(s["name"], s["text"]) for s in row.brief["sources"]),
        versions=row.brief.get("versions", 1),
        routed=row.brief.get("routed", ""),
        edits=row.brief.get("edits", 0),
    )
    return Task(
        row.id,
        row.team,
        row.number,
        State(row.state),
        row.version,
        brief,
        row.assigner,
        row.reviewer,
        row.stream_id,
        Place(row.channel, row.thread or None),
        row.bring,
        row.made_at,
        row.draft_version,
        row.key,
        Progress(**row.progress) if row.progress else None,
        suggested_of(row.brief.get("suggested")),
    )


def suggested_of(kept: dict[str, Any] | None) -> Suggested | None:
    if not kept:
        return None
    questions = (Wondered(**{**q, "choices": tuple(q["choices"])}) for q in kept["questions"])
    return Suggested(tuple(kept["criteria"]), tuple(questions))


def find_item(tx: Tx, team: str, key: str) -> Item | None:
    row = tx.conn.execute(sa.select(item).where(item.c.team == team, item.c.key == key)).first()
    return None if row is None else item_of(tx, row)


def item_of(tx: Tx, row: Any) -> Item:
    """An item with its task, its draft, what to choose from, and its live decision."""
    drafts = tuple(load_draft(tx, row.team, row.task_id, v) for v in row.versions or ())
    return Item(
        row.id,
        row.key,
        Kind(row.kind),
        get_task(tx, row.team, row.task_id),
        row.reviewer,
        row.draft_version,
        row.made_at,
        row.closed_at is None,
        row.left_count,
        row.problem,
        load_draft(tx, row.team, row.task_id, row.draft_version) if row.draft_version else None,
        live_decision(tx, row.team, row.id),
        ask_of(row.ask),
        tuple(d for d in drafts if d is not None),
    )


def ask_json(ask: Ask) -> dict[str, Any]:
    return {**asdict(ask), "kind": str(ask.kind), "choices": list(ask.choices)}


def ask_of(kept: dict[str, Any] | None) -> Ask | None:
    return Ask(**{**kept, "kind": Kind(kept["kind"]), "choices": tuple(kept["choices"])}) if kept else None


def live_decision(tx: Tx, team: str, item_id: int) -> Decision | None:
    row = tx.conn.execute(
        sa.select(decision).where(
            decision.c.team == team, decision.c.item_id == item_id, decision.c.undone_at.is_(None)
        )
    ).first()
    return None if row is None else decision_of(row)


def decision_of(row: Any) -> Decision:
    return Decision(
        row.id,
        Verdict(row.verdict),
        row.draft_version,
        row.who,
        row.at,
        row.effect_due,
        row.note,
        tuple(row.points),
        row.effected_at,
        row.undone_at,
        row.result,
    )


def load_draft(tx: Tx, team: str, task_id: int, version: int, files: bool = False) -> Draft | None:
    row = tx.conn.execute(
        sa.select(draft).where(draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version)
    ).first()
    if row is None:
        return None
    found = tx.conn.execute(
        sa.select(check).where(check.c.team == team, check.c.draft_id == row.id).order_by(check.c.id)
    )
    checks = tuple(Check(c.criterion, Finding(c.finding), c.evidence, c.must) for c in found)
    return Draft(
        row.version,
        row.title,
        row.summary,
        row.body,
        row.made_by,
        row.answer,
        row.look_first,
        checks,
        load_files(tx, team, row.id) if files else (),
        row.made_at,
        row.base,
        tuple(row.remarks or ()),
        Spent(**row.spent) if row.spent else None,
    )


def base_of(tx: Tx, team: str, task_id: int, version: int) -> Draft | None:
    """The draft that a version was made from; None for a first one."""
    base = tx.conn.execute(
        sa.select(draft.c.base).where(draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version)
    ).scalar()
    return load_draft(tx, team, task_id, base) if base else None


def load_files(tx: Tx, team: str, draft_id: int) -> tuple[File, ...]:
    rows = tx.conn.execute(
        sa.select(attachment.c.name, attachment.c.media_type, blob.c.data)
        .join_from(attachment, blob, sa.and_(blob.c.team == attachment.c.team, blob.c.sha256 == attachment.c.sha256))
        .where(attachment.c.team == team, attachment.c.draft_id == draft_id)
        .order_by(attachment.c.id)
    )
    return tuple(File(r.name, r.media_type, r.data) for r in rows)


def slug(name: str) -> str:
    return " ".join(name.lower().split())


def stream_id(tx: Tx, team: str, name: str | None, channel: str | None) -> tuple[int | None, str | None]:
    """The stream by its name (made when new) or by the channel that it is shared in: id and name."""
    if channel is not None:
        row = tx.conn.execute(
            sa.select(stream.c.id, stream.c.name).where(stream.c.team == team, stream.c.channel == channel)
        ).first()
        if row is not None:
            return row.id, row.name
        name = name or f"#{channel}"
    if not name:
        return None, None
    row = tx.conn.execute(
        sa.select(stream.c.id, stream.c.name).where(stream.c.team == team, stream.c.slug == slug(name))
    ).first()
    if row is not None:
        return row.id, row.name
    made = tx.conn.execute(
        sa.insert(stream).returning(stream.c.id),
        {"team": team, "name": name, "slug": slug(name), "channel": channel or "", "made_at": tx.now},
    ).scalar_one()
    return made, name
