"""A receipt tells the truth: what waits, what is decided and can still be undone, and what comes before."""

import re
from pathlib import Path

import pytest

from tests.bot.test_story import NOTES
from tests.far_times import FAR
from tests.world import ALICE, BOB, World, buttons, wait_for, words, world

LIMIT = 3


@pytest.fixture
async def full(tmp_path: Path):
    """A reviewer whose shelf is full, and who has all the time to undo."""
    async with world(tmp_path, limit=LIMIT, undo_seconds=30) as sluice:
        for n in range(LIMIT):
            await sluice.said(f"/assign writer: Memo {n}; must: names 3 March\n{NOTES}")
        await sluice.cards(at_least=LIMIT)
        yield sluice


async def decide(sluice: World, verdict: str, n: int = 0) -> None:
    """Decide the nth card, and wait until its message shows it."""
    card = (await sluice.cards(at_least=n + 1))[n]
    await sluice.click(card, verdict)

    async def shown() -> bool:
        return "Undo" in [b["text"]["text"] for b in buttons(card["message"])]

    await wait_for(shown, "Undo")


async def test_what_is_decided_and_can_be_undone_is_told_apart(full: World) -> None:
    await decide(full, "Reject")
    answer = await full.said("/assign writer: One more")
    assert "2 things wait for your decision and 1 that you decided can still be undone, which is your limit" in answer
    assert re.search(r"It starts at \d+:\d\d:\d\d", answer), answer
    assert "have decided" not in answer
    assert "The quickest" not in answer and "/collect limit" in answer


async def test_the_next_in_line_is_told_how_many_come_before(full: World) -> None:
    assert "It starts when you have decided 1." in await full.said("/assign writer: One more")
    answer = await full.said("/assign writer: And another")
    assert "It starts when you have decided 2: 1 other task waits before it." in answer


async def test_the_quickest_is_not_what_is_decided(full: World) -> None:
    for _ in range(LIMIT):
        await decide(full, "Reject")
    for n in range(LIMIT):
        answer = await full.said(f"/assign writer: More {n}")
        assert "The quickest" not in answer and "3 things that you decided can still be undone" in answer
    assert "It starts when you have decided" not in answer
    message = full.slack.workspace.ephemerals[ALICE][-1]
    assert "Decide the quickest" not in words(message)


async def test_home_and_the_list_tell_it_apart_too(full: World) -> None:
    await decide(full, "Reject")
    answer = await full.said("/sluice")
    assert "2 wait for you" in answer and "1 decided, can still be undone" in answer
    await full.act("open-home", user=ALICE)

    async def home() -> bool:
        shown = words(full.slack.workspace.homes.get(ALICE, {}))
        return "2 wait for you" in shown and "1 decided, can still be undone" in shown

    await wait_for(home, "Home")


async def test_what_goes_back_to_work_makes_no_room(full: World) -> None:
    card = (await full.cards(at_least=LIMIT))[0]
    await full.click(card, "Revise")
    await full.submit(await full.modal(callback="revise_view"), note="Shorter, please.")

    async def revised() -> bool:
        return "Undo" in [b["text"]["text"] for b in buttons(card["message"])]

    await wait_for(revised, "Undo")
    answer = await full.said("/assign writer: One more")
    assert "2 things wait for your decision and 1 task is under way, which is your limit" in answer
    assert "It starts when you have decided 1." in answer


async def test_a_question_is_told_of_in_one_receipt(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said("/assign writer: Launch FAQ for the beta")

    async def asks() -> bool:
        return "1 waits for you" in await sluice.said("/sluice")

    await wait_for(asks, "the writer asks for its notes")
    assert "An agent asks you something new: /sluice shows what waits for you." in await sluice.said(
        f"/assign writer: Memo\n{NOTES}"
    )
    for n in range(2):
        assert "asks you" not in await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")


async def test_an_agent_without_a_model_and_without_notes_says_what_it_can_do(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        alone = (
            "No language model is connected: researcher only arranges notes that you bring, and this brief has none."
        )
        assert alone in await sluice.said("/assign researcher: What do competitors charge?")
        assert alone in await sluice.said(
            "/assign researcher: What do competitors charge?; by friday; must: names the price"
        )
        assert "No language model" not in await sluice.said(f"/assign researcher: What do competitors charge?\n{NOTES}")


async def test_a_mail_whose_title_says_what_it_says_lacks_nothing(sluice: World) -> None:
    await sluice.said("/assign writer: Mail to Acme that the price is 39 €; by Friday")
    assert "this brief has none" not in words(await sluice.ephemeral(ALICE, "T-1 ·"))
    await sluice.said("/assign writer: Mail to Acme; by Friday")
    assert "this brief has none" in words(await sluice.ephemeral(ALICE, "T-2 ·"))


async def test_who_is_asked_for_material_is_named(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        assert "Paste them with Edit, or answer when it asks." in await sluice.said("/assign writer: Memo")
        told = await sluice.said(f"/assign writer: Another memo; reviewer <@{BOB}>")
        assert f"Paste them with Edit, or <@{BOB}> is asked for them." in told
        await sluice.message_with("Another memo", sluice.dm(BOB))
