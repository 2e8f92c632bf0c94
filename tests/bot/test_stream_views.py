"""The views of streams and playbooks as golden JSON, valid for slack_sdk's own models, and under Slack's limits."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.views import receipt
from bot.views.playbook import playbook, playbook_running, playbook_saving
from bot.views.portfolio import home_tab
from bot.views.stream import decision_list, recap, stream_list, stream_page, stream_settings
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.rules.gate import Cause, Held, hold_for_stream
from storage.rules.pages.pipelines import Pipeline
from storage.rules.pages.streams import Again, Decided, Listed, Playbook, StreamPage, Tally, Waiting
from storage.rules.playbook import Call
from storage.rules.recap import Act, Recap
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.stream import Stream
from storage.rules.values.task import Origin, Progress, State, Task
from storage.rules.values.worker import agent, colleague
from tests.bot.golden_views import check_golden
from tests.bot.test_views import ALICE, LONG, NOW, PERSON, PORTFOLIO, RECEIPT, task

BETA = Stream(
    id=1,
    team="T1",
    name="Beta launch",
    goal="50 paying beta users by 31 January",
    owner=ALICE,
    shown_in="C0LAUNCH",
    priority=1,
    budget=25_000_000,
    worker=agent("writer"),
    reviewer="U02BOB",
)
AGENTS = {"writer": "Documents", "analyst": "Data and files"}


def titled(number: int, title: str, state: State, **more: Any) -> Task:
    of = task(number, state, **more)
    return replace(of, key=f"TASKKEY{number:05}", brief=replace(of.brief, title=title, due=None))


def by_bob(number: int, title: str) -> Task:
    of = titled(number, title, State.WORKING)
    return replace(of, brief=replace(of.brief, worker=colleague("U02BOB"), due=NOW + timedelta(hours=5)))


def act(what: str, title: str, who: str = ALICE, minutes: int = 60) -> Act:
    return Act(at=NOW - timedelta(minutes=minutes), who=who, what=what, task="T-34", title=title)


def decided(verdict: Verdict, title: str, reason: str, version: int = 1) -> Decided:
    return Decided(
        at=NOW - timedelta(days=1), verdict=verdict, version=version, task="T-12", key="K12", title=title, reason=reason
    )


CHAINED = titled(35, "Landing page", State.BLOCKED, origin=Origin.CHAIN)
TASKS = (
    titled(34, "Launch mail", State.READY),
    titled(22, "Pricing text", State.ASKING),
    titled(36, "Compare hosts", State.WORKING, progress=Progress(3, 5, "comparing")),
    by_bob(37, "Q4 numbers"),
    titled(38, "Press kit", State.READY, reviewer="U03CARA"),
    titled(35, "Landing page", State.BLOCKED),
    titled(44, "Banner", State.WAITING),
    titled(45, "Something", State.UNCLEAR),
    titled(50, "Seen in the channel", State.WORKING, assigner="U03CARA", reviewer="U03CARA"),
)
PAGE = StreamPage(
    stream=BETA,
    person=PERSON,
    tasks=TASKS,
    theirs=frozenset(of.id for of in TASKS[:-1]),
    waits={34: (Waiting(Kind.DRAFT),), 22: (Waiting(Kind.QUESTION), Waiting(Kind.PERMISSION))},
    before={35: ("T-22", "T-34")},
    chains=((TASKS[5], Pipeline(around=(titled(21, "Plan", State.APPROVED), TASKS[1], TASKS[0], CHAINED), later=2)),),
    again=(
        Again(name="T-12", title="Yesterday's sign-ups", next_at=NOW + timedelta(days=1)),
        Again(name="T-14", title="Prices of others", next_at=None),
    ),
    quiet=frozenset({44}),
    members=(ALICE, "U02BOB", "U03CARA"),
    recap=Recap(
        act("revise", "Pricing text"),
        (act("hand in", "Launch mail", "writer"), act("question", "Pricing text", "U02BOB")),
        2,
    ),
    decided=(
        decided(Verdict.APPROVE, "Interview plan", "cut to four questions", 2),
        decided(Verdict.REJECT, "Press list", "wrong country"),
    ),
    tally=Tally(decided=14, approved=12, at_once=9, wait=3 * 3600.0),
    spent=7_250_000,
)
HELD = Held(why=f"Its stream is on hold, as <@{ALICE}> said.", cause=Cause.STREAM)
EMPTY = replace(
    PAGE,
    stream=Stream(id=2, team="T1", name="New", owner=ALICE),
    tasks=(),
    theirs=frozenset(),
    waits={},
    before={},
    chains=(),
    again=(),
    quiet=frozenset(),
    members=(ALICE,),
    recap=Recap(),
    decided=(),
    tally=Tally(),
)
MANY = tuple(titled(100 + n, LONG[:60], State.READY) for n in range(200))
FULL = replace(
    PAGE,
    stream=replace(BETA, name=LONG[:40], goal=LONG[:300], stopped_by=ALICE, is_closed=True),
    tasks=MANY,
    theirs=frozenset(of.id for of in MANY),
    waits={of.id: (Waiting(Kind.DRAFT),) for of in MANY[:30]},
    members=tuple(f"U{n:08}" for n in range(50)),
    recap=Recap(act("revise", LONG), (act("hand in", LONG, "writer"),) * 3, 99),
    decided=tuple(decided(Verdict.REJECT, LONG, LONG) for _ in range(300)),
    tally=Tally(decided=900, approved=1, at_once=0, wait=1.0),
    rests=HELD,
    more=7,
)
CHOICE = Playbook(
    id=1,
    team="T1",
    name="vendor-choice",
    version=2,
    owner=ALICE,
    text="researcher: compare three {vendor kind} vendors; must: price in {region}; then writer: one page",
    shared=True,
    example_id=3,
)
MESSAGES: dict[str, Any] = {
    "stream": stream_page.stream_page(PAGE, NOW).blocks,
    "stream-decided": decision_list.decisions(PAGE).blocks,
    "streams": stream_list.listing(
        (
            Listed(stream=BETA, waiting=2, running=3, open=8),
            Listed(stream=Stream(id=3, team="T1", name="#C0LAUNCH", stopped_by=ALICE), waiting=0, running=0, open=1),
            Listed(stream=Stream(id=4, team="T1", name="Old", is_closed=True), waiting=0, running=0, open=0),
        )
    ).blocks,
    "streams-none": stream_list.listing(()).blocks,
    "stream-unknown": stream_list.unknown("You have no stream “Beta lauch”.", "Beta lauch", ("Beta launch",)).blocks,
    "stream-unknown-verb": stream_list.unknown("You have no stream “x”.", "x", ("Beta", "Beta *2*"), "hold").blocks,
    "receipt-stream-held": receipt.receipt(replace(RECEIPT, task=task(state=State.WAITING), held=HELD), NOW).blocks,
    "receipt-budget": receipt.receipt(
        replace(RECEIPT, task=task(state=State.WAITING), held=hold_for_stream("", 5_000_000, 5_100_000)), NOW
    ).blocks,
    "playbooks": playbook.listing(
        (CHOICE, replace(CHOICE, name="mine", text="memo", shared=False, example_id=None)), ALICE
    ).blocks,
    "playbooks-none": playbook.listing((), ALICE).blocks,
    "playbook-lacking": playbook_running.lacking(
        "vendor-choice",
        ("vendor kind", "region"),
        Call(values={"team": "R&D `x`"}, clauses="by Friday"),
        "HELDKEY00001",
    ).blocks,
    "playbook-saved": playbook_saving.saved(CHOICE).blocks,
    "playbook-unknown": playbook.unknown(
        "There is no playbook “x” that you may run.", ("vendor-choice",), "run"
    ).blocks,
}
VIEWS: dict[str, Any] = {
    "stream-window": stream_page.window(PAGE, NOW),
    "stream-window-empty": stream_page.window(EMPTY, NOW),
    "stream-window-held": stream_page.window(replace(PAGE, rests=HELD, stream=replace(BETA, stopped_by=ALICE)), NOW),
    "stream-window-of-others": stream_page.window(
        replace(PAGE, stream=replace(BETA, owner="U02BOB", is_closed=True)), NOW
    ),
    "stream-settings": stream_settings.settings(BETA, AGENTS),
    "playbook-save": playbook_saving.save_form("vendor-choice", CHOICE.text, "TASKKEY00001"),
    "playbook-edit": playbook_saving.save_form("vendor-choice", CHOICE.text, "/vendor-choice", CHOICE),
    "playbook-run": playbook_running.run_form(CHOICE, {"region": "EU"}, "by Friday", "{}"),
    "home-streams": home_tab.home(
        PORTFOLIO, NOW, (), {1: PAGE.recap}, (Stream(id=9, team="T1", name="Quiet", owner=ALICE),)
    ),
}


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, list(MESSAGES[name]) if name in MESSAGES else VIEWS[name])


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slacks_own_models_take_it(name: str) -> None:
    for block in MESSAGES[name] if name in MESSAGES else VIEWS[name]["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None and json.loads(json.dumps(parsed.to_dict())) == json.loads(json.dumps(block))


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_would_take_it(name: str) -> None:
    assert (message_error(list(MESSAGES[name])) if name in MESSAGES else view_error(VIEWS[name])) is None


@pytest.mark.parametrize("number", range(9))
def test_every_page_of_a_full_stream_fits(number: int) -> None:
    assert view_error(stream_page.window(FULL, NOW, number)) is None
    assert message_error(list(stream_page.stream_page(FULL, NOW, number).blocks)) is None
    assert view_error(decision_list.decisions_window(FULL, number)) is None
    assert message_error(list(decision_list.decisions(FULL, number).blocks)) is None


def test_every_task_of_a_full_stream_stands_on_one_of_its_pages() -> None:
    pages = "".join(json.dumps(stream_page.window(FULL, NOW, n)) for n in range(9))
    assert all(of.name in pages for of in MANY)


def test_where_one_left_off_takes_at_most_three_lines() -> None:
    told = recap.left_off(FULL.recap, NOW, "UTC")
    assert told.count("\n") == 1 and len(told) < 3 * 120


def test_the_longest_playbook_fits() -> None:
    long = replace(CHOICE, text=" ".join(f"{{{LONG[:30].replace('{', '')} {n}}}" for n in range(20)) + LONG * 9)
    call = Call(values={}, clauses=LONG)
    assert view_error(playbook_running.run_form(long, {}, LONG[:3000], "x" * 3000)) is None
    assert view_error(playbook_saving.save_form("x" * 40, LONG * 9, "x" * 300, long)) is None
    assert message_error(list(playbook.listing([long] * 100, ALICE).blocks)) is None
    assert (
        message_error(list(playbook_running.lacking(long.name, long.parameters, call, "HELDKEY00001").blocks)) is None
    )
