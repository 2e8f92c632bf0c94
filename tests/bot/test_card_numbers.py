"""A card's number decides its card in the thread of its message; what is not clear decides nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.tables import decision
from tests.bot.speaking import NOTES, a_digest, button, decided, drawn, labels, new_answers, now, reply, verdicts, write
from tests.bot.test_installation import ring
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, GENERAL, Json, World, buttons, wait_for, words, world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot where there is time to undo."""
    async with world(tmp_path, undo_seconds=20) as made:
        yield made


@pytest.mark.parametrize(
    "text, became",
    [
        ("2 approve", "approve"),
        ("approve 2", "approve"),
        ("2: approve", "approve"),
        ("#2 👍", "approve"),
        ("reject 2: too expensive", "reject"),
        ("2: shorter, please", "revise"),
        ("lehne 2 ab", "reject"),
        ("approva la 2", "approve"),
    ],
)
async def test_a_number_decides_its_card_with_undo(desk: World, text: str, became: str) -> None:
    message = await a_digest(desk)
    second = words(message).partition("2 · Memo")[2]
    assert second
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, text)
    await decided(desk, became)
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and answers[0]["thread_ts"] == message["ts"]
    assert "T-2" in words(answers[0]) and "T-1" not in words(answers[0])
    await desk.press(answers[0], button(answers[0], "Undo"))
    await decided(desk)


@pytest.mark.parametrize(
    "text, became",
    [
        ("1 approve, 2 reject", ["approve", "reject"]),
        ("2: approve, 1 reject", ["approve", "reject"]),
        ("approve 1 and 2", ["approve", "approve"]),
        ("1 und 2 genehmigt", ["approve", "approve"]),
        ("T-1 approve, T-2 reject", ["approve", "reject"]),
        ("1 ok\n2: shorter, please", ["approve", "revise"]),
    ],
)
async def test_several_numbers_are_decided_each_and_answered_once(desk: World, text: str, became: list[str]) -> None:
    message = await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, text)
    await decided(desk, *became)
    answers = await new_answers(desk, before)
    assert len(answers) == 1
    assert "T-1" in words(answers[0]) and "T-2" in words(answers[0])
    undo = [b for b in buttons(answers[0]) if b["text"]["text"] == "Undo"]
    assert len(undo) == 2
    await desk.press(answers[0], undo[1])
    await decided(desk, became[0])
    shown = await drawn(desk, answers[0], "waits for you again")
    assert labels(shown).count("Undo") == 1


@pytest.mark.parametrize(
    "text",
    [
        "2 versions?",
        "I need 2",
        "39",
        "39 €",
        "2 more examples please",
        "approve all but 2",
        "don't approve 2",
        "approve 2?",
        "approve 2, not 1",
        "approve 2 if legal agrees",
        "1 approve 2",
        "approve 2 of them",
        "2",
        "1-2 approve",
        "at 10:30 approve",
    ],
)
async def test_what_is_no_clear_decision_decides_nothing_and_is_answered(desk: World, text: str) -> None:
    message = await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, text)
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and "T-" in words(answers[0])
    assert await verdicts(desk) == []


async def test_a_number_that_no_card_has_says_which_there_are(desk: World) -> None:
    message = await a_digest(desk)
    await reply(desk, message, "5 approve")
    asked = await desk.message_with("There is no 5 here")
    assert await verdicts(desk) == []
    assert "T-1" in words(asked) and "T-2" in words(asked) and labels(asked) == []


async def test_which_one_is_asked_with_buttons(desk: World) -> None:
    message = await a_digest(desk)
    await reply(desk, message, "approve")
    asked = await desk.message_with("Which one do you mean: T-1, T-2?")
    assert labels(asked).count("Approve") == 2 and await verdicts(desk) == []


@pytest.mark.parametrize(
    "text, example",
    [("why 39 €?", "T-1 why 39 €?"), ("shorter & simpler, please", "T-1 shorter &amp; simpler, please")],
)
async def test_which_one_is_asked_with_the_words_as_the_example(desk: World, text: str, example: str) -> None:
    message = await a_digest(desk)
    await reply(desk, message, text)
    asked = await desk.message_with("Which one do you mean: T-1, T-2?")
    assert f"for example: {example}" in words(asked) and await verdicts(desk) == []


async def test_what_its_button_would_ask_first_is_asked(desk: World) -> None:
    await desk.said("/assign writer: Post; must: names Saturn\nWe ship in May.")
    await desk.cards()
    message = await a_digest(desk, before=1)
    first = words(message)
    number = next(n for n in "123" if f"{n} · Post" in first)
    await reply(desk, message, f"{number} approve")
    asked = await desk.message_with("not met?")
    assert await verdicts(desk) == []
    await desk.press(asked, button(asked, "Approve"))
    await decided(desk, "approve")


async def test_the_same_line_twice_decides_and_answers_once(desk: World) -> None:
    message = await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await desk.act("fault", what="duplicate", method="message", value=3)
    await reply(desk, message, "1 approve, 2 reject")
    await decided(desk, "approve", "reject")
    assert len(await new_answers(desk, before)) == 1


async def test_only_their_reviewer_decides_by_number(desk: World) -> None:
    await desk.said(f"/collect here at {FAR} daily")
    message = await a_digest(desk)
    place: Json = {"channel": message["channel"], "ts": message["ts"]}
    assert place["channel"] == desk.dm(ALICE)
    await reply(desk, message, "1 approve, 7 reject")
    told = await desk.message_with("There is no 7 here")
    assert "T-1 is approved" in words(told) and await verdicts(desk) == ["approve"]


async def test_numbers_in_a_direct_message_ask_with_the_cards_of_the_last_collection(desk: World) -> None:
    await a_digest(desk)
    await write(desk, "2 approve")
    asked = await desk.message_with("Do you mean")
    assert await verdicts(desk) == [] and "T-2" in words(asked)
    await desk.press(asked, button(asked, "Approve"))
    await decided(desk, "approve")


async def test_t_numbers_in_a_direct_message_are_decided_each(desk: World) -> None:
    await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, "T-1 approve, T-2 reject: off topic")
    await decided(desk, "approve", "reject")
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and "off topic" in words(answers[0])


async def test_a_yes_and_a_no_about_named_tasks_decide_both_with_undo_each(desk: World) -> None:
    await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, "T-1 ok, T-2 no")
    await decided(desk, "approve", "reject")
    (answer,) = await new_answers(desk, before)
    assert labels(answer).count("Undo") == 2
    await desk.press(answer, [b for b in buttons(answer) if b["text"]["text"] == "Undo"][0])
    await decided(desk, "reject")


@pytest.mark.parametrize("text", ["T-1 ok, T-2 no idea", "T-1 ok, T-2 no?", "T-1 no, T-2 approve"])
async def test_a_no_that_is_not_clear_decides_neither_and_asks_with_buttons(desk: World, text: str) -> None:
    await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, text)
    (answer,) = await new_answers(desk, before)
    assert labels(answer).count("Approve") == 2 and labels(answer).count("Undo") == 0 and await verdicts(desk) == []


@pytest.mark.parametrize("text", ["T-1, not T-2: approve", "T-1 instead of T-2 ok", "T-1 is better than T-2, approve"])
async def test_words_between_tasks_that_are_not_understood_decide_none_of_them(desk: World, text: str) -> None:
    await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, text)
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and "I am not sure what you mean. Nothing was decided." in words(answers[0])
    assert labels(answers[0]).count("Approve") == 2 and await verdicts(desk) == []


async def test_each_card_with_a_colon_gets_its_own_words(desk: World) -> None:
    message = await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, "1: shorter 2: add the price")
    await decided(desk, "revise", "revise")
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and labels(answers[0]).count("Undo") == 2
    notes = sa.select(decision.c.note).where(decision.c.team == "T01TEST").order_by(decision.c.id)
    kept = await desk.bot.ledger.see(lambda tx: tx.conn.execute(notes).scalars().all())
    assert list(kept) == ["shorter", "add the price"]


@pytest.mark.parametrize("rest", ["should be shorter", "lines too long"])
async def test_uncertain_words_are_no_answer_to_an_agents_question(tmp_path: Path, rest: str) -> None:
    async with world(tmp_path, undo_seconds=20, judged=False) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        await sluice.said(f"/assign writer: Memo 1\n{NOTES}")
        await sluice.said("/assign writer: Memo on the seats")

        async def ready() -> bool:
            return "2 wait for you" in await sluice.said("/sluice")

        await wait_for(ready)
        await sluice.said("/collect now")
        message = (await sluice.cards(at_least=1))[-1]["message"]
        number = "2" if "2 · Question" in words(message) else "1"
        before = len(sluice.messages(sluice.dm()))
        await reply(sluice, message, f"{number} {rest}")
        answers = await new_answers(sluice, before)
        assert await verdicts(sluice) == []
        assert len(answers) == 1 and "I am not sure that this is your answer" in words(answers[0])
        await sluice.press(answers[0], button(answers[0], "Answer with these words"))
        await decided(sluice, "answer")


async def test_a_card_that_is_decided_says_so(desk: World) -> None:
    message = await a_digest(desk)
    await reply(desk, message, "2 approve")
    await decided(desk, "approve")
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, "2 reject")
    await new_answers(desk, before)
    await asyncio.sleep(0.3)
    assert await verdicts(desk) == ["approve"] and "T-2" in words(now(desk, message))


async def test_in_a_channel_each_decides_their_own_and_others_are_not_answered(desk: World) -> None:
    await desk.said(f"/collect here at {FAR} daily")
    for n, more in ((1, ""), (2, "; reviewer <@U02BOB>")):
        await desk.said(f"/assign writer: Memo {n}{more}\n{NOTES}")
    await desk.cards()
    await desk.cards(BOB)
    await ring(desk, GENERAL)
    message = (await desk.cards(channel=GENERAL, at_least=2))[0]["message"]
    mine, other = ("1", "2") if "1 · Memo 1" in words(message) else ("2", "1")
    for text in ("hmm", "2", "7 approve", "thanks", "2 versions?"):
        await reply(desk, message, text, CARA)
    await reply(desk, message, f"{mine} approve, {other} reject")
    told = words(await desk.ephemeral(ALICE, "T-1 is approved"))
    assert "T-2 is decided by <@U02BOB>" in told and await verdicts(desk) == ["approve"]
    await reply(desk, message, f"{other} reject", BOB)
    await desk.ephemeral(BOB, "T-2 is rejected")
    assert not desk.slack.workspace.ephemerals.get(CARA)
    assert not [m for m in desk.messages(GENERAL) if "Undo" in labels(m) and m["ts"] != message["ts"]]
