"""A brief as JSON, read also as older releases wrote it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from storage.rules.values.brief import Brief
from storage.rules.values.form import Form
from storage.rules.values.source import Source
from storage.rules.values.worker import Worker, WorkerKind

# a task has columns for these
_ROW = {"goal", "worker", "title", "due", "stream", "stream_channel", "reviewer", "urgent"}
_WHILE_ASSIGNED = {"after", "then", "again", "each"}
_PLAIN = [f.name for f in fields(Brief) if f.name not in _ROW | _WHILE_ASSIGNED | {"sources"}]


def brief_json(brief: Brief) -> dict[str, Any]:
    """Return what of a brief has no column of its own: a new field is kept without a word here."""
    values = {name: getattr(brief, name) for name in _PLAIN}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {**plain, "sources": [_source_json(source) for source in brief.sources]}


def _source_json(source: Source) -> dict[str, str]:
    more = {"file": source.file, "task": source.task}
    return {"name": source.name, "text": source.text, **{name: value for name, value in more.items() if value}}


def plain_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a brief that `brief_json` kept, but for its sources; what an older release did not write has
    its default."""
    stored = {name: content[name] for name in _PLAIN if name in content}
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    return {**plain, "form": form_of(content)}


def sources_of(content: Any) -> tuple[Source, ...]:
    """Return the texts that came with a brief, as they were kept."""
    return tuple(Source(**source) for source in content["sources"])


def form_of(content: Any) -> Form:
    """Return in what form a result is delivered; an older release wrote down files alone."""
    return Form(content.get("form") or (Form.FILE if content.get("as_file") else Form.WORDS))


def brief_of(row: Any) -> Brief:
    """Return the brief of a task's row; what an older release did not write has its default."""
    content = row.brief
    return Brief(
        goal=row.goal,
        worker=Worker(row.worker, WorkerKind(row.worker_kind)),
        title=row.title,
        due=row.due_at,
        stream=row.stream_name,
        reviewer=row.reviewer,
        urgent=row.urgent,
        sources=sources_of(content),
        **plain_of(content),
    )
