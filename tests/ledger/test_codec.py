"""What is kept as JSON comes back as it was, also through the database's own JSON."""

import json
from dataclasses import fields
from datetime import UTC
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from storage.ledger.codec.briefs import brief_json, brief_of
from storage.ledger.codec.items import ask_json, ask_of
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.brief import Brief
from storage.rules.values.form import Form
from storage.rules.values.source import Source
from storage.rules.values.worker import Worker, WorkerKind, agent

TEXT = st.text(max_size=40)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "goal": TEXT,
    "worker": st.builds(Worker, TEXT, st.sampled_from(WorkerKind)),
    "title": TEXT,
    "criteria": TEXTS,
    "due": st.none() | st.datetimes(timezones=st.just(UTC)),
    "stream": st.none() | TEXT,
    "reviewer": st.none() | TEXT,
    "urgent": st.booleans(),
    "to": TEXTS,
    "sources": st.lists(st.builds(Source, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    "versions": st.integers(1, 5),
    "routed": TEXT,
    "edits": st.integers(0, 9),
    "apart": st.booleans(),
    "invited": TEXT,
    "public": st.booleans(),
    "outside": TEXTS,
    "left_out": TEXTS,
    "runs_shown_in": st.none() | TEXT,
    "after": st.just(()),  # these, too, are known only while a task is assigned
    "then": st.just(()),
    "flows": st.booleans(),
    "told": TEXT,
    "form": st.sampled_from(Form),
    "again": st.just(""),  # only while a task is assigned, as the next two
    "each": st.none(),
    "stream_channel": st.none(),  # it is kept with the task
}
BRIEFS = st.builds(Brief, **FIELDS)


def kept(brief: Brief) -> Any:
    """Return the row that a brief is kept in."""
    return SimpleNamespace(
        goal=brief.goal,
        worker=brief.worker.name,
        worker_kind=brief.worker.kind,
        title=brief.title,
        due_at=brief.due,
        stream_name=brief.stream,
        reviewer=brief.reviewer,
        urgent=brief.urgent,
        brief=json.loads(json.dumps(brief_json(brief))),
    )


@given(BRIEFS)
def test_a_brief_comes_back_as_it_was(brief: Brief) -> None:
    assert brief_of(kept(brief)) == brief


def test_every_field_of_a_brief_is_tried() -> None:
    assert {field.name for field in fields(Brief)} == set(FIELDS)


def test_a_brief_of_an_older_release_has_its_defaults() -> None:
    row = kept(Brief(goal="Memo", worker=agent("writer"), title="Memo"))
    row.brief = {"criteria": [], "to": [], "sources": []}
    assert brief_of(row) == Brief(goal="Memo", worker=agent("writer"), title="Memo")


@given(st.builds(Ask, key=TEXT, kind=st.sampled_from(Kind), text=TEXT, choices=TEXTS, tool=TEXT, args=TEXT))
def test_a_question_comes_back_as_it_was(ask: Ask) -> None:
    assert ask_of(json.loads(json.dumps(ask_json(ask)))) == ask
