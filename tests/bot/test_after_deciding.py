"""Words under what is decided already: taken back, added to, or said plainly; never taken for the decision itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.agents.scripted import Scripted, hands_in, says
from tests.bot.speaking import NOTES, a_card, a_digest, button, decided, labels, new_answers, reply, verdicts, write
from tests.world import Json, World, words, world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot where there is time to undo."""
    async with world(tmp_path, undo_seconds=20) as made:
        yield made


@pytest.fixture
async def model() -> Scripted:
    asks = says(ask_person={"question": "Which price?", "suggestions": ["39 €", "29 €"]})
    return Scripted(script=[asks, hands_in()])


@pytest.fixture
async def asking(tmp_path: Path, model: Scripted) -> AsyncIterator[World]:
    """A running bot whose agent asks something, with time to undo."""
    async with world(tmp_path, load=lambda name, heat: model, suggest=False, undo_seconds=20) as made:
        yield made


async def answered(sluice: World) -> Json:
    """Return the message of an agent's question that was answered."""
    await sluice.said("/assign writer: Memo on prices")
    message = await sluice.message_with("Which price?")
    await reply(sluice, message, "39 €")
    await decided(sluice, "answer")
    await sluice.message_with("goes on with T-1")
    return message


async def one_answer(sluice: World, message: Json, text: str) -> Json:
    before = len(sluice.messages(sluice.dm()))
    await reply(sluice, message, text)
    answers = await new_answers(sluice, before)
    assert len(answers) == 1
    return answers[0]


async def test_undo_takes_an_answer_back(asking: World) -> None:
    told = await one_answer(asking, await answered(asking), "undo")
    assert await verdicts(asking) == [] and "taken back" in words(told)
    assert "39 €" in labels(told) and "I am not sure" not in words(told)


@pytest.mark.parametrize("text", ["no, drop it", "cancel", "👎", "reject", "no"])
async def test_a_no_after_an_answer_asks_what_it_takes_back(asking: World, text: str) -> None:
    message = await answered(asking)
    told = await one_answer(asking, message, text)
    assert await verdicts(asking) == ["answer"] and labels(told) == ["Undo", "Cancel task"]
    await asking.press(told, button(told, "Cancel task"))
    await asking.message_with("canceled")
    assert "canceled" in await asking.said("/sluice T-1")


@pytest.mark.parametrize("text", ["looks good, approve", "in German please", "and shorter", "sorry, with the discount"])
async def test_other_words_after_an_answer_go_to_the_agent_or_say_what_is_true(asking: World, text: str) -> None:
    told = words(await one_answer(asking, await answered(asking), text))
    assert await verdicts(asking) == ["answer"]
    assert "answered already" in told if "approve" in text else "writer hears that" in told


@pytest.mark.parametrize("first, then", [("approve", "reject"), ("reject", "approve"), ("approve", "approve")])
async def test_the_opposite_of_a_decision_says_that_it_is_decided_with_undo(desk: World, first: str, then: str) -> None:
    message = await a_card(desk)
    await reply(desk, message, first)
    await decided(desk, first)
    await desk.message_with(f"T-1 is {first.rstrip('e')}")
    told = await one_answer(desk, message, then)
    assert "decided already" in words(told) and labels(told) == ["Undo"]
    assert await verdicts(desk) == [first]
    await desk.press(told, button(told, "Undo"))
    await decided(desk)


async def test_undo_under_a_draft_takes_its_decision_back(desk: World) -> None:
    message = await a_card(desk)
    await reply(desk, message, "approve")
    await decided(desk, "approve")
    await desk.message_with("T-1 is approved")
    told = await one_answer(desk, message, "undo please")
    assert await verdicts(desk) == [] and "waits for you again" in words(told)


async def test_undo_with_nothing_to_undo_says_so(desk: World) -> None:
    message = await a_card(desk)
    assert "nothing to undo" in words(await one_answer(desk, message, "undo"))
    before = len(desk.messages(desk.dm()))
    await write(desk, "undo")
    assert "nothing to undo" in words((await new_answers(desk, before))[0])


async def test_undo_after_its_time_shows_the_way_that_is_left(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=0) as sluice:
        message = await a_card(sluice)
        await reply(sluice, message, "approve")
        await sluice.message_with("T-1 is approved")
        await sluice.message_with("It was added")
        told = await one_answer(sluice, message, "undo")
        assert "Too late to undo" in words(told) and labels(told) == ["Reopen"]


async def test_undo_in_direct_messages_shows_what_can_be_undone(desk: World) -> None:
    message = await a_digest(desk)
    await reply(desk, message, "2 approve")
    await decided(desk, "approve")
    await desk.message_with("T-2 is approved")
    before = len(desk.messages(desk.dm()))
    await write(desk, "undo")
    told = (await new_answers(desk, before))[0]
    assert "T-2" in words(told) and labels(told) == ["Undo"]


# ---- everything at once


@pytest.mark.parametrize(
    "text",
    ["approve everything", "approve all", "reject all", "alle freigeben", "approve them all", "approva tutto",
     "tout approuver", "yes to all", "approve all of them please", "aprobar todo", "retry all"],
)  # fmt: skip
async def test_nothing_is_decided_in_bulk_by_words(desk: World, text: str) -> None:
    message = await a_digest(desk, 4)
    for said in (lambda: reply(desk, message, text), lambda: write(desk, text)):
        before = len(desk.messages(desk.dm()))
        await said()
        answers = await new_answers(desk, before)
        told = words(answers[0])
        assert len(answers) == 1 and "one by one" in told.lower() and "Shall I" not in told
        assert labels(answers[0]).count("Approve") == 0
    assert "T-1" in told and labels(answers[0]) == ["Bring it now"]
    assert await verdicts(desk) == []


async def test_all_of_one_is_that_one(desk: World) -> None:
    await a_card(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, "approve all")
    told = (await new_answers(desk, before))[0]
    assert "Do you mean this one?" in words(told) and "Approve" in labels(told)


async def test_all_in_a_brief_is_a_brief(desk: World) -> None:
    await write(desk, f"approve all the press releases in these notes\n{NOTES}")
    await desk.message_with("Shall I assign this?")


@pytest.mark.parametrize("text", ["T-1, T-2 later", "T-1, not T-2: approve", "T-1 no T-2 ok", "T-1, T-2"])
async def test_what_was_decided_before_is_not_told_as_decided_now(desk: World, text: str) -> None:
    message = await a_digest(desk)
    for said, verdict in (("1 approve", ["approve"]), ("2 reject", ["approve", "reject"])):
        await reply(desk, message, said)
        await decided(desk, *verdict)
    await desk.message_with("T-2 is rejected")
    before = len(desk.messages(desk.dm()))
    await write(desk, text)
    (told,) = await new_answers(desk, before)
    assert "T-1 is decided already: you approved" in words(told) and "T-1 is approved" not in words(told)
    assert "T-2 is decided already: you rejected" in words(told) and "T-2 is rejected" not in words(told)
    assert labels(told) == ["Undo", "Undo"] and await verdicts(desk) == ["approve", "reject"]


async def test_later_under_what_is_decided_says_that_it_is(desk: World) -> None:
    message = await a_card(desk)
    await reply(desk, message, "approve")
    await decided(desk, "approve")
    await desk.message_with("T-1 is approved")
    assert "T-1 is decided already: you approved" in words(await one_answer(desk, message, "later"))
