"""The views of what is put off, given away, or decided in somebody's place, as golden JSON within Slack's limits."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.views import card, give, invitation, lead, put_off
from bot.views.digest import digest
from bot.views.review import review
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.rules.pages.cards import Card
from storage.rules.pages.giving import Given, Invitation
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Question
from tests.bot.golden_views import check_golden
from tests.bot.test_views import ALICE, LONG, NOW, WHOLE, collected, draft, item, task
from tests.world import words

BOB = "U02BOB"
LATER = NOW + timedelta(hours=4, minutes=30)
OFF = {"later_at": LATER, "put_off": 1}
STANDS = {"reviewer": BOB, "stands_for": ALICE, "stands_until": NOW + timedelta(days=6)}
GIVEN = {"given_by": BOB, "given_note": "You know them better: is <b>240 €</b> *right*?"}


def shown(of: Item, position: int = 1, later: bool = False, gone: str = "") -> Card:
    return Card(
        item=of, position=position, why="", minutes=1, previous=None, moved=bool(gone), later=later, gone_to=gone
    )


def one_card(of: Item, settled: bool = False, later: bool = False) -> list[Any]:
    drawn = shown(of, later=later)
    return lead.into(
        card.card(drawn, of.reviewer, "Europe/Rome", NOW, settled=settled), drawn, "Europe/Rome", of.reviewer
    )


QUESTION = item(
    34, about=Question(Ask(kind=Kind.QUESTION, key="q", text="Which price?", choices=("39 €",))), draft=None, **OFF
)
VIEWS: dict[str, Any] = {
    "put-off": one_card(item(**OFF), later=True),
    "put-off-often": one_card(item(**{**OFF, "put_off": 3}), later=True),
    "put-off-settled": one_card(item(**OFF), settled=True, later=True),
    "put-off-question": one_card(QUESTION, later=True),
    "given-card": one_card(item(**GIVEN)),
    "stand-in-card": one_card(item(**STANDS)),
    "gone-card": card.card(shown(item(), gone=BOB), ALICE, "Europe/Rome", NOW, settled=False),
    "digest-moved": list(
        digest.digest(
            collected(
                shown(item(30, **OFF), 1, later=True),
                shown(item(31), 2, gone=BOB),
                shown(item(32, **GIVEN), 3),
                first=1,
                behind=0,
            ),
            NOW,
            timedelta(minutes=2),
        ).blocks
    ),
    "open-put-off": review.whole(replace(WHOLE, item=item(**OFF), next_at=LATER), ALICE, NOW),
    "open-stand-in": review.whole(replace(WHOLE, item=item(**STANDS), next_at=LATER), BOB, NOW),
    "later-form": put_off.form(item(), "ITEMKEY00030.1||\n"),
    "give-form": give.form(item(), "ITEMKEY00030.1||\n"),
    "offer": list(
        invitation.invitation(
            Invitation(task=task(), by=ALICE, note=GIVEN["given_note"], state=""), "offer:ITEMKEY00030:U0"
        ).blocks
    ),
    "offer-taken": list(
        invitation.invitation(Invitation(task=task(), by=ALICE, note="", state="taken"), "offer:ITEMKEY00030:U0").blocks
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_it_looks_as_it_did_and_slack_takes_it(name: str) -> None:
    found = VIEWS[name]
    blocks = found["blocks"] if isinstance(found, dict) else found
    for parsed in Block.parse_all(blocks):
        parsed.validate_json()
    assert (view_error(found) if isinstance(found, dict) else message_error(found)) is None
    check_golden(name, found)


def test_the_longest_is_within_slacks_limits() -> None:
    of = item(**{**STANDS, **GIVEN, "given_note": LONG, **OFF}, draft=draft(body=LONG))
    long_task = replace(of.task, brief=replace(of.task.brief, title=LONG))
    of = replace(of, task=long_task)
    for blocks in (one_card(of), one_card(of, later=True), lead.lead(of, "UTC", of.reviewer)):
        assert message_error(blocks) is None
    for view in (put_off.form(of, "x"), give.form(of, "x")):
        assert view_error(view) is None
    assert (
        message_error(
            list(invitation.invitation(Invitation(task=long_task, by=ALICE, note=LONG, state=""), "a:b:c").blocks)
        )
        is None
    )


def test_who_gave_it_is_told_what_came_of_it() -> None:
    assert "never used Sluice" in give.given(Given(task=task(), to=BOB, asked=True))
    assert f"with <@{BOB}> now" in give.given(Given(task=task(), to=BOB, asked=False))


def test_no_words_of_theirs_become_ours() -> None:
    text = json.dumps(one_card(item(**GIVEN)), ensure_ascii=False)
    assert "<b>" not in text
    assert "*right*" not in text


DECIDED = Decision(
    id=1, verdict=Verdict.APPROVE, draft_version=1, who=BOB, at=NOW, effect_due=NOW + timedelta(seconds=30)
)
BRIEFED = "Reply to the reseller\nThey ask whether *39 €* holds until June. Say yes, kindly."


def briefed(goal: str = BRIEFED, **more: Any) -> Item:
    of = item(**more)
    brief = replace(of.task.brief, goal=goal, title="Reply to the reseller")
    return replace(of, task=replace(of.task, brief=brief))


@pytest.mark.parametrize("more", [{**GIVEN, "reviewer": ALICE}, STANDS])
def test_who_is_new_to_a_card_reads_what_was_asked_in_one_line(more: dict[str, Any]) -> None:
    told = words(one_card(briefed(**more)))
    assert "The task: They ask whether ∗39 €∗ holds until June. Say yes, kindly." in told
    assert told.count("Reply to the reseller") == 1


def test_who_was_there_from_the_start_reads_it_not_again() -> None:
    assert "The task:" not in words(one_card(briefed()))


def test_a_title_that_says_all_is_not_said_again_and_long_material_not_at_all() -> None:
    assert "The task:" not in words(one_card(briefed("Reply to the reseller", **GIVEN)))
    material = "Reply to the reseller\n" + "Bob: a line of notes.\n" * 30
    assert "The task:" not in words(one_card(briefed(material, **GIVEN)))
    sentences = "Reply to the reseller. It is urgent for them."
    assert "The task: It is urgent for them." in words(one_card(briefed(sentences, **GIVEN)))


def test_what_who_is_new_reads_stays_when_they_decide_or_put_off() -> None:
    waits = briefed(**GIVEN)
    later = one_card(replace(waits, **OFF), later=True)
    assert [len(one_card(replace(waits, decision=DECIDED))), len(later)] == [len(one_card(waits))] * 2
    assert all("Given to you by" in words(drawn) for drawn in (one_card(replace(waits, decision=DECIDED)), later))
    settled = one_card(replace(waits, decision=DECIDED), settled=True)
    assert len(settled) == 1 and "Given to you by" not in words(settled)


def test_the_points_of_who_decided_before_are_not_called_yours() -> None:
    second = draft(2, answer="“Shorter”: done: It has 90 words.")
    drawn = replace(shown(briefed(draft=second, **GIVEN)), previous=draft())
    told = words(card.card(drawn, ALICE, "UTC", NOW, settled=False))
    assert "The 1 point: done." in told and "Your" not in told


def test_who_is_asked_first_reads_what_was_asked() -> None:
    asked = Invitation(task=briefed().task, by=ALICE, note="Please", state="")
    told = words(list(invitation.invitation(asked, "offer:ITEMKEY00030:U0").blocks))
    assert "The task: They ask whether ∗39 €∗ holds until June." in told


def test_an_absence_ends_on_the_day_of_who_is_away() -> None:
    friday = datetime(2026, 12, 3, 23, tzinfo=UTC)  # midnight in Rome
    away = item(**{**STANDS, "stands_until": friday, "stands_zone": "Europe/Rome"})
    assert "away until Fri 4 Dec" in words({"blocks": lead.lead(away, "America/New_York", BOB)})
