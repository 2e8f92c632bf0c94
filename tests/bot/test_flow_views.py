"""Why a step that was to go on by itself waits for a decision, on its card and in its window."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.views.card import card
from bot.views.chain.flowed import stayed
from storage.rules.flowing import flows, why_not
from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import AGAINST, COMPARE, Draft
from storage.rules.values.task import Task
from storage.rules.values.worker import colleague
from tests.bot.test_views import ALICE, NOW, draft, shown, task

MET = draft(checks=(Check(criterion="short", finding=Finding.MET, evidence="“80 words”"),))
OWN = task(flows=True, brief=replace(task().brief, to=()))
COMPARED = replace(MET, remarks=(f"{COMPARE} it with the notes: rules arranged it.",))
PATCH = Change(repository="site", base="a" * 40, sha256="b" * 64, sensitive=(), pushes=False)


@pytest.mark.parametrize(
    "drafts, why",
    [
        ((MET,), ""),
        ((COMPARED,), "a person compares it first"),
        ((draft(),), "not all its checks are met"),
        ((replace(MET, checks=()),), "no criteria"),
        ((replace(MET, missing=("No owner found.",)),), "something is missing"),
        ((replace(MET, change=PATCH),), "changes a repository"),
        ((MET, MET), "versions to choose from"),
        ((replace(MET, remarks=(f"{AGAINST} the notes: 39 €.",)),), "something to look at first"),
    ],
)
def test_what_does_not_flow_has_a_reason_and_what_flows_has_none(drafts: tuple[Draft, ...], why: str) -> None:
    told = why_not(OWN, drafts)
    assert why in told
    assert bool(told) is not flows(OWN, drafts, False)


@pytest.mark.parametrize(
    "of, why",
    [
        (replace(OWN, flows=False), ""),
        (task(flows=True), "goes to others"),
        (replace(OWN, reviewer="U02BOB"), "somebody else decides on it now"),
    ],
)
def test_who_asked_for_nothing_is_told_nothing(of: Task, why: str) -> None:
    told = why_not(of, (MET,))
    assert why in told and bool(told) is bool(why)


def test_it_is_told_only_while_it_waits_before_another_step() -> None:
    waits = shown(task=OWN, draft=COMPARED, next_steps=("T-42",)).item
    approved = Decision(id=1, verdict=Verdict.APPROVE, draft_version=1, who=ALICE, at=NOW, effect_due=NOW)
    assert stayed(waits) == "It did not flow: rules arranged it, and a person compares it first."
    assert stayed(replace(waits, next_steps=())) == stayed(replace(waits, decision=approved)) == ""


def test_a_channel_learns_nothing_of_the_checks_of_a_colleagues_work() -> None:
    theirs = replace(OWN, brief=replace(OWN.brief, worker=colleague("U02BOB")))
    one = shown(task=theirs, draft=draft(), next_steps=("T-42",))
    drawn: dict[str, Any] = {viewer: json.dumps(card(one, viewer, "UTC", NOW, settled=False)) for viewer in (ALICE, "")}
    assert "It did not flow" in drawn[ALICE] and "It did not flow" not in drawn[""]
