"""Where there is nothing yet, a person reads one true sentence and what to do next."""

from pathlib import Path

from tests.bot.test_agent_sessions import Endless
from tests.world import CARA, Json, World, buttons, wait_for, words, world


async def test_a_list_without_tasks_offers_to_begin(sluice: World) -> None:
    answer = (await sluice.command("/sluice"))["body"]
    assert "Nothing is assigned yet. Press Assign" in words(answer)
    assert [b["text"]["text"] for b in buttons(answer)] == ["Assign", "Times and limits"]


async def test_a_collection_of_nothing_says_how_to_begin(sluice: World) -> None:
    said = await sluice.said("/collect now")
    assert "Nothing is ready, and nothing is under way. Begin with /assign, or write me what you need." in said


async def test_home_of_a_new_person_counts_nothing_and_says_how_to_begin(sluice: World) -> None:
    await sluice.act("open-home", user=CARA)

    async def home() -> Json | None:
        return sluice.slack.workspace.homes.get(CARA)

    shown = words((await wait_for(home, "the Home tab"))["blocks"])
    assert "nothing waits for you" in shown and "0 wait" not in shown
    assert "Nothing is under way. Press Assign" in shown


async def test_a_search_without_a_hit_says_how_to_find_it(sluice: World) -> None:
    said = await sluice.said("/sluice find zebra")
    assert "Nothing of yours has “zebra” in it." in said and "/sluice shows all" in said


async def test_a_collection_of_nothing_yet_names_what_is_under_way_and_the_next_time(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Endless()}) as sluice:
        await sluice.said("/collect at 9:00 13:00 daily")
        await sluice.said("/assign writer: Memo")
        said = await sluice.said("/collect now")
        assert "Nothing is ready yet. 1 task is under way: /sluice shows it. Next collection" in said
