"""The label of a card: never one tap where anything is left to look at."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.needs import counted, needed
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import AGAINST, SENT_BACK, UNSOURCED, Draft
from storage.rules.values.item import Item, Permission, Problem, Question, Remedy, Submission
from storage.rules.values.need import Need
from storage.rules.values.task import State
from tests.bot.test_views import item, task

MET = Check(criterion="short", finding=Finding.MET)
CHANGE = Change(repository="shop", base="a" * 40, sha256="b" * 64)
CHOICES = Ask(key="k", kind=Kind.QUESTION, text="Which price?", choices=("39 €",))


def draft(*checks: Check, **more: Any) -> Draft:
    return Draft(
        version=1,
        title="Memo",
        summary="We keep the price.",
        body="We keep the price.",
        made_by="writer",
        checks=checks,
        **more,
    )


def several(*drafts: Draft) -> Submission:
    return Submission(candidates=drafts)


@pytest.mark.parametrize(
    "fields, need, words",
    [
        ({"draft": draft(MET)}, Need.ONE_TAP, ""),
        ({"draft": draft(MET, remarks=(f"{SENT_BACK} once by the checks.",))}, Need.ONE_TAP, ""),
        ({"draft": draft(MET, Check(criterion="warm", finding=Finding.NOT_CHECKED))}, Need.ONE_THING, ""),
        ({"draft": draft(MET, Check(criterion="warm", finding=Finding.IN_DOUBT))}, Need.ONE_THING, ""),
        ({"draft": draft(Check(criterion="warm", finding=Finding.NOT_MET), MET)}, Need.ONE_THING, ""),
        ({"draft": draft(MET, missing=("No price was found.",))}, Need.ONE_THING, ""),
        ({"draft": draft(MET, remarks=(f"{UNSOURCED}: 61 people",))}, Need.ONE_THING, ""),
        ({"draft": draft(MET, remarks=(f"{AGAINST} notes.md",), missing=("No date.",))}, Need.OPEN_FIRST, "2 things"),
        ({"draft": draft(MET, change=CHANGE)}, Need.ONE_TAP, ""),
        ({"draft": draft(MET, change=replace(CHANGE, sensitive=("Makefile", "x.lock")))}, Need.ONE_THING, ""),
        ({"draft": draft(MET, change=replace(CHANGE, failing="failed with code 2"))}, Need.ONE_THING, ""),
        ({"draft": draft()}, Need.OPEN_FIRST, "no criteria were given"),
        ({"draft": draft(missing=("No notes came.",))}, Need.OPEN_FIRST, ""),
        ({"draft": draft(MET), "about": several(draft(MET), draft(MET))}, Need.ONE_THING, "choose one"),
        ({"about": several(draft(MET), draft(MET, missing=("No date.",)))}, Need.OPEN_FIRST, "choose one, 1 thing"),
        ({"draft": draft(MET), "about": Submission(aside="1 of 2 versions did not work.")}, Need.ONE_THING, ""),
        ({"about": Question(CHOICES), "draft": None}, Need.ONE_TAP, ""),
        ({"about": Question(replace(CHOICES, choices=())), "draft": None}, Need.YOUR_WORDS, ""),
        ({"about": Permission(CHOICES), "draft": None}, Need.ONE_THING, "it can't be taken back"),
        ({"about": Problem(text="401"), "draft": None}, Need.REPAIR, ""),
        (
            {
                "about": Problem(text="Stopped."),
                "draft": None,
                "task": replace(task(), state=State.FAILED, was_stopped=True),
            },
            Need.STOPPED,
            "",
        ),
        ({"about": Problem(text="T-2 waits.", remedy=Remedy.REOPEN), "draft": None}, Need.ONE_TAP, ""),
        ({"about": Problem(text="T-2 waits.", remedy=Remedy.WITHOUT), "draft": None}, Need.ONE_TAP, ""),
    ],
)
def test_each_item_says_what_it_needs(fields: dict[str, Any], need: Need, words: str) -> None:
    found = needed(item(**fields))
    assert (found.need, found.about) == (need, words)


@given(st.lists(st.sampled_from(Finding), max_size=4), st.lists(st.just("No price."), max_size=2))
def test_one_tap_is_a_complete_draft_with_all_criteria_met(findings: list[Finding], missing: list[str]) -> None:
    shown: Item = item(draft=draft(*(Check(criterion="x", finding=f) for f in findings), missing=tuple(missing)))
    whole = bool(findings) and set(findings) == {Finding.MET} and not missing
    assert (needed(shown).need is Need.ONE_TAP) is whole


def test_a_header_counts_the_needs_in_their_order() -> None:
    drafts = (draft(), draft(MET), draft(MET))
    assert counted([item(draft=one) for one in drafts]) == [(Need.ONE_TAP, 2), (Need.OPEN_FIRST, 1)]
