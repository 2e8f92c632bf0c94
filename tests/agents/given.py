"""Assignments for the tests of workers."""

from datetime import UTC, datetime
from typing import Any

from agents.roster.ends import CannotDo
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.values.brief import Brief
from storage.rules.values.draft import Draft, File
from storage.rules.values.place import Place
from storage.rules.values.source import Source
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress, State, Task
from storage.rules.values.worker import agent


def assignment(
    goal: str = "Memo on the price",
    text: str = "",
    version: int = 1,
    previous: Draft | None = None,
    note: str = "",
    points: tuple[str, ...] = (),
    attempt: int = 1,
    candidate: int = 0,
    answers: dict[str, str] | None = None,
    grants: frozenset[str] = frozenset(),
    took: tuple[Spent, int] = (Spent(), 0),
    earlier: tuple[str, ...] = (),
    replies: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> Assignment:
    sources = (Source("notes.md", text),) if text else ()
    brief = Brief(goal=goal, worker=agent("writer"), title=goal.splitlines()[0], sources=sources, **more)
    task = Task(
        id=1,
        team="T01TEST",
        number=7,
        state=State.WORKING,
        version=1,
        brief=brief,
        assigner="U01ALICE",
        reviewer="U01ALICE",
        stream_id=None,
        source=Place("C01GEN"),
        bring_when_ready=False,
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    spent, calls = took
    return Assignment(
        attempt=attempt,
        generation=1,
        task=task,
        version=version,
        previous=previous,
        points=points,
        note=note,
        candidate=candidate,
        answers=answers or {},
        grants=grants,
        spent=spent,
        calls=calls,
        earlier=earlier,
        replies=replies,
    )


class LedgerLink:
    """What a run does with the ledger, kept for a test to look at."""

    def __init__(self) -> None:
        self.words: list[tuple[int, str]] = []
        self.reports: list[Progress] = []
        self.settled: list[Spent | None] = []
        self.cap: int | None = None  # micros
        self.held = 0
        self.told: list[str] = []
        self.calls: dict[str, int] = {}
        self.lost: list[str] = []

    async def heard(self, given: Assignment, after: int) -> tuple[tuple[int, str], ...]:
        return tuple(w for w in self.words if w[0] > after)

    async def report(self, given: Assignment, progress: Progress) -> None:
        self.reports.append(progress)

    async def reserve(self, given: Assignment, model: str, micros: int | None) -> int | None:
        if self.cap is not None and self.held + (micros or 0) > self.cap:
            raise CannotDo("The budget of this task is spent.")
        self.held += micros or 0
        return 1

    async def settle(self, given: Assignment, model: str, reserved: int | None, spent: Spent | None) -> None:
        self.settled.append(spent)

    async def files_before(self, given: Assignment) -> tuple[File, ...]:
        return given.previous.files if given.previous else ()

    async def begin_call(self, given: Assignment, call: Step, after: int) -> Before:
        times = self.calls.get(call.key, 0)
        if times == after:
            self.calls[call.key] = after + 1
        return Before(times, other=False)

    async def lose_call(self, given: Assignment, key: str = "") -> None:
        self.lost.append(key)

    async def tell(self, given: Assignment, said: str, about: str) -> None:
        self.told.append(said)

    async def took(self, given: Assignment) -> tuple[Spent, int]:
        known = [s for s in self.settled if s is not None]
        return sum(known, Spent()), len(known)
