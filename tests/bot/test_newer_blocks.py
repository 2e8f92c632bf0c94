"""Where the workspace's Slack has them, a card holds its whole draft, closed, and two versions stand side by side."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.views.digest import digest
from bot.views.kit import size
from bot.views.newer import CONTAINER, LAYOUT, SAMPLES
from bot.views.text import richtext
from localslack.limits import message_error
from storage.rules.message_limits import CHARACTERS
from storage.rules.values.check import Check, Finding
from storage.rules.values.item import Submission
from storage.rules.values.task import Task
from storage.rules.values.worker import colleague
from tests.bot.test_story import NOTES
from tests.bot.test_views import DECIDED, NOW, QUESTION, VERSIONS, collected, draft, item, shown, task
from tests.world import World, words

BOTH, SETTLE = frozenset({CONTAINER, LAYOUT}), timedelta(minutes=2)
Json = dict[str, Any]


def drawn(*cards: Any, draws: frozenset[str] = BOTH, **more: Any) -> list[Json]:
    blocks = list(digest.digest(collected(*cards, **more), NOW, SETTLE, draws).blocks)
    assert message_error(blocks) is None
    return blocks


def boxes(blocks: list[Json]) -> list[Json]:
    return [block for block in blocks if block["type"] == CONTAINER]


def of(name: str) -> Task:
    one = task()
    return replace(one, brief=replace(one.brief, worker=colleague(name)))


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_slack_takes_what_it_is_asked_about(kind: str) -> None:
    assert message_error([dict(SAMPLES[kind])]) is None


def test_a_card_holds_its_whole_draft_closed_above_its_buttons() -> None:
    body = "# Plan\n\nHello **Dana**,\n\n1. one\n2. two\n   - deeper\n\n> said\n\n```\na = 1\nb = 2\n```\n"
    blocks = drawn(shown(draft=replace(draft(), body=body)))
    (box,) = boxes(blocks)
    assert box["default_collapsed"] and box["is_collapsible"]
    assert blocks[blocks.index(box) + 1]["type"] == "actions"
    text = words(box["child_blocks"])
    assert [child["text"]["type"] for child in box["child_blocks"]] == ["plain_text", "plain_text", "mrkdwn"]
    for part in ("Plan", "Hello Dana,", "1. one\n2. two\n   ◦ deeper", "said", "a = 1\nb = 2", "✓ "):
        assert part in text
    assert "Read all of v1 here" in box["title"]["text"]


def test_a_draft_is_read_once_however_often_its_message_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    reads, read = list[str](), richtext.blocks

    def counted(text: str, most: int) -> Any:
        reads.append(text)
        return read(text, most)

    monkeypatch.setattr(richtext, "blocks", counted)
    card = shown(draft=replace(draft(), body="# Once\n\nThis is read **once**."))
    first = drawn(card)
    assert drawn(card) == first
    assert drawn(replace(card, item=replace(card.item, decision=DECIDED))) != first
    assert len(reads) == 1


def test_nothing_in_a_draft_is_markup_in_its_box() -> None:
    blocks = drawn(shown(draft=replace(draft(), body="<!channel> *bold* <@U02BOB> [here](https://evil.example)")))
    (box,) = boxes(blocks)
    assert {child["text"]["type"] for child in box["child_blocks"]} == {"plain_text"}
    (code,) = boxes(drawn(shown(draft=replace(draft(), checks=(), body="```\n``` <!here> *x* & `y`\n```"))))[0][
        "child_blocks"
    ]
    assert code["text"]["text"].count("```") == 2 and "<!here>" not in code["text"]["text"]
    assert "https://evil.example" in words(box["child_blocks"])


def test_where_slack_has_no_such_blocks_the_card_is_as_it_was() -> None:
    assert drawn(shown(), VERSIONS, draws=frozenset()) == list(
        digest.digest(collected(shown(), VERSIONS), NOW, SETTLE).blocks
    )
    assert not boxes(drawn(shown(), draws=frozenset({LAYOUT})))


def test_a_draft_that_is_too_long_is_not_shown_in_part() -> None:
    long = replace(draft(), body="A long line of words. " * 500)
    blocks = drawn(shown(30, draft=long), shown(31))
    (box,) = boxes(blocks)
    assert "Hello Dana" in words(box["child_blocks"])


def test_what_a_decision_changes_is_its_card_alone() -> None:
    bodies = [replace(draft(), body=f"Draft {n}. " + "Some words of it. " * 120) for n in range(4)]
    cards = [shown(30 + n, draft=body) for n, body in enumerate(bodies)]
    before = drawn(*cards)
    held = [box["child_blocks"][-1] for box in boxes(before)]
    assert 0 < len(held) < 4  # as long as there is room
    decided = [replace(card, item=replace(card.item, decision=DECIDED)) for card in cards[:2]]
    after = drawn(*decided, *cards[2:], tapped_at=NOW)
    assert [box["child_blocks"][-1] for box in boxes(after)] == held
    settled = drawn(*decided, *cards[2:], tapped_at=NOW - timedelta(hours=1))
    assert len(boxes(settled)) == max(0, len(held) - 2)


def test_the_longest_message_stays_within_slacks_limit() -> None:
    cards = [shown(30 + n, draft=replace(draft(), body="A & B < C. " * 90)) for n in range(10)]
    blocks = drawn(*cards, QUESTION)
    assert size(blocks).characters <= CHARACTERS


def test_a_channel_does_not_see_what_was_checked_of_a_colleague() -> None:
    one = shown(task=of("U02BOB"))
    assert "✓ " in words(boxes(drawn(one))[0]["child_blocks"])
    assert "✓ " not in words(boxes(drawn(one, reviewer="", channel="C1"))[0]["child_blocks"])


def test_two_versions_stand_side_by_side_until_one_is_taken() -> None:
    layouts = [block for block in drawn(VERSIONS) if block["type"] == LAYOUT]
    assert len(layouts) == 1
    first, second = layouts[0]["rows"][0]["items"]
    assert words(first).startswith("A · checks met: 1 of") and words(second).startswith("B · checks met: ")
    taken = replace(VERSIONS, item=replace(VERSIONS.item, decision=replace(DECIDED, draft_version=2)))
    assert not [block for block in drawn(taken, tapped_at=NOW) if block["type"] == LAYOUT]
    three = shown(42, draft_version=3, draft=draft(3), about=Submission(candidates=(draft(1), draft(2), draft(3))))
    assert not [block for block in drawn(three) if block["type"] == LAYOUT]


def test_items_that_no_longer_wait_hold_nothing() -> None:
    assert not boxes(drawn(replace(shown(), moved=True)))
    assert not boxes(drawn(shown(open=False))) and item().open


async def test_the_workspace_is_asked_once_and_its_cards_hold_the_draft(sluice: World) -> None:
    for n in range(2):
        await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
    await sluice.cards(at_least=2)
    messages = [m for m in sluice.messages(sluice.dm()) if boxes(m["blocks"])]
    assert len(messages) == 2
    assert "ship on 3 March" in words(boxes(messages[0]["blocks"])[0]["child_blocks"])
    asked = [line for line in sluice.slack.workspace.log if line["what"] == "blocks.validate"]
    assert len(asked) == len(SAMPLES)


async def test_an_older_slack_gets_the_older_card(sluice: World) -> None:
    await sluice.act("fault", method="blocks.validate", what="error", value="unknown_method", times=99)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    assert not boxes(card["message"]["blocks"])


CHECKED = replace(
    draft(),
    checks=(
        Check(criterion="says sorry", finding=Finding.MET, evidence="“sorry”"),
        Check(criterion="names <@U02BOB>", finding=Finding.NOT_MET, evidence="not there"),
    ),
)


def beside(blocks: list[Json]) -> list[list[str]]:
    return [[words(i["blocks"]) for i in b["rows"][0]["items"]] for b in blocks if b["type"] == LAYOUT]


def test_a_draft_stands_beside_its_checks_those_that_are_not_met_first() -> None:
    ((left, right),) = beside(drawn(shown(draft=CHECKED)))
    assert CHECKED.summary[:20] in left and "✓" not in left and right.startswith("1 of 2 checks met.")
    assert right.index("✗ names <@U02BOB>") < right.index("✓ says sorry")
    layout = next(b for b in drawn(shown(draft=CHECKED)) if b["type"] == LAYOUT)
    assert {c["text"]["type"] for i in layout["rows"][0]["items"] for c in i["blocks"]} == {"plain_text"}
    assert layout["fallback"][0]["type"] == "rich_text"


def test_it_stays_so_when_it_is_decided_so_that_nothing_moves() -> None:
    card = shown(draft=CHECKED)
    decided = drawn(replace(card, item=replace(card.item, decision=DECIDED)))
    assert beside(decided) == beside(drawn(card))


def test_what_is_checked_of_a_colleague_stands_beside_nothing_that_others_read() -> None:
    card = shown(draft=CHECKED, task=of("U02BOB"))
    assert beside(drawn(card)) and not beside(drawn(card, reviewer="", channel="C01GEN"))
    assert not beside(drawn(shown(draft=replace(draft(), checks=()))))


def test_a_whole_draft_has_room_before_its_checks_stand_beside_it() -> None:
    body = "Some words of it. " * 110
    cards = [shown(30 + n, draft=replace(CHECKED, body=f"{n}. {body}")) for n in range(4)]
    alone = boxes(drawn(*cards, draws=frozenset({CONTAINER})))
    assert len(boxes(drawn(*cards))) == len(alone) > 1
    assert len(beside(drawn(*cards))) < len(cards)  # there was no room for all
