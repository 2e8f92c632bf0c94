"""People's names and words are shown as such: no ids, no marks of ours made of their signs, no commands in forms."""

from pathlib import Path

import pytest

from benchmarks.stand import Waits
from bot.views.kit import esc
from tests.bot.days import day, full
from tests.bot.speaking import button
from tests.world import ALICE, BOB, Json, World, wait_for, world


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("rename _private_ fields", "rename ˍprivateˍ fields"),
        ("snake_case_name to __main__", "snake_case_name to ˍˍmainˍˍ"),
        ("at 10:30:45 :bomb: :+1:", "at 10:30:45 ∶bomb: ∶+1:"),
    ],
)
def test_signs_in_words_are_no_marks(written: str, shown: str) -> None:
    assert esc(written) == shown


async def form_of(sluice: World, task: str, label: str) -> Json:
    """Open a form by a button of a task's own message."""
    await sluice.said(f"/sluice {task}")
    shown = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(shown, button(shown, label))
    return await sluice.modal()


async def test_an_error_at_a_field_names_people_and_no_commands(tmp_path: Path) -> None:
    async with day(tmp_path, four_eyes=True) as (sluice, _):
        await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}|bob>")
        form = await form_of(sluice, "T-1", "Give to…")
        errors = (await sluice.submit(form, colleague=BOB))["body"]["errors"]
        assert errors == {"colleague": "@bob would decide on their own work."}
        errors = (await sluice.submit(form, reviewer=ALICE))["body"]["errors"]
        assert errors == {"reviewer": "A second person must approve here: choose somebody who did not assign it."}


async def test_who_stopped_a_task_is_named_on_its_card(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Waits(30)}) as sluice:
        await sluice.said("/sluice", BOB)
        await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}|bob>")

        async def works() -> bool:
            return "working" in await sluice.said("/sluice T-1")

        await wait_for(works, "it is worked on")
        await sluice.said("/sluice stop T-1")
        card = await sluice.message_with("Stopped · Memo", sluice.dm(BOB))
        assert "Stopped by @alice." in full(card)
