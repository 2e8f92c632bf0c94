"""Which drafts may stand in a list of several."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.rules.approvable import is_met, may_stand_in_list
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.brief import Brief
from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft
from storage.rules.values.item import About, Item, Permission, Problem, Question, StillRight, Submission
from storage.rules.values.place import Place
from storage.rules.values.task import State, Task
from storage.rules.values.worker import agent, colleague

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MET = Draft(
    version=1,
    title="Memo",
    summary="",
    body="We refund 40 €.",
    made_by="made by a test",
    checks=(Check(criterion="short", finding=Finding.MET),),
)
TASK = Task(
    id=1,
    team="T1",
    number=1,
    state=State.READY,
    version=1,
    brief=Brief(goal="Memo", worker=agent("writer"), title="Memo", criteria=("short",)),
    assigner="UBOB",
    reviewer="UALICE",
    stream_id=None,
    source=Place("C1"),
    bring_when_ready=False,
    created_at=NOW,
    draft_version=1,
)
ITEM = Item(
    id=1,
    key="ITEMKEY00001",
    about=Submission(),
    task=TASK,
    reviewer="UALICE",
    draft_version=1,
    created_at=NOW,
    open=True,
    draft=MET,
)
OWN = replace(TASK, assigner="UALICE")
DID = replace(TASK, brief=replace(TASK.brief, worker=colleague("UALICE")))


def checked(finding: Finding) -> Item:
    return replace(ITEM, draft=replace(MET, checks=(Check(criterion="short", finding=finding),)))


def test_a_draft_with_all_checks_met_may() -> None:
    assert is_met(ITEM) and may_stand_in_list(ITEM, four_eyes=False) and may_stand_in_list(ITEM, four_eyes=True)


@pytest.mark.parametrize("finding", [Finding.NOT_MET, Finding.IN_DOUBT, Finding.NOT_CHECKED])
def test_one_in_doubt_may_not(finding: Finding) -> None:
    assert not may_stand_in_list(checked(finding), four_eyes=False)


ASK = Ask(key="q", kind=Kind.QUESTION, text="Which price?")


@pytest.mark.parametrize("about", [Problem(text="No."), Question(ASK), Permission(ASK), StillRight()])
def test_only_drafts_may(about: About) -> None:
    assert not may_stand_in_list(replace(ITEM, about=about), four_eyes=False)


def test_what_another_company_reads_may_not() -> None:
    outside = replace(TASK, brief=replace(TASK.brief, to=("C2",), outside=("C2",)))
    assert not may_stand_in_list(replace(ITEM, task=outside), four_eyes=False)


def test_what_a_repository_gets_may_not() -> None:
    change = Change(repository="shop", base="c0ffee", sha256="abc")
    changes = replace(ITEM, draft=replace(MET, change=change))
    assert is_met(changes) and not may_stand_in_list(changes, four_eyes=False)


@pytest.mark.parametrize("task", [OWN, DID])
def test_with_four_eyes_nobody_approves_their_own(task: Task) -> None:
    own = replace(ITEM, task=task)
    assert may_stand_in_list(own, four_eyes=False) and not may_stand_in_list(own, four_eyes=True)
