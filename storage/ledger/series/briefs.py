"""The brief of a series as its row keeps it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.ledger.codec.briefs import brief_json, plain_of, sources_of
from storage.rules.values.brief import Brief
from storage.rules.values.worker import Worker, WorkerKind


def brief_as_json(brief: Brief, reviewer: str) -> dict[str, Any]:
    """Return all of a brief as JSON: a series has no columns for its parts."""
    worker = {"name": brief.worker.name, "kind": str(brief.worker.kind)}
    names = ("goal", "title", "stream", "stream_channel", "urgent")
    own = {name: getattr(brief, name) for name in names}
    due = brief.due.isoformat() if brief.due else None
    return {**brief_json(brief), **own, "worker": worker, "reviewer": reviewer, "due": due}


def brief_of(content: Mapping[str, Any]) -> Brief:
    """Return the brief that a series' row holds."""
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
