"""Assignments for the tests of workers."""

from datetime import UTC, datetime
from typing import Any

from storage.ledger.working import Assignment
from storage.rules.task import Brief, Draft, Place, Source, State, Task


def assignment(
    goal: str = "Memo on the price",
    text: str = "",
    version: int = 1,
    previous: Draft | None = None,
    note: str = "",
    points: tuple[str, ...] = (),
    attempt: int = 1,
    **more: Any,
) -> Assignment:
    sources = (Source("notes.md", text),) if text else ()
    brief = Brief(goal, "writer", goal.splitlines()[0], sources=sources, **more)
    task = Task(
        1,
        "T01TEST",
        7,
        State.WORKING,
        1,
        brief,
        "U01ALICE",
        "U01ALICE",
        None,
        Place("C01GEN"),
        False,
        datetime(2026, 11, 24, tzinfo=UTC),
    )
    return Assignment(attempt, 1, task, version, previous, points, note)
