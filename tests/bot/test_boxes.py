"""Generated drafts of every shape inside of their cards: each box is taken, and has the whole draft in its order."""

import html
from dataclasses import replace
from typing import Any

import pytest

from bot.views.digest import digest
from bot.views.enclosed import MOST
from bot.views.text import richtext
from localslack.limits import message_error
from storage.rules.values.item import Submission
from tests.bot.drafts import drafts, spoken
from tests.bot.test_newer_blocks import BOTH, SETTLE, boxes
from tests.bot.test_views import NOW, collected, draft, shown
from tests.judges import judge
from tests.world import words

NUMBER = 200
Json = dict[str, Any]


def message(body: str, **more: Any) -> list[Json]:
    card = shown(draft=replace(draft(), checks=(), body=body), **more)
    return list(digest.digest(collected(card), NOW, SETTLE, BOTH).blocks)


@pytest.mark.parametrize("start", range(0, NUMBER, 20))
def test_each_generated_draft_is_taken_in_its_box_and_whole_there(start: int) -> None:
    held = 0
    for body in drafts(NUMBER)[start : start + 20]:
        blocks = message(body)
        assert message_error(blocks) is None and judge(blocks, "message") == []
        for box in boxes(blocks):
            whole, complete = richtext.blocks(body, MOST)
            assert complete and spoken(words(box["child_blocks"])) == spoken(words(whole))
            held += 1
    assert held or start > NUMBER // 2


@pytest.mark.parametrize("start", range(0, NUMBER, 20))
def test_two_generated_drafts_stand_side_by_side_as_slack_takes_it(start: int) -> None:
    for body in drafts(NUMBER)[start : start + 20]:
        versions = tuple(replace(draft(number), body=body, summary=body[:600]) for number in (1, 2))
        card = shown(draft_version=2, draft=versions[1], about=Submission(candidates=versions))
        blocks = list(digest.digest(collected(card), NOW, SETTLE, BOTH).blocks)
        assert message_error(blocks) is None and judge(blocks, "message") == []


@pytest.mark.parametrize("sign", ["&", "<", "x", "漢"])
@pytest.mark.parametrize("length", [590, 700, 1_500, 2_895, 2_905])
def test_code_of_signs_that_grow_when_they_are_escaped_is_taken(sign: str, length: int) -> None:
    blocks = message(f"Before\n\n```\n{sign * length}\n```\n\nAfter {sign * 300}")
    assert message_error(blocks) is None and judge(blocks, "message") == []
    for box in boxes(blocks):
        text = words(box["child_blocks"])
        assert html.unescape(text).count(sign) == length + 300 and text.index("Before") < text.index("After")
