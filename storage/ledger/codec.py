"""What is kept as JSON in a row, or in columns that each kind has of its own: functions that also read rows of older
releases."""

from dataclasses import asdict
from typing import Any, assert_never

from storage.rules.values.ask import Ask, Kind
from storage.rules.values.brief import Brief, Form, Source
from storage.rules.values.change import Change
from storage.rules.values.draft import Draft
from storage.rules.values.item import About, Permission, Problem, Question, Remedy, StillRight, Submission
from storage.rules.values.worker import Worker, WorkerKind


def brief_json(brief: Brief) -> dict[str, Any]:
    """Return what of a brief has no column of its own."""
    return {
        "criteria": list(brief.criteria),
        "to": list(brief.to),
        "versions": brief.versions,
        "routed": brief.routed,
        "edits": brief.edits,
        "public": brief.public,
        "outside": list(brief.outside),
        "left_out": list(brief.left_out),
        **({"told": brief.told} if brief.told else {}),
        **({"form": str(brief.form)} if brief.form is not Form.WORDS else {}),
        **({"flows": True} if brief.flows else {}),
        "sources": [{"name": s.name, "text": s.text, **({"file": s.file} if s.file else {})} for s in brief.sources],
    }


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
        criteria=tuple(content["criteria"]),
        due=row.due_at,
        stream=row.stream_name,
        reviewer=row.reviewer,
        urgent=row.urgent,
        to=tuple(content["to"]),
        sources=sources_of(content),
        versions=content.get("versions", 1),
        routed=content.get("routed", ""),
        edits=content.get("edits", 0),
        public=content.get("public", False),
        outside=tuple(content.get("outside", ())),
        left_out=tuple(content.get("left_out", ())),
        told=content.get("told", ""),
        form=form_of(content),
        flows=content.get("flows", False),
    )
