"""What is kept as JSON in a row, or in columns that each kind has of its own: functions that also read rows of older
releases."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, assert_never

from storage.rules.values.ask import Ask, Kind
from storage.rules.values.brief import Brief
from storage.rules.values.change import Change
from storage.rules.values.draft import Draft
from storage.rules.values.form import Form
from storage.rules.values.item import About, Permission, Problem, Question, Remedy, StillRight, Submission
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
    sources = [{"name": s.name, "text": s.text, **({"file": s.file} if s.file else {})} for s in brief.sources]
    return {**plain, "sources": sources}


def plain_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a brief that `brief_json` kept, but for its sources; what an older release did not write has
    its default."""
    stored = {name: content[name] for name in _PLAIN if name in content}
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    return {**plain, "form": form_of(content)}


def sources_of(content: Any) -> tuple[Source, ...]:
    """Return the texts that came with a brief, as they were kept."""
    return tuple(Source(source["name"], source["text"], source.get("file", "")) for source in content["sources"])


def form_of(content: Any) -> Form:
    """Return in what form a result is delivered; an older release wrote down files alone."""
    return Form(content.get("form") or (Form.FILE if content.get("as_file") else Form.WORDS))


def ask_json(ask: Ask) -> dict[str, Any]:
    """Return a question or a permission as it is kept."""
    return {**asdict(ask), "kind": str(ask.kind), "choices": list(ask.choices)}


def ask_of(content: dict[str, Any] | None) -> Ask | None:
    """Return the question or the permission that was kept; None where an item has none."""
    return Ask(**{**content, "kind": Kind(content["kind"]), "choices": tuple(content["choices"])}) if content else None


def about_of(row: Any, candidates: tuple[Draft, ...]) -> About:
    """Return what an item's row is about.

    Args:
        candidates: the drafts to choose one from, where its row names several.
    """
    match kind := Kind(row.kind):
        case Kind.DRAFT:
            return Submission(candidates=candidates, lost=row.problem, half_note=row.half_note)
        case Kind.STILL_RIGHT:
            return StillRight()
        case Kind.QUESTION | Kind.PERMISSION:
            ask = ask_of(row.ask) or Ask(key="", kind=kind, text="")
            return Question(ask) if kind is Kind.QUESTION else Permission(ask)
        case Kind.PROBLEM:
            return Problem(text=row.problem, remedy=Remedy(row.remedy), named=row.named)
        case _:
            assert_never(kind)


def change_of(content: dict[str, Any] | None) -> Change | None:
    """Return the change to a repository that was kept; None where a draft has none."""
    return Change(**{**content, "sensitive": tuple(content["sensitive"])}) if content else None


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
