"""The views of figures and Home as golden JSON, valid for slack_sdk's own models, and under Slack's limits."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.views.digest import digest
from bot.views.figures import chart, own_page, sums, week_line
from bot.views.portfolio import home_tab
from bot.views.portfolio.status_lines import resting
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.rules.facts import Event, Fact, Facts
from storage.rules.figures import By, Figures, split
from storage.rules.gate import hold_for_stream
from storage.rules.outcomes import Outcome
from storage.rules.pages.ahead import Ahead
from storage.rules.pages.figures import Sums
from storage.rules.pages.portfolios import Portfolio, Run
from storage.rules.people import Person
from storage.rules.recap import Recap
from storage.rules.spreads import Share
from storage.rules.values.decision import Verdict
from storage.rules.values.stream import Stream
from storage.rules.values.task import State
from tests.bot.golden_views import check_golden
from tests.bot.test_stream_views import act, by_bob, titled
from tests.bot.test_views import ALICE, LONG, NOW, OWED, PERSON, PORTFOLIO, collected, shown
from tests.world import words

MONDAY = date(2026, 11, 23)


def fact(verdict: Verdict = Verdict.APPROVE, days: float = 0, **more: Any) -> Fact:
    usual = {"stream": "Beta launch", "worker": "writer", "seconds": 34.0, "judged": True, "at_once": True}
    at = NOW - timedelta(days=days)
    return Fact(**{"at": at, "verdict": verdict, "ready_at": at - timedelta(hours=3), **usual, **more})


DECIDED = (
    *[fact()] * 27,
    *[fact(doubted=True, at_once=False, rounds=2, stream="Billing", worker="coder")] * 3,
    *[fact(Verdict.REVISE, doubted=True)] * 8,
    *[fact(Verdict.REJECT, stream="", worker="U02BOB", seconds=None)] * 3,
    *[fact(days=8)] * 6,
    *[fact(Verdict.ANSWER, days=15, judged=False, at_once=False)] * 2,
)
WAITING = tuple(Event(at=NOW - timedelta(hours=n), stream="Billing", worker="coder") for n in (1, 5, 50))
FACTS = Facts(
    now=NOW,
    zone="Europe/Rome",
    first=date(2026, 11, 9),
    decided=DECIDED,
    reopened=(Event(at=NOW, stream="Beta launch", worker="writer"),),
    waiting=WAITING,
)
FEW = replace(FACTS, decided=(fact(), fact(Verdict.REVISE, at_once=False)), reopened=(), waiting=WAITING[:1])
NONE = replace(FACTS, decided=(), reopened=(), waiting=())
MANY = replace(
    FACTS,
    first=date(2026, 9, 7),
    decided=tuple(
        fact(verdict, days=n % 77, stream=f"{LONG[:70]} {n % 40}", worker=f"{LONG[:50]} {n % 30}", judged=True)
        for n in range(900)
        for verdict in list(Verdict)
    ),
    waiting=WAITING * 400,
    full=True,
)
CHARTS = frozenset({chart.CHART})
SUMS = Sums(
    first=date(2026, 10, 26),
    weeks=4,
    people=7,
    decided=212,
    outcomes={Outcome.APPROVED: 150, Outcome.REVISED: 41, Outcome.REJECTED: 21},
    at_once=Share(118, 150),
)
WEEK = next(group.figures for group in split(FACTS, By.WEEK) if group.name == str(MONDAY))
FULL_HOME = replace(
    PORTFOLIO,
    tasks=(
        titled(34, "Launch mail", State.READY),
        titled(36, "Compare hosts", State.WORKING),
        by_bob(22, "Pricing text"),
        titled(35, "Landing page", State.BLOCKED),
        titled(44, "Banner", State.WAITING),
        titled(45, "Something", State.UNCLEAR),
        titled(33, "Job ad", State.READY, stream_id=3),
        titled(50, "Notes", State.WORKING, stream_id=None),
    ),
    mine={34: 2, 33: 1},
    owed=(OWED, replace(OWED, checking=True)),
    before={35: ("T-22",)},
    person=replace(PERSON, quiet_at=NOW - timedelta(hours=20)),
    next_at=NOW + timedelta(hours=3.5),
    runs=(Run("T-43", NOW + timedelta(hours=18)),),
)
AHEAD = Ahead(fresh=1, left=3, left_at=NOW, minutes=9.6)
RECAPS = {
    1: Recap(act("revise", "Pricing text"), (act("hand in", "Launch mail", "writer", 30),)),
    3: Recap(act("approve", "Interview plan", ALICE, 3 * 24 * 60 + 5)),
}
IDLE = (Stream(id=9, team="T1", name="Quiet", owner=ALICE),)
MESSAGES: dict[str, Any] = {
    "figures": own_page.message(FACTS).blocks,
    "figures-chart": own_page.message(FACTS, By.STREAM, CHARTS).blocks,
    "figures-workers": own_page.message(FACTS, By.WORKER).blocks,
    "figures-few": own_page.message(FEW, By.STREAM).blocks,
    "figures-none": own_page.message(NONE).blocks,
    "figures-team": sums.team(SUMS).blocks,
    "figures-team-few": sums.team(None).blocks,
    "digest-monday": digest.digest(collected(shown(30), last_week=WEEK), NOW, timedelta(minutes=2)).blocks,
}
VIEWS: dict[str, Any] = {
    "figures-window": own_page.window(FACTS, By.STREAM),
    "home-full": home_tab.home(FULL_HOME, NOW, (), RECAPS, IDLE, ahead=AHEAD, week=WEEK),
}


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, list(MESSAGES[name]) if name in MESSAGES else VIEWS[name])


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slacks_own_models_take_it(name: str) -> None:
    for block in MESSAGES[name] if name in MESSAGES else VIEWS[name]["blocks"]:
        if block["type"] == chart.CHART:
            continue  # slack_sdk has no model of it
        parsed = Block.parse(block)
        assert parsed is not None and json.loads(json.dumps(parsed.to_dict())) == json.loads(json.dumps(block))


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_would_take_it(name: str) -> None:
    assert (message_error(list(MESSAGES[name])) if name in MESSAGES else view_error(VIEWS[name])) is None


@pytest.mark.parametrize("by", By)
def test_the_longest_figures_fit(by: By) -> None:
    assert message_error(list(own_page.message(MANY, by).blocks)) is None
    assert message_error(list(own_page.message(MANY, by, CHARTS).blocks)) is None
    assert view_error(own_page.window(MANY, by)) is None


def test_the_fullest_home_fits_and_ends_with_this_week() -> None:
    streams = tuple(titled(n, LONG[:60], State.READY, stream_id=n % 40 + 1) for n in range(1, 200))
    waits = tuple(titled(300 + n, LONG[:60], State.WAITING, stream_id=None) for n in range(40))
    full = Portfolio(
        person=PERSON,
        tasks=(*streams, *waits, *(by_bob(400 + n, LONG) for n in range(9))),
        waiting=(),
        closed=PORTFOLIO.closed * 5,
        next_at=NOW,
        mine={of.id: 3 for of in streams},
        owed=(OWED,) * 20,
        unreached="is_archived",
        stopped_by=ALICE,
        runs=(Run("T-43", NOW),) * 5,
    )
    recaps = {n: Recap(act("revise", LONG), (act("hand in", LONG, "writer"),) * 3, 9) for n in range(1, 41)}
    long = replace(AHEAD, held={None: hold_for_stream(ALICE, None, 0)})  # type: ignore[dict-item]
    view = home_tab.home(full, NOW, ("No model is set.",) * 3, recaps, IDLE * 5, ahead=long, week=WEEK)
    assert view_error(view) is None
    assert "Help: /sluice help" in words(view["blocks"][-1]) and "This week" in words(view["blocks"][-2])


def test_rates_of_few_are_not_told_and_counts_are() -> None:
    few, many = words(list(own_page.message(FEW).blocks)), words(list(own_page.message(FACTS).blocks))
    assert "2 decided: 1 approved, 1 revised" in few and "not enough yet" in few
    assert "mended" not in words(list(own_page.message(MANY).blocks))
    assert "median" not in few and "34 s" not in few
    assert "Approved at once: 33 of 36" in many and "9 of 10 within 3 h" in many
    assert "Approved against a doubt: 3 of 11 · sent back without a doubt: 3 of 36" in many
    assert "Waits for you now: 3, the oldest for 2 days, median 5 h" in many


def test_the_line_of_a_week_is_that_of_the_mock_up() -> None:
    seen = replace(WEEK, reopened=1)
    assert week_line.week(seen) == (
        "*This week:* 41 decided: 30 approved (27 unrevised), 8 revised, 3 rejected · median 3 h from ready · "
        "34 s each · 1 reopened"
    )
    assert week_line.last_week(seen).startswith(
        "Last week: 41 decided, 30 approved (27 unrevised), median 3 h from ready, 34 s each\n"
    )
    assert week_line.last_week(Figures()) == ""


def test_a_chart_is_drawn_only_where_slack_takes_it() -> None:
    kinds = [[block["type"] for block in own_page.message(FACTS, By.WEEK, draws).blocks] for draws in (CHARTS, ())]
    assert [types.count(chart.CHART) for types in kinds] == [1, 0]
    assert "▰" in words(list(own_page.message(FACTS).blocks))
    assert chart.CHART not in json.dumps(own_page.window(FACTS))


@pytest.mark.parametrize(
    "ago, told", [(timedelta(hours=1), True), (timedelta(days=3), False), (-timedelta(days=365), False)]
)
def test_a_quiet_collection_is_told_for_two_days_and_none_of_a_clock_that_was_ahead(ago: timedelta, told: bool) -> None:
    person = replace(FULL_HOME.person, quiet_at=NOW - ago)
    assert ("was quiet" in str(home_tab.home(replace(FULL_HOME, person=person), NOW, ()))) == told


def test_nothing_ready_and_something_left_are_told_apart() -> None:
    def title(person: Person, mine: dict[int, int], ahead: Ahead) -> str:
        view = home_tab.home(replace(PORTFOLIO, person=person, mine=mine), NOW, ahead=ahead)
        return str(view["blocks"][0]["text"]["text"]).split(" · ")[1]

    assert title(PERSON, {30: 1}, Ahead(fresh=1)) == "1 ready so far"
    assert title(PERSON, {30: 1}, Ahead(left=1)) == "nothing new so far"
    assert title(PERSON, {}, Ahead()) == "nothing waits for you"
    assert resting(replace(PORTFOLIO, resting=2)) == "2 rest: /collect now"
    assert resting(replace(PORTFOLIO, resting=1)) == "1 rests: /collect now"
