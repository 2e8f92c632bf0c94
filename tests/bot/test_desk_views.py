"""The views of what is decided together, by a rule, or again, as golden JSON, and as Slack would take them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.views import approve_many, notices
from bot.views.digest import digest
from bot.views.habits import habits, habits_used
from bot.views.kit import Message, Parcel
from bot.views.review import review
from localslack.view_limits import view_error
from storage.rules.pages.cards import Card
from storage.rules.pages.whole import Whole
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.habit import Habit, HabitState, Told, Used
from storage.rules.values.item import StillRight
from storage.rules.values.task import State
from storage.rules.values.worker import agent
from tests.bot.golden_views import check_golden, check_taken
from tests.bot.test_views import ALICE, LONG, NOW, collected, draft, item, shown, task

SETTLE = timedelta(minutes=2)
TOGETHER = Decision(
    id=1,
    verdict=Verdict.APPROVE,
    draft_version=1,
    who=ALICE,
    at=NOW - timedelta(seconds=10),
    effect_due=NOW + timedelta(seconds=20),
    together=True,
)


WHOLE = Whole(task=task(30), item=item(30), draft=draft(), previous=None, history=(), zone="Europe/Rome")
OVERRULED = draft(checks=tuple(replace(check, wrong=ALICE) for check in draft().checks))


def _message(content: Message | Parcel) -> Message:
    assert isinstance(content, Message)
    return content


def one_tap(number: int, title: str = "Answer to Acme", **more: Any) -> Card:
    of = task(number)
    brief = replace(of.brief, title=title, to=() if number % 2 else of.brief.to)
    checks = (Check(criterion="short", finding=Finding.MET),)
    return shown(number, task=replace(of, brief=brief), draft=draft(checks=checks, remarks=()), **more)


RULE = Habit(
    key="HABITKEY0001",
    reviewer=ALICE,
    worker=agent("writer"),
    stream="Billing",
    state=HabitState.PROPOSED,
    decided=10,
    used=0,
)
AGREED = replace(RULE, state=HabitState.AGREED, used=12, agreed_at=NOW - timedelta(days=4))
USED = tuple(Used(f"T-{n}", f"TASKKEY{n:05}", f"Answer {n}", reopened=n == 12) for n in (12, 14, 15))
BY_RULE = Decision(
    id=1,
    verdict=Verdict.APPROVE,
    draft_version=1,
    who="",
    at=NOW - timedelta(hours=1),
    effect_due=NOW - timedelta(hours=1),
    effected_at=NOW - timedelta(hours=1),
)
ASKED = one_tap(5, about=StillRight())
FOUR = tuple(one_tap(n) for n in range(1, 5))
MESSAGES: dict[str, Any] = {
    "digest-bulk": digest.digest(collected(*FOUR, carried=0), NOW, SETTLE).blocks,
    "digest-bulk-undo": digest.digest(
        collected(*(one_tap(n, decision=TOGETHER) for n in range(1, 4)), one_tap(4), carried=0), NOW, SETTLE
    ).blocks,
    "digest-rule-proposed": digest.digest(collected(one_tap(1), carried=0, rules=Told((), RULE)), NOW, SETTLE).blocks,
    "digest-rule-agreed": digest.digest(collected(one_tap(1), carried=0, rules=Told(USED, AGREED)), NOW, SETTLE).blocks,
    "digest-rule-alone": digest.digest(collected(carried=0, behind=0, rules=Told(USED)), NOW, SETTLE).blocks,
    "rules-listed": habits.listed((RULE, AGREED), NOW, "Europe/Rome").blocks,
    "rules-none": habits.listed((), NOW, "Europe/Rome").blocks,
    "delivery-by-rule": _message(notices.delivery(task(30), draft(), "", frozenset())).blocks,
    "digest-still-right": digest.digest(collected(one_tap(1), ASKED, carried=0), NOW, SETTLE).blocks,
    "digest-still-right-done": digest.digest(
        collected(
            one_tap(1), replace(ASKED, item=replace(ASKED.item, open=False, task=task(5, State.APPROVED))), carried=0
        ),
        NOW,
        SETTLE,
    ).blocks,
}
VIEWS: dict[str, Any] = {
    "rule-look": habits_used.look(USED, "1"),
    "open-by-rule": review.whole(
        replace(
            WHOLE,
            task=task(30, State.APPROVED),
            item=replace(FOUR[0].item, open=False, decision=BY_RULE, task=task(30, State.APPROVED)),
        ),
        ALICE,
        NOW,
    ),
    "open-overruled": review.whole(replace(WHOLE, draft=OVERRULED, item=item(30, draft=OVERRULED)), ALICE, NOW),
    "approve-many": approve_many.approve(collected(*FOUR), "ITEMKEY00001.1|D1|1.0"),
    "approve-many-none": approve_many.approve(collected(shown(30)), "ITEMKEY00001.1|D1|1.0"),
}


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, list(MESSAGES[name]) if name in MESSAGES else VIEWS[name])


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_and_its_own_models_take_it(name: str) -> None:
    check_taken(MESSAGES[name] if name in MESSAGES else VIEWS[name])


def test_long_words_are_cut() -> None:
    long = [one_tap(n, LONG) for n in range(1, 21)]
    wide = [replace(c, item=replace(c.item, next_steps=tuple(f"T-{n}" for n in range(1000, 1010)))) for c in long]
    assert not view_error(approve_many.approve(collected(*long), "x")) and not view_error(
        approve_many.approve(collected(*wide), "x")
    )
