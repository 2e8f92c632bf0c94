"""Empty, vague, cross and misplaced words: a short, kind and true answer, and nothing decided or made of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.tables import task
from tests.bot.speaking import a_card, a_digest, button, decided, labels, new_answers, reply, verdicts, write
from tests.world import ALICE, GENERAL, World, count, words, world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot where there is time to undo."""
    async with world(tmp_path, undo_seconds=20) as made:
        yield made


@pytest.mark.parametrize(
    "text, part, press",
    [
        ("no", "I have asked nothing here", ""),
        ("no, thanks", "I have asked nothing here", ""),
        ("never mind", "I have asked nothing here", ""),
        ("cancel T-1", "T-1 · Memo", "Cancel"),
        ("open T-1", "T-1 · Memo", "Show it"),
        ("show me T-1", "T-1 · Memo", "Show it"),
        ("undo", "nothing to undo", ""),
        ("cancel", "Memo", ""),
        ("how many tasks do I have?", "Memo", ""),
        ("Ich brauche Hilfe", "or reply under its card", ""),
        ("I hate this, nothing works!!!", "I am sorry that it does not go well", "Not a task"),
        ("wtf", "I am sorry", "Not a task"),
        ("why 39 €?", "begin with its number: T-1 why 39 €?", "Not a task"),
        ("warum dauert das so lange?", "begin with its number: T-1 warum", "Not a task"),
        ("Sto affogando, aiutami", "I am sorry", "Not a task"),
        ("Ich ertrinke, hilf mir bitte", "I am sorry", "Not a task"),
        ("Ich bin total genervt, nichts funktioniert hier!!", "I am sorry", "Not a task"),
        ("Non funziona niente!", "I am sorry", "Not a task"),
        ("Rien ne marche !!", "I am sorry", "Not a task"),
        ("THIS IS THE THIRD TIME!!! why does nobody do this?", "I am sorry", "Not a task"),
    ],
)
async def test_in_direct_messages(desk: World, text: str, part: str, press: str) -> None:
    await a_card(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, text)
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and part in words(answers[0])
    assert not press or press in labels(answers[0])
    assert await count(desk, task) == 1 and await verdicts(desk) == []


@pytest.mark.parametrize(
    "text, part",
    [
        ("later", "nothing is decided"),
        ("none", "nothing is decided"),
        ("no, thanks", "nothing is decided"),
        ("open 2", "T-2 · Memo 2"),
        ("the first one", "Which one do you mean"),
        ("approve both", "One by one, please"),
        ("🤷", "Which one do you mean"),
        ("x" * 5000, "Which one do you mean"),
    ],
)
async def test_in_a_collections_thread(desk: World, text: str, part: str) -> None:
    message = await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, text)
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and part in words(answers[0])
    assert await verdicts(desk) == []


async def test_undo_with_a_number_takes_the_decision_back(desk: World) -> None:
    message = await a_card(desk)
    await reply(desk, message, "approve")
    await decided(desk, "approve")
    await desk.message_with("T-1 is approved")
    before = len(desk.messages(desk.dm()))
    await write(desk, "undo T-1")
    answers = await new_answers(desk, before)
    assert len(answers) == 1 and "Approve" in labels(answers[0]) and await verdicts(desk) == []


async def test_where_nothing_waits_any_more_it_says_so(desk: World) -> None:
    message = await a_digest(desk)
    await reply(desk, message, "1 approve, 2 reject")
    await decided(desk, "approve", "reject")
    await reply(desk, message, "hmm")
    await desk.message_with("None of these waits for your decision any more")


@pytest.mark.parametrize(
    "brief", ["please fix everything, I am desperate, my boss is furious", "fix it all. We are so late!"]
)
async def test_a_cry_for_help_is_asked_what_should_come_back(desk: World, brief: str) -> None:
    told = await desk.said(f"/assign {brief}")
    assert "It does not say what should come back" in told


@pytest.mark.parametrize(
    "text",
    [
        "hello can someone help me, I am drowning", "I hate this, nothing works!!!", "hi, I'm so stressed",
        "please help me, I am lost 😭", "Sto affogando, aiutami", "Ich ertrinke, hilf mir bitte",
        "Je me noie, aidez-moi !", "Me estoy ahogando, ayúdame por favor",
    ],
)  # fmt: skip
async def test_a_feeling_is_no_brief(desk: World, text: str) -> None:
    told = await desk.said(f"/assign {text}")
    assert "I am sorry that it does not go well" in told and await count(desk, task) == 0


@pytest.mark.parametrize(
    "text, part", [("hello", "Hello. I pass tasks"), ("buongiorno!", "Hello."), ("aiuto", "under its card")]
)
async def test_a_greeting_is_no_brief(desk: World, text: str, part: str) -> None:
    assert part in await desk.said(f"/assign {text}") and await count(desk, task) == 0


@pytest.mark.parametrize(
    "text",
    ["the login is not working", "Memo on why nothing works", "fix the login, I am desperate", "hi, write a memo"],
)
async def test_a_brief_with_a_feeling_is_a_brief(desk: World, text: str) -> None:
    assert "I am sorry" not in await desk.said(f"/assign {text}") and await count(desk, task) == 1


async def test_a_feeling_in_a_mention_is_no_brief(desk: World) -> None:
    await desk.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> can someone help me, I am drowning")
    assert "Nothing was changed" in words(await desk.ephemeral(ALICE, "I am sorry")) and await count(desk, task) == 0


@pytest.mark.parametrize(
    "text",
    [
        "don't approve T-1", "please do not send T-1", "non approvare T-1", "no apruebes T-1", "n'approuve pas T-1",
        "neither T-1 nor T-2", "weder T-1 noch T-2", "né T-1 né T-2", "ni T-1 ni T-2", "not T-1, not T-2",
    ],
)  # fmt: skip
async def test_what_is_not_to_be_decided_is_asked_with_the_buttons_of_its_card(desk: World, text: str) -> None:
    await a_digest(desk)
    before = len(desk.messages(desk.dm()))
    await write(desk, text)
    (told,) = await new_answers(desk, before)
    assert "Nothing was decided" in words(told) and {"Approve", "Reject"} <= set(labels(told))
    assert "Shall I assign" not in words(told) and await verdicts(desk) == []


async def test_words_that_mean_the_opposite_elsewhere_are_asked(desk: World) -> None:
    message = await a_card(desk)
    before = len(desk.messages(desk.dm()))
    await reply(desk, message, "me vale")
    (told,) = await new_answers(desk, before)
    assert "Nothing was decided" in words(told) and await verdicts(desk) == []


async def test_a_question_while_nothing_waits_may_be_a_task(desk: World) -> None:
    await write(desk, "why 39 €?")
    assert "its number" not in words(await desk.message_with("Shall I assign this?"))


@pytest.mark.parametrize("text", ["<@U0BOT> Action items from the call", "<@U0BOT|sluice> action items; by tomorrow"])
async def test_our_name_in_front_of_a_direct_message_is_no_worker(desk: World, text: str) -> None:
    await write(desk, f"{text}\nDana: send the deck by 27 November.")
    asked = await desk.message_with("Shall I assign this?")
    assert "U0BOT" not in words(asked) and "@sluice" not in words(asked).lower()
    await desk.press(asked, button(asked, "Assign it"))
    answer = await desk.message_with("Dana 1")
    assert "ction items" in words(answer)


@pytest.mark.parametrize("text", ["why 39 €?", "which price did you take?"])
async def test_a_question_in_the_thread_of_a_task_at_work_is_no_second_task(desk: World, text: str) -> None:
    said = await desk.act("message", channel=GENERAL, user=ALICE, text="The price page goes live on 15 December.")
    thread = {"channel": GENERAL, "user": ALICE, "thread_ts": said["ts"]}
    await desk.act("message", text="<@U0BOT> answer for Acme: when and how much?", **thread)
    await desk.message_with("What should it say?")
    await desk.act("message", text=f"<@U0BOT> {text}", **thread)
    shown = words(await desk.ephemeral(ALICE, "I am not sure that this is your answer"))
    assert text in shown and await count(desk, task) == 1 and await verdicts(desk) == []
