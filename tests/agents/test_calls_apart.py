"""What goes between the bot and its agents' process: every value comes as it went, and none comes unasked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.apart import calls
from agents.apart.calls import Call
from agents.apart.failures import LedgerFailed
from agents.apart.ledger_side import Course, LedgerSide
from agents.roster.ends import CannotDo
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.pages.inquiries import Inquiry
from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft, File
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress, Suggested
from tests.agents.given import LedgerLink, assignment

CHECKS = (Check(criterion="short", finding=Finding.IN_DOUBT, evidence="“39 €”", must=False),)
DRAFT = Draft(
    version=2,
    title="Memo",
    summary="Two lines",
    body="# Memo\n\n\u2028 39 € 🙂",
    made_by="made by a test",
    checks=CHECKS,
    files=(File("a.bin", "application/octet-stream", bytes(range(256))),),
    made_at=datetime(2026, 11, 29, 12, 30, 15, 123456, UTC),
    spent=Spent(10, 20, 30),
    missing=("a file",),
    change=Change(repository="app", base="ab12", sha256="cd34", sensitive=("setup.py",), failing="failed"),
)
GIVEN = assignment(text="39 €", version=2, previous=DRAFT, points=("shorter",), note="and clear", answers={"k": "yes"})
GIVEN = replace(GIVEN, grants=frozenset({"send", "pay"}), others=(DRAFT,), answers=MappingProxyType({"k": "yes"}))


@pytest.mark.parametrize(
    "call, values",
    [
        (calls.BEGIN, ("{}", "info", {"writer": "openai:x", "coder": ""})),
        (calls.WORK, ("writer", GIVEN)),
        (calls.MEND, ("writer", GIVEN, DRAFT, ("Not met: short",))),
        (calls.FORGET, ("writer", "T01", 7)),
        (calls.CHECK, (GIVEN, DRAFT)),
        (calls.SUGGEST, (GIVEN,)),
        (calls.EXPLAIN, (Inquiry(task=GIVEN.task, draft=DRAFT, text="why?"),)),
        (calls.HEARD, (7,)),
        (calls.RESERVE, ("openai:x", None)),
        (calls.SETTLE, ("openai:x", 3, Spent(1, 2, None))),
        (calls.BEGIN_CALL, (Step(key="k", tool="pay", sha256="ab"), 1)),
        (calls.PINS, ("orders", {"pay": "words"}, {"pay": "ab"})),
    ],
)
def test_a_call_comes_with_the_values_that_it_was_made_with(call: Call[Any], values: tuple[Any, ...]) -> None:
    assert call.values(call.pack(*values)) == values


@pytest.mark.parametrize(
    "call, result",
    [
        (calls.WORK, DRAFT),
        (calls.MEND, None),
        (calls.UNHEARD, ("wait", "stop")),
        (calls.FORGET, None),
        (calls.SUGGEST, None),
        (calls.SUGGEST, Suggested(criteria=("short",))),
        (calls.HEARD, ((3, "shorter"), (4, "no"))),
        (calls.RESERVE, 7),
        (calls.TOOK, (Spent(1, 2, 3), 4)),
        (calls.FILES_BEFORE, DRAFT.files),
        (calls.BEGIN_CALL, Before(times=1, other=True)),
        (calls.PINS, frozenset({"pay"})),
    ],
)
def test_a_result_comes_as_it_was_given(call: Call[Any], result: Any) -> None:
    assert call.result(call.pack_result(result)) == result


@given(st.from_type(Assignment), st.from_type(Draft))
def test_whatever_stands_in_an_assignment_or_a_draft_comes_as_it_went(work: Assignment, draft: Draft) -> None:
    assert calls.CHECK.values(calls.CHECK.pack(work, draft)) == (work, draft)


def test_half_a_letter_harms_no_call() -> None:
    given = replace(GIVEN, note="a\ud800b")
    assert calls.WORK.values(calls.WORK.pack("writer", given)) == ("writer", replace(GIVEN, note="a?b"))


@pytest.mark.parametrize("body", [b"", b"[]", b'["writer", {}]', b'["writer", null]', b"\xff"])
def test_what_is_no_call_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):
        calls.WORK.values(body)


class Writes(LedgerLink):
    """A ledger that notes for which assignment something is written."""

    def __init__(self, error: Exception | None = None) -> None:
        self.for_tasks, self.error = list[int](), error

    async def report(self, given: Assignment, progress: Progress) -> None:
        if self.error is not None:
            raise self.error
        self.for_tasks.append(given.task.number)


class Pins:
    async def check(self, team: str, server: str, seen: Mapping[str, str], former: Mapping[str, str]) -> frozenset[str]:
        return frozenset({team})


REPORT = calls.REPORT.pack(Progress(done=1, total=3, now="reads"))


async def test_a_call_writes_for_the_assignment_that_it_was_given_and_nothing_else() -> None:
    link = Writes()
    side = LedgerSide(link, Pins(), {4: Course(GIVEN), 5: Course(None)})
    await side.answer("report", 9, 4, REPORT)
    for within in (0, 3, 5):
        with pytest.raises(LedgerFailed):
            await side.answer("report", 9, within, REPORT)
    assert link.for_tasks == [GIVEN.task.number]
    assert calls.PINS.result(await side.answer("pins", 9, 4, calls.PINS.pack("s", {}, {}))) == {GIVEN.team}


async def test_a_ledger_that_fails_is_told_to_who_waits_with_its_own_error() -> None:
    course = Course(GIVEN)
    error = RuntimeError("locked")
    with pytest.raises(LedgerFailed):
        await LedgerSide(Writes(error), Pins(), {4: course}).answer("report", 9, 4, REPORT)
    assert course.failed is error
    with pytest.raises(CannotDo):
        await LedgerSide(Writes(CannotDo("no")), Pins(), {4: course}).answer("report", 9, 4, REPORT)
