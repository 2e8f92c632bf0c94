"""Who never used Sluice and is named as a reviewer is asked once; until they say yes, who assigned it decides."""

from pathlib import Path

import pytest

from tests.bot.speaking import button, reply
from tests.bot.test_story import NOTES
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, World, buttons, wait_for, words, world


@pytest.fixture
async def new(tmp_path: Path):
    """Bob and Cara never used Sluice; Alice has her times."""
    async with world(tmp_path, veterans=()) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        yield sluice


def sent_to(sluice: World, user: str) -> list[str]:
    return [words(message) for message in sluice.messages(sluice.dm(user))]


async def asked(sluice: World, user: str = BOB) -> dict:
    async def look() -> dict | None:
        found = [m for m in sluice.messages(sluice.dm(user)) if "asks you to decide" in words(m)]
        return found[0] if found else None

    return dict(await wait_for(look, f"{user} is asked"))


async def waits(sluice: World, user: str, count: int) -> None:
    async def look() -> bool:
        return f"{count} wait" in await sluice.said("/sluice", user)

    await wait_for(look, f"{count} wait for {user}")


async def test_a_new_reviewer_is_asked_and_decides_once_they_say_yes(new: World) -> None:
    receipt = await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    assert "writer has started" in receipt
    assert f"you decide until <@{BOB}>, who is new here and was asked, says yes" in receipt
    await new.said(f"/assign writer: Second memo; reviewer <@{BOB}>\n{NOTES}")
    question = await asked(new)
    assert f"Your answer holds for all that <@{ALICE}> assigns with your name." in words(question)
    assert "Launch memo" in words(question) and [b["text"]["text"] for b in buttons(question)] == ["Take it", "Not me"]
    await waits(new, ALICE, 2)
    assert len(sent_to(new, BOB)) == 1, sent_to(new, BOB)  # no welcome, no draft, no second question

    await new.press(question, button(question, "Take it"), BOB)
    await new.message_with("From now on you decide on", new.dm(BOB))
    await waits(new, BOB, 2)
    assert "Nothing waits for you" in await new.said("/sluice")
    receipt = await new.said(f"/assign writer: Third memo; reviewer <@{BOB}>\n{NOTES}")
    assert f"<@{BOB}> decides" in receipt


async def test_who_says_no_is_not_asked_again_and_it_stays(new: World) -> None:
    await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    question = await asked(new)
    await new.press(question, button(question, "Not me"), BOB)
    await new.message_with(f"<@{BOB}> does not decide on T-1: it stays with you.", new.dm(ALICE))
    receipt = await new.said(f"/assign writer: Second memo; reviewer <@{BOB}>\n{NOTES}")
    assert f"you decide: <@{BOB}> was asked and does not" in receipt
    await waits(new, ALICE, 2)

    async def redrawn() -> bool:
        return not any("asks you" in text for text in sent_to(new, BOB))

    await wait_for(redrawn, "the question asks nothing any more")


async def test_what_its_assigner_decided_meanwhile_stays_decided(new: World) -> None:
    await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    question = await asked(new)
    await waits(new, ALICE, 1)
    await new.said("/collect now")
    (card,) = await new.cards(at_least=1)
    await new.click(card, "Reject")

    async def closed() -> bool:
        return "· rejected" in await new.said("/sluice T-1")

    await wait_for(closed)
    await new.press(question, button(question, "Take it"), BOB)
    await new.message_with("From now on you decide on", new.dm(BOB))
    assert "rejected" in await new.said("/sluice T-1")


async def test_each_who_names_somebody_asks_for_themselves(new: World) -> None:
    await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    await new.said(f"/assign writer: Price memo; reviewer <@{BOB}>\n{NOTES}", CARA)
    question = await asked(new)
    await new.press(question, button(question, "Take it"), BOB)
    await new.message_with("From now on you decide on", new.dm(BOB))
    assert "Price memo" in words(await asked(new))
    await waits(new, CARA, 1)


async def test_nobody_decides_on_their_own_work_meanwhile(new: World) -> None:
    refused = await new.said(f"/assign <@{ALICE}>: Write the memo; reviewer <@{BOB}>")
    assert f"<@{BOB}> never used Sluice, and nobody decides here unasked" in refused
    assert not sent_to(new, BOB)


async def test_under_four_eyes_nobody_can_decide_meanwhile(tmp_path: Path) -> None:
    async with world(tmp_path, veterans=(), four_eyes=True) as sluice:
        refused = await sluice.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
        assert f"<@{BOB}> never used Sluice" in refused
        await sluice.said("/collect at 9:00 daily", BOB)
        assert f"<@{BOB}> decides" in await sluice.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")


async def test_rows_and_runs_ask_once_and_come_to_who_agreed(new: World) -> None:
    receipt = await new.said(
        f"/assign writer: Answer {{row}}; for each of: Acme, Bolt, Corp; reviewer <@{BOB}>\n{NOTES}"
    )
    assert "3 rows" in receipt, receipt
    shown = new.slack.workspace.ephemerals.get(ALICE, [])
    await new.press(shown[-1], button(shown[-1], "Start all 3"))
    question = await asked(new)
    assert "and on 2 more" in words(question)
    await waits(new, ALICE, 3)
    await new.press(question, button(question, "Take it"), BOB)
    await waits(new, BOB, 3)
    assert len([text for text in sent_to(new, BOB) if "asks you" in text]) == 0


async def test_nobody_new_stands_in_unasked(new: World) -> None:
    refused = await new.said(f"/collect away until Monday, <@{BOB}> decides")
    assert f"<@{BOB}> never used Sluice" in refused and "You are away" not in await new.said("/collect")
    await new.said("/collect at 9:00 daily", BOB)
    assert f"<@{BOB}>" in await new.said(f"/collect away until Monday, <@{BOB}> decides")


async def test_who_takes_no_tasks_or_is_away_is_told_how_they_can_take_it(new: World) -> None:
    await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    question = await asked(new)
    await new.said("/sluice not me", BOB)
    await new.press(question, button(question, "Take it"), BOB)
    await new.ephemeral(BOB, "You take no tasks now. /sluice me again takes that back; then press Take it.")
    await new.said("/sluice me again", BOB)
    await new.press(question, button(question, "Take it"), BOB)
    await new.message_with("From now on you decide on", new.dm(BOB))


async def test_a_task_is_not_passed_to_somebody_new_unasked(new: World) -> None:
    await new.said(f"/assign writer: Launch memo\n{NOTES}")
    page = await new.command("/sluice T-1")
    shown = new.slack.workspace.ephemerals[ALICE][-1]
    await new.press(shown, button(shown, "Give to…"))
    answer = await new.submit(await new.modal(callback="give_view"), reviewer=BOB)
    assert "never used Sluice" in str(answer["body"]["errors"]["reviewer"]), (page, answer)


@pytest.mark.parametrize(("button_text", "told"), [("Take it", "decides"), ("Not me", "was asked and does not")])
async def test_an_answer_counts_also_while_nothing_waits_for_it(new: World, button_text: str, told: str) -> None:
    await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    question = await asked(new)
    receipt = new.slack.workspace.ephemerals[ALICE][-1]
    await new.press(receipt, button(receipt, "Cancel"))
    await new.ephemeral(ALICE, "is canceled")
    await new.press(question, button(question, button_text), BOB)
    await new.message_with("From now on you decide" if button_text == "Take it" else "You did not take", new.dm(BOB))
    receipt = await new.said(f"/assign writer: Second memo; reviewer <@{BOB}>\n{NOTES}")
    assert f"<@{BOB}> {told}" in receipt
    assert not any("asks you to decide" in text for text in sent_to(new, BOB))
    if button_text == "Not me":
        await new.message_with(f"<@{BOB}> does not decide on what you assign.", new.dm(ALICE))


async def test_a_no_holds_for_who_asked_though_others_had_a_yes(new: World) -> None:
    await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    await new.said(f"/assign writer: Price memo; reviewer <@{BOB}>\n{NOTES}", CARA)

    async def both() -> list[dict] | None:
        found = [m for m in new.messages(new.dm(BOB)) if "asks you to decide" in words(m)]
        return found if len(found) == 2 else None

    first, second = await wait_for(both, "both ask")
    await new.press(first, button(first, "Take it"), BOB)
    await waits(new, BOB, 1)
    receipt = await new.said(f"/assign writer: Rate memo; reviewer <@{BOB}>\n{NOTES}", CARA)
    assert f"you decide until <@{BOB}>" in receipt  # he has not answered her yet
    await new.press(second, button(second, "Not me"), BOB)
    await new.message_with(f"<@{BOB}> does not decide on T-2, T-3: they stay with you.", new.dm(CARA))
    receipt = await new.said(f"/assign writer: Last memo; reviewer <@{BOB}>\n{NOTES}", CARA)
    assert f"you decide: <@{BOB}> was asked and does not" in receipt
    assert f"<@{BOB}> decides" in await new.said(f"/assign writer: Other memo; reviewer <@{BOB}>\n{NOTES}")


async def test_chains_lists_and_repetitions_say_who_decides_meanwhile(new: World) -> None:
    chain = await new.said(f"/assign writer: Vendors; then writer: Pick; reviewer <@{BOB}>\n{NOTES}")
    assert f"Pick · you decide until <@{BOB}>, who is new here and was asked, says yes" in chain
    rows = await new.said(f"/assign writer: Answer {{row}}; for each of: Acme, Bolt, Corp; reviewer <@{CARA}>\n{NOTES}")
    assert "3 at a time: your limit is" in rows and f"you decide until <@{CARA}>" in rows
    again = await new.said(f"/assign writer: Report; every weekday 7:00; reviewer <@{CARA}>\n{NOTES}")
    assert "while the last one waits for you" in again and f"you decide until <@{CARA}>" in again
    await asked(new)
    assert not sent_to(new, CARA)  # no welcome before there is a task to ask about


async def test_a_list_says_how_many_one_person_may_have_with_another(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        rows = ", ".join(f"Row {n}" for n in range(9))
        told = await sluice.said(f"/assign writer: Answer; for each of: {rows}; reviewer <@{BOB}>\n{NOTES}")
        assert f"4 at a time: <@{BOB}>'s limit is 12, 0 wait or are under way, and they take 4 of one person" in told


@pytest.mark.parametrize(("word", "told"), [("yes", "From now on you decide on"), ("no thanks", "You did not take")])
async def test_a_yes_or_a_no_below_the_question_answers_it(new: World, word: str, told: str) -> None:
    await new.said(f"/assign writer: Launch memo; reviewer <@{BOB}>\n{NOTES}")
    await reply(new, await asked(new), word, BOB)
    await new.message_with(told, new.dm(BOB))
