"""The window of a sitting as golden JSON, valid for slack_sdk's own models, and under Slack's limits."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.views import one_tap, sitting
from localslack.view_limits import view_error
from storage.rules.pages.summaries import Seen, Summary
from storage.rules.pages.whole import Whole
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Submission
from storage.rules.values.sitting import Course, Planned
from storage.rules.values.task import State
from tests.bot.golden_views import check_golden
from tests.bot.test_views import ALICE, LONG, NOW, draft, task
from tests.bot.test_views import item as draft_item

COURSE = Course(
    id=7,
    plan=tuple(Planned(number, 3.2) for number in (30, 31, 32, 33)),
    past=tuple(Planned(number, 2.0) for number in (27, 28, 29)),
    most=10,
    expected=18.8,
    began_at=NOW - timedelta(minutes=6),
    shown_at=NOW,
)
APPROVED = Decision(
    id=4,
    verdict=Verdict.APPROVE,
    draft_version=1,
    who=ALICE,
    at=NOW - timedelta(seconds=3),
    effect_due=NOW + timedelta(seconds=27),
    seconds=34.0,
)
BEFORE = replace(draft_item(29), decision=APPROVED)
SEEN = Seen("", BEFORE, can_go_back=True)
POINTS = (
    Check(criterion="covers every plan", finding=Finding.IN_DOUBT, evidence="no plan for students"),
    Check(criterion="says sorry", finding=Finding.MET, evidence="“sorry”"),
    Check(criterion="under 250 words", finding=Finding.NOT_MET, evidence="310 words"),
    Check(criterion="names the price", finding=Finding.NOT_MET, evidence="not there"),
    Check(criterion="has a table", finding=Finding.NOT_MET, evidence="not there"),
)
DONE = Summary(
    decided={Verdict.APPROVE: 3, Verdict.REVISE: 2, Verdict.ANSWER: 1, Verdict.ALLOW: 1},
    minutes=11.2,
    expected=15.4,
    half=40.0,
    skipped=("T-31",),
    put_off=("T-32", "T-33"),
    given=("T-35",),
    starts=("T-36",),
    goes_on=("T-22", "T-34"),
    waiting=4,
    running=6,
    next_at=NOW + timedelta(hours=3),
    zone="Europe/Rome",
    elsewhere=False,
)


def whole(item: Item, **more: Any) -> Whole:
    usual: dict[str, Any] = {"previous": None, "history": (), "zone": "Europe/Rome"}
    return Whole(task=item.task, item=item, draft=item.draft, **{**usual, **more})


def page(item: Item, **more: Any) -> Any:
    usual: dict[str, Any] = {"course": COURSE, "seen": SEEN, "viewer": ALICE, "now": NOW}
    return sitting.page(whole(item), **{**usual, **more})


DRAFT = draft()
UNMET = replace(draft_item(30), draft=replace(DRAFT, checks=POINTS))
LONGEST = replace(
    UNMET,
    draft=replace(
        DRAFT,
        body="\n\n".join([LONG] * 200),
        checks=tuple(Check(criterion=LONG, finding=Finding.NOT_MET, evidence=LONG) for _ in range(12)),
        look_first=LONG,
        answer=LONG,
    ),
)
VIEWS: dict[str, Any] = {
    "review": page(UNMET),
    "review-first": page(draft_item(30), course=replace(COURSE, past=()), seen=Seen("", None)),
    "review-skipped": page(
        draft_item(30), seen=Seen("", replace(BEFORE, decision=None), skipped=True, can_go_back=True), why="v2 came in."
    ),
    "review-back": page(replace(draft_item(30), decision=APPROVED)),
    "review-done": sitting.done(DONE, COURSE, BEFORE, ALICE, NOW),
    "review-elsewhere": sitting.done(replace(DONE, elsewhere=True), COURSE, None, ALICE, NOW),
}
FULL = {
    "longest": page(LONGEST, why=LONG),
    "most": sitting.done(
        replace(DONE, decided=dict.fromkeys(Verdict, 999), skipped=tuple(f"T-{n}" for n in range(900))),
        COURSE,
        replace(BEFORE, task=replace(task(29, State.READY))),
        ALICE,
        NOW,
    ),
}


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, VIEWS[name])


@pytest.mark.parametrize("name", sorted({**VIEWS, **FULL}))
def test_slack_takes_it(name: str) -> None:
    view = {**VIEWS, **FULL}[name]
    assert view_error(view) is None
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None and json.loads(json.dumps(parsed.to_dict())) == json.loads(json.dumps(block))
    assert len(view["title"]["text"]) <= 24 and view["notify_on_close"]


def test_what_is_not_met_comes_before_what_is_in_doubt_and_at_most_three() -> None:
    (row,) = one_tap.points(UNMET)
    assert [button["text"]["text"] for button in row["elements"]] == [
        "Revise: under 250 words",
        "Revise: names the price",
        "Revise: has a table",
    ]
    assert [one_tap.point(UNMET, n) for n in (0, 1, 2)] == [None, None, "under 250 words"]
    assert one_tap.points(draft_item(30, about=Submission(candidates=(DRAFT, DRAFT)))) == []
