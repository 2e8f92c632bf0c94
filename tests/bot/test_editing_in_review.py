"""Edit it, then approve, in Review: the next item comes, or the same one with what the checks mind."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.editors import choose, typed, window_with
from tests.bot.speaking import decided, verdicts
from tests.bot.test_reviewing import labels, open_review, title, waiting
from tests.world import ALICE, World, words, world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot where there is time to undo."""
    async with world(tmp_path, undo_seconds=20) as made:
        yield made


async def test_the_next_item_comes_after_an_edit(desk: World) -> None:
    await waiting(desk, 2)
    view = await open_review(desk)
    await choose(desk, view, "Edit it, then approve")
    form = await desk.modal(ALICE, "edit_draft_view")
    (box,) = typed(form)
    await desk.submit(form, **{box: "We ship on 3 March."})
    after = await window_with(desk, "You edited and approved v2")
    assert after["id"] == view["id"]
    assert title(after) == "Review · 2 of 2"
    assert "Undo" in labels(after)
    assert await verdicts(desk) == ["approve"]


async def test_what_the_checks_mind_stays_in_the_window(desk: World) -> None:
    await waiting(desk, 1, "writer: Memo; must: under 90 words; must: names “March”")
    view = await open_review(desk)
    await choose(desk, view, "Edit it, then approve")
    form = await desk.modal(ALICE, "edit_draft_view")
    (box,) = typed(form)
    await desk.submit(form, **{box: "We ship soon."})
    back = await window_with(desk, "Your edit: not met")
    assert title(back) == "Review · 1 of 1"
    assert await verdicts(desk) == []
    assert "Nothing is approved yet." in words(back)
    again = next(b for b in back["blocks"] if b["type"] == "actions")["elements"]
    press = next(b for b in again if b.get("text", {}).get("text") == "Edit again")
    action = {k: press[k] for k in ("type", "action_id", "value")}
    await desk.act("view-action", user=ALICE, viewId=back["id"], action=action)
    second = await desk.modal(ALICE, "edit_draft_view")
    await desk.submit(second, **{box: "We ship on 3 March."})
    await decided(desk, "approve")
    await window_with(desk, "1 approved")
