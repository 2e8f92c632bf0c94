"""Words that approve or reject, under an agent's question that offers other answers: nobody's day is “approve”."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.agents.scripted import Scripted, hands_in, says
from tests.bot.speaking import button, decided, labels, new_answers, reply, verdicts, write
from tests.world import Json, World, world

UNSURE = "I am not sure that this is your answer. Nothing was answered."


@asynccontextmanager
async def asked(folder: Path, question: str, *answers: str) -> AsyncIterator[tuple[World, Json, Scripted]]:
    """Give a running bot whose agent asks something, the message of that, and the agent's model."""
    asks = says(ask_person={"question": question, "suggestions": list(answers)})
    model = Scripted(script=[asks, hands_in()])
    async with world(folder, load=lambda name, heat: model, suggest=False) as sluice:
        await sluice.said("/assign writer: Invitation to the webinar")
        yield sluice, await sluice.message_with(question), model


@pytest.mark.parametrize(
    "text", ["approve T-1", "T-1 approve", "T-1 reject", "T-1 ok, send it", "T-1 va bene", "T-1 yes"]
)
async def test_to_the_bot_nothing_is_answered_and_the_answers_are_offered(tmp_path: Path, text: str) -> None:
    async with asked(tmp_path, "Which day?", "9 December", "16 December") as (sluice, _, model):
        before = len(sluice.messages(sluice.dm()))
        await write(sluice, text)
        answer = (await new_answers(sluice, before))[0]
        assert {"9 December", "16 December", "Answer with these words"} <= set(labels(answer))
        assert await verdicts(sluice) == []
        await sluice.press(answer, button(answer, "16 December"))
        await decided(sluice, "answer")
        await sluice.cards()
        assert "16 December" in str(model.seen)


@pytest.mark.parametrize("text", ["approve", "looks good, approve", "yes", "reject", "👍", "sieht gut aus"])
async def test_below_its_card_nothing_is_answered(tmp_path: Path, text: str) -> None:
    async with asked(tmp_path, "Which day?", "9 December", "16 December") as (sluice, message, _):
        await reply(sluice, message, text)
        answer = await sluice.message_with(UNSURE)
        assert "9 December" in labels(answer) and await verdicts(sluice) == []


@pytest.mark.parametrize("text", ["approve", "T-1 approve", "reject"])
async def test_a_word_of_the_buttons_is_no_answer_to_a_question_without_any(tmp_path: Path, text: str) -> None:
    async with asked(tmp_path, "Which day?") as (sluice, message, _):
        await reply(sluice, message, text)
        assert "Answer with these words" in labels(await sluice.message_with(UNSURE))
        assert await verdicts(sluice) == []


@pytest.mark.parametrize(
    "question, answers, text",
    [
        ("With prices?", ("Yes", "No"), "yes"),
        ("With prices?", ("Yes", "No"), "no"),
        ("With prices?", ("Yes, with prices", "Yes", "No"), "ja"),
        ("With prices?", (), "yes"),
        ("Which day?", ("9 December", "16 December"), "neither"),
        ("Which day?", ("9 December", "16 December"), "the 11th, please"),
        ("Which day?", ("9 December", "16 December"), "16 December"),
    ],
)
async def test_what_may_be_an_answer_is_one(tmp_path: Path, question: str, answers: tuple[str, ...], text: str) -> None:
    async with asked(tmp_path, question, *answers) as (sluice, message, model):
        await reply(sluice, message, text)
        await decided(sluice, "answer")
        await sluice.cards()
        assert text in str(model.seen)
