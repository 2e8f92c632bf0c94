"""The views of an edit, of versions and of long changes as golden JSON, valid for slack_sdk's own models."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.views import card, kit, notices
from bot.views.editing import diff_window, diffs, editing, late_edit, long_diffs
from bot.views.review import review
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.rules.edits import LOOKING
from storage.rules.pages.whole import Whole
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Submission
from storage.rules.values.worker import colleague
from tests.bot.golden_views import check_golden
from tests.bot.test_views import ALICE, LONG, NOW, draft, item, shown, task
from tests.world import words

BOB = "U02BOB"
MINE = draft(2, base=1, edited_by=ALICE, answer="", body="Hello *Dana*,\n\nmy own words.")
UNMET = Check(criterion="under 250 words", finding=Finding.NOT_MET, evidence="310 words")
WORSE = replace(MINE, checks=(*MINE.checks, UNMET))
LOOKED_AT = replace(MINE, checks=(Check(criterion="short", finding=Finding.NOT_CHECKED, evidence=LOOKING),))
SECTIONS = "\n\n".join(f"## Part {n} & <b>\n\n{'word ' * 450}" for n in range(1, 4))
METADATA = "ITEMKEY00030.1|D01|1.2|\nV1 ITEMKEY00030.1"
APPROVED = Decision(
    id=1, verdict=Verdict.APPROVE, draft_version=2, who=ALICE, at=NOW, effect_due=NOW.replace(second=30)
)


def whole(one: Draft, previous: Draft | None = None, **more: Any) -> Whole:
    of = item(draft=one, draft_version=one.version, **more)
    return Whole(task=of.task, item=of, draft=one, previous=previous, history=(), zone="UTC")


def a_card(one: Draft, viewer: str = ALICE, **more: Any) -> list[dict[str, Any]]:
    of = replace(shown(), item=item(draft=one, draft_version=2, **more), previous=draft())
    return card.card(of, viewer, "UTC", NOW, settled=False)


TWO = item(about=Submission(candidates=(draft(1), draft(2, body=LONG))), draft=draft(2), draft_version=2)
MESSAGES = {
    "edited-worse": a_card(WORSE),
    "edited-looking": a_card(LOOKED_AT),
    "edited-approved": a_card(MINE, decision=APPROVED),
    "edited-late": list(
        late_edit.late_message("v2 came in while you wrote.", late_edit.late("v2 came in.", "K" * 12, item())).blocks
    ),
    "edited-delivered": list(_message.blocks)
    if not isinstance(_message := notices.delivery(task(), MINE, BOB, ()), kit.Parcel)
    else [],
}
VIEWS = {
    "editor": editing.editor(item(), draft(), draft().body, METADATA),
    "editor-parts": editing.editor(item(), draft(body=SECTIONS), SECTIONS, METADATA),
    "editor-file": editing.editor(item(), draft(body="x" * 4_000), "x" * 4_000, METADATA),
    "editor-which": editing.which(TWO, METADATA),
    "open-edited": review.whole(whole(WORSE, draft()), ALICE, NOW),
    "open-edited-by-another": review.whole(whole(MINE, draft()), BOB, NOW),
    "edited-both": late_edit.both(item(draft=draft(2)), "My own *words*", ()),
    "part": diff_window.part(
        "T-30", long_diffs.Long("Changed since v1", ("- a", "+ b") * 600, ((1, 400), (401, 800))), 1, "V"
    ),
}


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_it_looks_as_it_did(name: str) -> None:
    check_golden(name, list(MESSAGES[name]) if name in MESSAGES else VIEWS[name])


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_slack_would_take_it(name: str) -> None:
    blocks = MESSAGES[name] if name in MESSAGES else VIEWS[name]["blocks"]
    for block in Block.parse_all(blocks):
        block.validate_json()
    error = message_error(blocks) if name in MESSAGES else view_error({**VIEWS[name]}, "modal")
    assert error is None


@pytest.mark.parametrize("count, length", [(90, 2_990), (70, 2_990), (500, 20), (89, 100), (200, 2_990)])
def test_however_long_a_draft_is_slack_takes_its_editor(count: int, length: int) -> None:
    text = "\n\n".join(f"# H{n}\n\n{'“é”&<' * (length // 5)}" for n in range(count))
    view = editing.editor(item(), draft(body=text), text, METADATA)
    assert view_error(view, "modal") is None


@pytest.mark.parametrize("line", ["x", "“é”&<" * 500, "a" * 100_000, "", "\\\t"])
def test_however_long_its_lines_are_slack_takes_a_part(line: str) -> None:
    lines = diffs.changes("", "\n".join([line] * 1_500))
    to_read = long_diffs.long(draft(2), draft(body=""), lines)
    assert to_read is not None
    for number in range(len(to_read.parts)):
        assert view_error(diff_window.part("T-1", to_read, number, "V"), "modal") is None


def test_a_channel_is_told_who_edited_by_name() -> None:
    assert f"edited by <@{ALICE}>" in words(a_card(MINE, viewer=""))
    assert "edited by you" in words(a_card(MINE))
    assert f"edited by <@{ALICE}>" in words(review.whole(whole(MINE, draft()), BOB, NOW))


def test_a_channel_learns_nothing_of_what_the_checks_found_in_a_colleagues_work() -> None:
    theirs = replace(task(), brief=replace(task().brief, worker=colleague(BOB)))
    assert "under 250 words" not in words(a_card(WORSE, viewer="", task=theirs))
    assert "under 250 words" in words(a_card(WORSE, task=theirs))


def test_only_who_edited_it_is_offered_to_edit_again() -> None:
    assert "Edit again" in words(a_card(MINE))
    assert "Edit again" not in words(a_card(replace(MINE, edited_by=BOB)))
    assert "Edit again" not in words(a_card(draft(2)))


def test_what_is_marked_by_an_edit_is_foreign_text_made_safe() -> None:
    evil = replace(WORSE, checks=(replace(UNMET, criterion="<!channel> *x* & y"),))
    assert "Your edit: not met “&lt;!channel&gt; ∗x∗ &amp; y”" in words(a_card(evil))
