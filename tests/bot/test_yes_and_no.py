"""A yes or a no to what the bot has just asked presses the button of that question, once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.tables import task
from tests.agents.scripted import Scripted, hands_in, says
from tests.bot.speaking import (
    NOTES,
    a_card,
    a_digest,
    button,
    decided,
    drawn,
    labels,
    new_answers,
    react,
    reply,
    verdicts,
    write,
)
from tests.world import ALICE, BOB, CARA, World, buttons, count, wait_for, words, world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot where there is time to undo."""
    async with world(tmp_path, undo_seconds=20) as made:
        yield made


async def tasks(sluice: World, wanted: int) -> None:
    async def look() -> bool:
        return await count(sluice, task) == wanted

    await wait_for(look, f"{wanted} tasks")


# ---- Shall I assign this?


@pytest.mark.parametrize("text", ["yes", "ok", "👍", "Yes, please!", "sì", "ja bitte", "oui", "vale", "do it"])
@pytest.mark.parametrize("below", [True, False])
async def test_a_yes_assigns_it_once_and_a_second_one_says_so(desk: World, text: str, below: bool) -> None:
    await write(desk, "writer: A memo on seats\nWe ship on 3 March.")
    asked = await desk.message_with("Shall I assign this?")
    await (reply(desk, asked, text) if below else write(desk, text))
    await tasks(desk, 1)
    assert "T-1 · A memo on seats" in words(await drawn(desk, asked, "T-1 · A memo on seats"))
    await desk.message_with("A memo on seats* is T-1.")
    await reply(desk, asked, "yes")
    await desk.message_with("is T-1 already: nothing more was assigned")
    assert await count(desk, task) == 1


async def test_a_yes_after_other_words_is_none_to_what_was_asked_before_them(desk: World) -> None:
    await write(desk, "writer: A memo on seats\nWe ship on 3 March.")
    await desk.message_with("Shall I assign this?")
    before = len(desk.messages(desk.dm()))
    await write(desk, "thanks")
    await new_answers(desk, before)
    before = len(desk.messages(desk.dm()))
    await write(desk, "ok")
    await asyncio.sleep(1)
    assert await count(desk, task) == 0


@pytest.mark.parametrize("text", ["no", "no thanks", "nein danke", "not a task", "never mind", "👎", "no, grazie"])
@pytest.mark.parametrize("below", [True, False])
async def test_a_no_drops_it(desk: World, text: str, below: bool) -> None:
    await write(desk, "writer: A memo on seats")
    asked = await desk.message_with("Shall I assign this?")
    await (reply(desk, asked, text) if below else write(desk, text))
    await drawn(desk, asked, "All right: not a task.")
    await reply(desk, asked, "yes")
    await desk.message_with("You said that this is no task.")
    assert await count(desk, task) == 0


@pytest.mark.parametrize("name, tasks_made", [("+1", 1), ("-1", 0)])
async def test_a_thumb_on_the_question_presses_its_button(desk: World, name: str, tasks_made: int) -> None:
    await write(desk, "writer: A memo on seats")
    asked = await desk.message_with("Shall I assign this?")
    await react(desk, asked, name)
    await drawn(desk, asked, "T-1 · A memo" if tasks_made else "not a task")
    assert await count(desk, task) == tasks_made


async def test_a_yes_after_the_button_says_that_it_is_done(desk: World) -> None:
    await write(desk, "writer: A memo on seats")
    asked = await desk.message_with("Shall I assign this?")
    await desk.press(asked, button(asked, "Assign it"))
    await tasks(desk, 1)
    await reply(desk, asked, "yes")
    await desk.message_with("already")
    assert await count(desk, task) == 1


async def test_the_button_after_a_no_assigns_nothing(desk: World) -> None:
    await write(desk, "writer: A memo on seats")
    asked = await desk.message_with("Shall I assign this?")
    await desk.press(asked, button(asked, "Not a task"))
    await drawn(desk, asked, "All right: not a task.")
    await desk.press(asked, button(asked, "Assign it"))
    await drawn(desk, asked, "You said that this is no task")
    assert await count(desk, task) == 0


async def test_a_yes_to_what_is_refused_keeps_the_words(desk: World) -> None:
    await desk.said("/sluice", BOB)
    await write(desk, "writer: A memo on seats; reviewer @bob")
    asked = await desk.message_with("Shall I assign this?")
    await desk.bot.ledger.do(lambda tx: tx.conn.exec_driver_sql("update person set guest = 1 where user = 'U02BOB'"))
    await reply(desk, asked, "yes")
    told = await desk.message_with("Nothing was created. What you wrote is kept")
    assert button(told, "Open as a form") and await count(desk, task) == 0


async def test_a_no_while_a_yes_is_read_leaves_one_outcome_that_both_tell(desk: World) -> None:
    await write(desk, f"writer: A memo on seats with <@{CARA}>\n{NOTES}")
    asked = await desk.message_with("Shall I assign this?")
    await desk.act("fault", what="delay", method="users.info", value=1.5)
    yes = asyncio.create_task(desk.press(asked, button(asked, "Assign it")))
    await asyncio.sleep(0.4)
    await write(desk, "no")
    await yes
    await asyncio.sleep(2.5)
    told = " ".join(words(message) for message in desk.messages(desk.dm()))
    assert (await count(desk, task), "not a task" in told) in ((0, True), (1, False))


@pytest.mark.parametrize("text", ["merci, c'est parfait", "perfect, thanks!", "thanks", "great", "looks good to me"])
async def test_praise_outside_its_thread_assigns_nothing(desk: World, text: str) -> None:
    await write(desk, "writer: A memo on seats")
    await desk.message_with("Shall I assign this?")
    before = len(desk.messages(desk.dm()))
    await write(desk, text)
    assert await new_answers(desk, before)
    assert await count(desk, task) == 0


async def test_praise_outside_its_thread_approves_nothing_that_was_asked_first(desk: World) -> None:
    await a_card(desk, "writer: Memo; must: names Saturn")
    await write(desk, "T-1 approve")
    await desk.message_with("not met?")
    before = len(desk.messages(desk.dm()))
    await write(desk, "perfect, thanks")
    await new_answers(desk, before)
    assert await verdicts(desk) == []


# ---- what Approve asks first


@pytest.mark.parametrize("text, became", [("yes", ["approve"]), ("ok", ["approve"]), ("no", []), ("no thanks", [])])
async def test_a_yes_approves_what_was_asked_first(desk: World, text: str, became: list[str]) -> None:
    message = await a_card(desk, "writer: Memo; must: names Saturn")
    await reply(desk, message, "approve")
    await desk.message_with("not met")
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, text)
    await decided(desk, *became)
    answers = await new_answers(desk, before)
    part = "T-1 is approved" if became else "All right: nothing is decided. T-1 still waits"
    assert len(answers) == 1 and part in words(answers[0])


async def test_a_yes_approves_what_was_asked_in_direct_messages(desk: World) -> None:
    await a_card(desk, "writer: Memo; must: names Saturn")
    await write(desk, "T-1 approve")
    await desk.message_with("not met?")
    assert await verdicts(desk) == []
    await write(desk, "yes")
    await decided(desk, "approve")
    await write(desk, "yes")
    await desk.message_with("Nothing waits for you.")
    assert await verdicts(desk) == ["approve"]


async def test_the_same_approval_twice_is_no_yes(desk: World) -> None:
    """Slack may send one message again: that is not the person saying it a second time."""
    message = await a_card(desk, "writer: Memo; must: names Saturn")
    await desk.act("fault", what="duplicate", method="message", value=3)
    await reply(desk, message, "approve")
    await desk.message_with("not met")
    await asyncio.sleep(0.6)
    assert await verdicts(desk) == []


async def test_a_yes_in_a_collections_thread_approves_what_was_asked_first(desk: World) -> None:
    await desk.said("/assign writer: Post; must: names Saturn\nWe ship in May.")
    await desk.cards()
    message = await a_digest(desk, before=1)
    await reply(desk, message, "T-1 approve")
    await desk.message_with("not met?")
    await reply(desk, message, "yes")
    await decided(desk, "approve")
    await desk.message_with("T-1 is approved")


# ---- Do you mean this one?


@pytest.mark.parametrize("text, became", [("yes", ["approve"]), ("that one, yes", []), ("no", [])])
@pytest.mark.parametrize("below", [True, False])
async def test_a_yes_to_which_one_is_meant(desk: World, text: str, became: list[str], below: bool) -> None:
    await a_card(desk)
    await write(desk, "looks good")
    asked = await desk.message_with("Do you mean this one?")
    before = len(desk.messages(desk.dm()))
    await (reply(desk, asked, text) if below else write(desk, text))
    assert len(await new_answers(desk, before)) == 1
    await decided(desk, *became)


async def test_a_yes_to_a_refusal_rejects(desk: World) -> None:
    await a_card(desk)
    await write(desk, "drop it")
    await desk.message_with("Do you mean this one?")
    await write(desk, "yes")
    await decided(desk, "reject")


# ---- an agent's question


@pytest.mark.parametrize("text", ["yes", "no"])
async def test_a_yes_that_may_be_for_the_agent_is_asked_again(tmp_path: Path, text: str) -> None:
    asks = says(ask_person={"question": "With prices?", "suggestions": ["Yes", "No"]})
    model = Scripted(script=[asks, hands_in()])
    async with world(tmp_path, load=lambda name, heat: model, suggest=False) as sluice:
        await sluice.said("/assign writer: Memo on prices")
        message = await sluice.message_with("With prices?")
        await reply(sluice, message, "which prices do you know?")
        await sluice.message_with("I am not sure that this is your answer")
        before = len(sluice.messages(sluice.dm()))
        await reply(sluice, message, text)
        again = (await new_answers(sluice, before))[0]
        assert "Answer with these words" in labels(again) and "which prices" in words(again)
        assert await verdicts(sluice) == []


# ---- what is asked of Sluice itself, where something waits


@pytest.mark.parametrize(
    "text, part",
    [
        ("help", "or reply under its card"),
        ("status", "Memo 1"),
        ("what's ready?", "2 wait for you"),
        ("hi", "Hello."),
        ("thanks!", "You are welcome."),
        ("stop", "Nothing of yours is being worked on"),
        ("stop T-3", "T-3 is stopped"),
        ("T-3?", "T-3"),
        ("hilfe", "or reply under its card"),
    ],
)
async def test_in_a_collections_thread_it_is_answered_as_in_direct_messages(desk: World, text: str, part: str) -> None:
    message = await a_digest(desk)
    if "T-3" in text:
        await desk.said("/assign writer: FAQ; must: at most 10 questions")
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, text)
    answers = [m for m in await new_answers(desk, before) if m.get("thread_ts") == message["ts"]]
    assert len(answers) == 1 and part in words(answers[0])
    assert "Which one" not in words(answers[0])
    assert await verdicts(desk) == []


@pytest.mark.parametrize("text, part", [("what's ready?", "1 waits for you"), ("help", "or reply under its card")])
async def test_below_a_card_it_is_answered_as_in_direct_messages(desk: World, text: str, part: str) -> None:
    message = await a_card(desk)
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, text)
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and part in words(answers[0])


@pytest.mark.parametrize(
    "text, part",
    [
        ("status", "T-1"),
        ("help", "or reply under its card"),
        ("yes", "T-1 is approved"),
        ("shorter, please", "revises T-1"),
    ],
)
async def test_in_the_thread_that_made_a_task_it_is_answered(desk: World, text: str, part: str) -> None:
    await write(desk, f"writer: A memo on seats\n{NOTES}")
    asked = await desk.message_with("Shall I assign this?")
    mine = next(m for m in desk.messages(desk.dm()) if m["user"] == ALICE and "memo on seats" in words(m))
    await desk.press(asked, button(asked, "Assign it"))
    await desk.cards()
    before = len(desk.messages(desk.dm()))
    await reply(desk, mine, text)
    answers = await new_answers(desk, before)
    assert any(part in words(m) for m in answers), [words(m) for m in answers]


async def test_a_reply_below_an_answer_is_about_what_it_shows(desk: World) -> None:
    await a_card(desk)
    await write(desk, "T-1 hmm, the second half drags")
    asked = await desk.message_with("I am not sure what you mean")
    await reply(desk, asked, "approve")
    await decided(desk, "approve")
    assert buttons(await desk.message_with("T-1 is approved"))
