"""A brief in the form in which it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from storage.ledger.codec.briefs import form_of
from storage.rules.values.brief import Brief
from storage.rules.values.worker import Worker, WorkerKind, agent


def write_brief(brief: Brief) -> dict[str, Any]:
    """Return a brief without its sources, in the form in which it is kept."""
    content = asdict(replace(brief, sources=(), then=()))
    del content["sources"]
    worker = {"name": brief.worker.name, "kind": str(brief.worker.kind)}
    due = brief.due.isoformat() if brief.due else None
    return {**content, "worker": worker, "due": due, "then": [write_brief(step) for step in brief.then]}


def read_brief(content: Mapping[str, Any]) -> Brief:
    """Return the brief that was kept by `write_brief`; what came with it is kept elsewhere."""
    due = datetime.fromisoformat(content["due"]) if content["due"] else None
    worker = content["worker"]  # an older release kept the name alone
    named = Worker(worker["name"], WorkerKind(worker["kind"])) if isinstance(worker, dict) else agent(worker)
    lists = {name: tuple(content.get(name) or ()) for name in ("criteria", "to", "outside", "left_out", "after")}
    then = tuple(read_brief(step) for step in content.get("then") or ())
    each = tuple(content["each"]) if content.get("each") is not None else None
    own = {"then": then, "worker": named, "due": due, "sources": (), "each": each, "form": form_of(content)}
    known = {name: value for name, value in content.items() if name != "as_file"}  # an older release's
    return Brief(**{**known, **lists, **own})
