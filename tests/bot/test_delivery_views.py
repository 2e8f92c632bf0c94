"""What an approval could not deliver, as golden JSON, valid for slack_sdk's own models, and under Slack's limits."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.views import notices
from bot.views.card import card
from bot.views.digest.digest import digest
from bot.views.kit import Sheet
from bot.views.review.review import whole
from bot.views.trouble import undelivered
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.rules.pages.cards import Card
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import File
from storage.rules.values.form import Form
from storage.rules.values.item import Problem, Remedy
from storage.rules.values.task import State
from tests.bot.golden_views import check_golden
from tests.bot.test_views import ALICE, DECIDED, NOW, WHOLE, collected, shown, task


def missing(n: int, error: str = "not_in_channel", named: str = "C04BOARD", **more: Any) -> Card:
    of = task(n, State.APPROVED)
    return shown(n, about=Problem(text=error, remedy=Remedy.DELIVERY, named=named), task=of, **more)


def decided(verdict: Verdict) -> Decision:
    return replace(DECIDED, verdict=verdict, effected_at=NOW, note="", points=())


VIEWS: dict[str, Any] = {
    "undelivered": lambda: digest(collected(missing(31)), NOW, NOW - NOW),
    "undelivered_to_a_person": lambda: digest(collected(missing(31, "no_full_member", "U02BOB")), NOW, NOW - NOW),
    "undelivered_not_known": lambda: digest(collected(missing(31, undelivered.LOST, "")), NOW, NOW - NOW),
    "undelivered_several": lambda: digest(collected(*(missing(n) for n in range(31, 38))), NOW, NOW - NOW),
    "undelivered_decided": lambda: digest(
        collected(
            *(
                missing(31 + n, decision=decided(verdict))
                for n, verdict in enumerate((Verdict.RETRY, Verdict.HERE, Verdict.LEAVE))
            )
        ),
        NOW,
        NOW - NOW,
    ),
    "undelivered_open": lambda: whole(replace(WHOLE, item=missing(31).item, task=task(31, State.APPROVED)), ALICE, NOW),
}


def blocks(name: str) -> list[Any]:
    view = VIEWS[name]()
    return list(view["blocks"] if isinstance(view, dict) else view.blocks)


@pytest.mark.parametrize("name", VIEWS)
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, blocks(name))


@pytest.mark.parametrize("name", VIEWS)
def test_slack_would_take_it(name: str) -> None:
    assert len(Block.parse_all(blocks(name))) == len(blocks(name))
    view = VIEWS[name]()
    assert (view_error(view) if isinstance(view, dict) else message_error(list(view.blocks))) is None


def test_where_trying_again_can_not_help_it_is_not_offered() -> None:
    item = missing(31, "no_full_member", "U02BOB").item
    row = undelivered.button_row(item, item.about)
    assert [b["text"]["text"] for b in row["elements"]] == ["Deliver here", "Leave it"]
    assert card(missing(31), ALICE, "UTC", NOW, settled=False)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("decider, who", [("U01ALICE", "<@U01ALICE>"), ("", "a rule of <@U02BOB>")])
def test_a_lock_screen_names_who_approved_in_every_form(form: Form, decider: str, who: str) -> None:
    approved = replace(task(1, State.APPROVED), reviewer="U02BOB")
    approved = replace(approved, brief=replace(approved.brief, form=form))
    files = (File("memo-v1.md", "text/markdown", b"Memo"),)
    shown = notices.delivery(approved, replace(WHOLE.item.draft, files=files), decider, ())
    told = repr(shown.linked("https://x.test") if isinstance(shown, Sheet) else shown)
    assert f"Approved by {who}" in told and "Approved by U01ALICE" not in told and "<@>" not in told
