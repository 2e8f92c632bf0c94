"""The views of what comes again and of what goes over rows, as golden JSON, and as Slack would take them."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.views.digest import digest
from bot.views.kit import size
from bot.views.rows import row_forms, row_lists, rows
from bot.views.series import series, series_form, series_list
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.rules.message_limits import BLOCKS, CHARACTERS
from storage.rules.pages.cards import Card, Rows
from storage.rules.pages.series import Coming, Standing
from storage.rules.values.brief import Brief
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.place import Place
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.rules.values.task import Origin, State
from storage.rules.values.worker import agent
from tests.bot.golden_views import check_golden, check_taken
from tests.bot.test_views import ALICE, LONG, NOW, collected, draft, shown, task

SERIES = Series(
    id=1,
    team="T1",
    number=60,
    key="SERIESKEY001",
    kind=SeriesKind.REPETITION,
    state=SeriesState.ACTIVE,
    assigner=ALICE,
    reviewer=ALICE,
    brief=Brief(
        goal="Yesterday's sign-ups", title="Yesterday's sign-ups", worker=agent("analyst"), criteria=("a chart",)
    ),
    place=Place("C01GEN"),
    runs=2,
    left_out=(),
    next_at=NOW + timedelta(hours=18),
    made_at=NOW,
)
COMING = tuple(Coming(NOW + timedelta(hours=18 + 24 * n), NOW + timedelta(hours=20 + 24 * n)) for n in range(3))
ACTIVE = Standing(series=SERIES, zone="Europe/Rome", rhythm="every weekday 7:00", coming=COMING)
PAUSED = replace(ACTIVE, series=replace(SERIES, state=SeriesState.PAUSED, next_at=None), coming=())
LAST = task(61, series_number=60, run=2, origin=Origin.REPETITION)
TICKETS = replace(
    SERIES,
    number=50,
    kind=SeriesKind.ROWS,
    state=SeriesState.OFFERED,
    runs=0,
    next_at=None,
    brief=replace(SERIES.brief, goal="Answer this ticket", title="Answer this ticket", criteria=("under 120 words",)),
)
FIRST = ("Double charge", "No invoice", "Wrong tax")
OFFERED = Standing(series=TICKETS, zone="Europe/Rome", rows=48, first=FIRST, file="tickets.csv", room=12)
UNDER_WAY = replace(
    OFFERED,
    series=replace(TICKETS, runs=48, state=SeriesState.ACTIVE),
    states={State.READY: 5, State.WORKING: 7, State.WAITING: 36},
)
MET = draft(checks=(Check(criterion="under 120 words", finding=Finding.MET, evidence="“80 words”"),))
APPROVED = Decision(
    id=1, verdict=Verdict.APPROVE, draft_version=1, who=ALICE, at=NOW, effect_due=NOW + timedelta(seconds=30)
)


def row(n: int, met: bool = True, **more: Any) -> Card:
    of = task(n, series_number=50, run=n, origin=Origin.ROW)
    title = f"Answer this ticket · {FIRST[n % 3]}"
    of = replace(of, brief=replace(of.brief, title=title, to=(), stream=None))
    return shown(n, task=of, draft=MET if met else draft(), **more)


CARDS = tuple(row(n, met=n % 4 != 0) for n in range(1, 13))
SEEN = {50: Rows(title="Answer this ticket", total=48, closed=24, ready=12)}
SETTLE = timedelta(minutes=2)

MESSAGES: dict[str, Any] = {
    "repetition": series.answer(ACTIVE, NOW).blocks,
    "repetition-waits": series.answer(replace(ACTIVE, last=LAST, series=replace(SERIES, assumed=True)), NOW).blocks,
    "repetition-paused": series.answer(PAUSED, NOW).blocks,
    "repeats": series_list.repeats((ACTIVE, PAUSED), NOW).blocks,
    "rows": rows.rows(OFFERED, NOW).blocks,
    "rows-under-way": rows.rows(UNDER_WAY, NOW).blocks,
    "digest-rows": digest.digest(collected(*CARDS, shown(30), rows=SEEN, carried=0), NOW, SETTLE).blocks,
    "digest-rows-decided": digest.digest(
        collected(*(row(n, decision=APPROVED) for n in range(1, 10)), row(12, met=False), rows=SEEN, carried=0),
        NOW,
        SETTLE,
    ).blocks,
}
VIEWS: dict[str, Any] = {
    "edit-repetition": series_form.edit(ACTIVE, "SERIESKEY001", {"writer": "drafts", "analyst": "figures"}),
    "approve-rows": row_forms.approve(CARDS, "ITEMKEY00001.1|D1|1.0"),
    "revise-rows": row_forms.revise(CARDS, "ITEMKEY00001.1|D1|1.0"),
    "list-rows": row_lists.listing(CARDS),
    "list-rows-in-doubt": row_lists.doubtful(CARDS),
    "list-rows-none-in-doubt": row_lists.doubtful(CARDS[:3]),
}


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, list(MESSAGES[name]) if name in MESSAGES else VIEWS[name])


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_and_its_own_models_take_it(name: str) -> None:
    check_taken(MESSAGES[name] if name in MESSAGES else VIEWS[name])


def test_a_hundred_rows_are_one_card_that_slack_takes() -> None:
    cards = tuple(row(n, met=n % 9 != 0) for n in range(1, 101))
    blocks = digest.digest(collected(*cards, rows=SEEN), NOW, SETTLE).blocks
    taken = size(blocks)
    assert taken.blocks <= BLOCKS and taken.characters <= CHARACTERS
    assert len([b for b in blocks if "ready of 48" in json.dumps(b)]) == 1
    for view in (
        row_forms.approve(cards, "x"),
        row_forms.revise(cards, "x"),
        row_lists.listing(cards),
        row_lists.doubtful(cards),
    ):
        assert not view_error(view)


def test_none_in_doubt_is_ever_ticked() -> None:
    ticked = json.dumps(row_forms.approve(CARDS, "x"))
    for card in CARDS:
        assert (card.item.key in ticked) == (card.item.task.run % 4 != 0)


def test_long_words_are_cut() -> None:
    long = replace(SERIES.brief, title=LONG, criteria=(LONG,) * 20)
    for made in (
        replace(ACTIVE, series=replace(SERIES, brief=long)),
        replace(OFFERED, series=replace(TICKETS, brief=long)),
    ):
        message = series.answer(made, NOW)
        assert not message_error(list(message.blocks))


@pytest.mark.parametrize(
    "count, waiting, told, start",
    [
        (1, 0, "1 at a time: your limit is 12, 0 wait or are under way\n#1 Double charge\n", "Start"),
        (3, 14, "None begins yet: your limit is 12, 14 wait or are under way\n#1 Double charge, #2", "Start all 3"),
        (4, 0, "4 at a time: your limit is 12, 0 wait or are under way\nFirst three: #1", "Start all 4"),
    ],
)
def test_few_rows_are_named_whole_and_none_at_a_time_is_none_yet(
    count: int, waiting: int, told: str, start: str
) -> None:
    blocks = rows.rows(replace(OFFERED, rows=count, first=FIRST[:count], waiting=waiting), NOW).blocks
    assert told in blocks[0]["text"]["text"]
    assert blocks[1]["elements"][0]["text"]["text"] == start
