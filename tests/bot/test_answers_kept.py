"""An answer to an agent that is not taken is kept, and offered again as it was written."""

import pytest
import sqlalchemy as sa

from storage.tables import decision, inbox
from tests.bot.speaking import button
from tests.world import ALICE, Json, World, count, words

FAQ = "/assign writer: Launch FAQ; must: at most 10 questions"
WORDS = "Words that took an hour"


async def answer_form(sluice: World) -> Json:
    await sluice.said(FAQ)
    asked = await sluice.message_with("Which notes should “Launch FAQ” be made from?", within=60)
    await sluice.press(asked, button(asked, "Answer…"))
    return await sluice.modal(callback="answer_view")


def field(view: Json, name: str) -> Json:
    return next(b["element"] for b in view["blocks"] if b.get("block_id") == name)


async def file(sluice: World, name: str, text: str) -> Json:
    picked: Json = (await sluice.act("file", user=ALICE, name=name, text=text))["body"]
    return picked


@pytest.mark.parametrize("name, text", [("notes.xyz", "a\0b"), ("scan.pdf", "no PDF"), ("empty.md", "")])
async def test_an_answer_whose_file_can_not_be_read_is_offered_again(sluice: World, name: str, text: str) -> None:
    view = await answer_form(sluice)
    good, bad = await file(sluice, "faq.md", "What does it cost?\nIt costs 39 €."), await file(sluice, name, text)
    await sluice.submit(view, note=WORDS, files=[good, bad])
    told = await sluice.message_with(f"{name} could not be read")
    assert "Nothing was answered. What you wrote is kept" in words(told)
    assert await count(sluice, decision) == 0
    await sluice.press(told, button(told, "Answer again"))
    again = await sluice.modal(callback="answer_view")
    assert field(again, "note")["initial_value"] == WORDS
    assert f"{name} could not be read" in words(again["blocks"]) and "faq.md comes along" in words(again["blocks"])
    await sluice.submit(again)
    card = (await sluice.cards())[0]
    await sluice.click(card, "Open")
    assert "It costs 39 €." in words((await sluice.modal())["blocks"])


async def test_a_link_that_can_not_be_read_is_offered_again(sluice: World) -> None:
    view = await answer_form(sluice)
    link = "https://test.slack.com/archives/C0NOWHERE/p1700000000000100"
    await sluice.submit(view, note=WORDS, link=link)
    told = await sluice.message_with("Nothing was answered. What you wrote is kept")
    await sluice.press(told, button(told, "Answer again"))
    again = await sluice.modal(callback="answer_view")
    assert field(again, "note")["initial_value"] == WORDS and field(again, "link")["initial_value"] == link


@pytest.mark.parametrize("with_file", [True, False])
async def test_an_answer_to_a_closed_task_gives_the_words_back(sluice: World, with_file: bool) -> None:
    view = await answer_form(sluice)
    files = [await file(sluice, "faq.md", "It costs 39 €.")] if with_file else []
    receipt = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(receipt, button(receipt, "Cancel"))
    await sluice.submit(view, note=WORDS, **({"files": files} if files else {}))
    told = await sluice.message_with(WORDS)
    assert "Nothing was answered" in words(told) and "What you typed, to copy" in words(told)
    await sluice.press(told, button(told, "Open as a form"))
    again = await sluice.modal(callback="handoff_view")
    assert field(again, "goal")["initial_value"] == WORDS


async def test_the_words_are_kept_before_the_window_says_so(sluice: World) -> None:
    view = await answer_form(sluice)
    receipt = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(receipt, button(receipt, "Cancel"))
    before = await notes_kept(sluice)
    assert "What you wrote is in your direct messages" in str(await sluice.submit(view, note=WORDS))
    assert await notes_kept(sluice) == before + 1


async def notes_kept(sluice: World) -> int:
    kept = sa.select(inbox.c.kept).where(inbox.c.team == "T01TEST")
    rows = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(kept).scalars().all())
    return sum((row or {}).get("text") == WORDS for row in rows)


async def test_an_answer_that_is_too_late_the_second_time_gives_the_words_back(sluice: World) -> None:
    view = await answer_form(sluice)
    await sluice.submit(view, note=WORDS, files=[await file(sluice, "notes.xyz", "a\0b")])
    told = await sluice.message_with("Nothing was answered")
    receipt = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(receipt, button(receipt, "Cancel"))
    await sluice.press(told, button(told, "Answer again"))
    closed = await sluice.ephemeral(ALICE, "does not wait for an answer any more")
    assert WORDS in words(closed)
