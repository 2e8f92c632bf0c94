"""A card's number, first or after its verb, does what the card's button does; a wish asks about that card alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.roster.contract import Plain
from agents.roster.ends import CannotDo
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from tests.bot.speaking import a_digest, button, decided, labels, new_answers, reply, verdicts, write
from tests.far_times import FAR
from tests.world import Json, World, wait_for, words, world


class Mixed(Plain):
    """Fails what is called Broken, and hands in the rest."""

    async def work(self, given: Assignment) -> Draft:
        if "Broken" in given.task.brief.goal:
            raise CannotDo("The vault is empty.")
        return Draft(
            version=given.version,
            title="Tagline",
            summary=f"Tagline {given.version}",
            body=f"Tagline {given.version}",
            made_by="made by a test",
        )


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, workers={"writer": Mixed()}, undo_seconds=20) as made:
        yield made


async def mixed(sluice: World) -> tuple[Json, dict[str, int]]:
    """Return a collection of a draft, two versions and what did not work, with the number of each card."""
    await sluice.said(f"/collect at {FAR} daily")
    for brief in ("Memo", "Tagline; 2 versions", "Broken"):
        await sluice.said(f"/assign writer: {brief}")

    async def ready() -> bool:
        return "3 wait for you" in await sluice.said("/sluice")

    await wait_for(ready)
    await sluice.said("/collect now")
    message: Json = await sluice.message_with("Did not work · Broken")
    shown = words(message)
    named = {"memo": "· Memo", "versions": "· Tagline", "broken": "· Did not work"}
    return message, {name: next(n for n in (1, 2, 3) if f"{n} {part}" in shown) for name, part in named.items()}


async def answers_to(sluice: World, message: Json | None, text: str) -> list[Json]:
    before = len(sluice.messages(sluice.dm()))
    await (reply(sluice, message, text) if message else write(sluice, text))
    return await new_answers(sluice, before)


@pytest.mark.parametrize(
    "card, text, became, taken",
    [
        ("versions", "{n} take A", "approve", "approved: version A"),
        ("versions", "{n} B please", "approve", "approved: version B"),
        ("versions", "take B of {n}", "approve", "approved: version B"),
        ("versions", "T-2 take A", "approve", "approved: version A"),
        ("broken", "{n} retry", "retry", "T-3"),
        ("broken", "retry {n}", "retry", "T-3"),
        ("broken", "{n} try again please", "retry", "T-3"),
        ("broken", "T-3 retry", "retry", "T-3"),
    ],
)  # fmt: skip
async def test_a_verb_of_the_card_does_what_its_button_does(
    desk: World, card: str, text: str, became: str, taken: str
) -> None:
    message, numbers = await mixed(desk)
    answers = await answers_to(desk, message, text.format(n=numbers[card]))
    assert len(answers) == 1 and taken in words(answers[0])
    assert became in await verdicts(desk)


@pytest.mark.parametrize("text", ["T-2 take B", "T-2 B"])
async def test_a_version_is_taken_by_its_task_in_direct_messages(desk: World, text: str) -> None:
    await mixed(desk)
    await answers_to(desk, None, text)
    await decided(desk, "approve")


@pytest.mark.parametrize("text", ["{n} undo", "undo {n}", "T-1 undo", "undo T-1"])
async def test_undo_by_number(desk: World, text: str) -> None:
    message, numbers = await mixed(desk)
    await answers_to(desk, message, f"{numbers['memo']} approve")
    await decided(desk, "approve")
    told = (await answers_to(desk, message, text.format(n=numbers["memo"])))[0]
    assert await verdicts(desk) == [] and "waits for you again" in words(told)


@pytest.mark.parametrize("text", ["{n} reopen", "reopen {n}", "T-1 reopen", "reopen T-1"])
async def test_reopen_by_number(tmp_path: Path, text: str) -> None:
    async with world(tmp_path, workers={"writer": Mixed()}, undo_seconds=0) as sluice:
        message, numbers = await mixed(sluice)
        await answers_to(sluice, message, f"{numbers['memo']} approve")
        await sluice.message_with("It was added")
        answers = await answers_to(sluice, message, text.format(n=numbers["memo"]))
        assert any("T-1 is open again" in words(told) for told in answers)
        await sluice.message_with("1 to decide")


@pytest.mark.parametrize(
    "text", ["{n} in German please", "{n} shorter please", "{n} no thanks", "{n} B please", "{n} retry"]
)
async def test_a_wish_without_a_colon_asks_about_that_card_alone(desk: World, text: str) -> None:
    message, numbers = await mixed(desk)
    answers = await answers_to(desk, message, text.format(n=numbers["memo"]))
    assert len(answers) == 1 and await verdicts(desk) == []
    assert labels(answers[0]).count("Approve") == 1 and "T-2" not in words(answers[0])
    assert "Revise with these words" in labels(answers[0])
    await desk.press(answers[0], button(answers[0], "Revise with these words"))
    await decided(desk, "revise")


@pytest.mark.parametrize(
    "text", ["hmm", "7 in German please", "approve", "in German please", "9 approve", "12 words at most"]
)
async def test_an_answer_is_never_a_wall_of_cards(desk: World, text: str) -> None:
    message = await a_digest(desk, 6)
    answers = await answers_to(desk, message, text)
    assert len(answers) == 1 and labels(answers[0]).count("Approve") <= 1
    assert "T-" in words(answers[0]) and await verdicts(desk) == []


async def test_the_example_is_of_something_that_is_open(desk: World) -> None:
    message = await a_digest(desk, 3)
    await answers_to(desk, message, "1 approve")
    await decided(desk, "approve")
    told = words((await answers_to(desk, message, "hmm"))[0])
    first = words(message).partition("1 · Memo")[2][:20]
    assert "2 approve" in told and "1 approve" not in told and first
