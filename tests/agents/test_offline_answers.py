"""Questions and what answers them: without a model, nothing counts as an answer that is about something else."""

from dataclasses import replace

import pytest

from agents.contract import CannotDo, Waits
from agents.offline.worker import OfflineWorker
from storage.rules.task import MATERIAL, Draft, Source
from tests.agents.given import assignment

UNCLAIMED = "Arranged from your lines. Whether it answers is for you to check."


async def made_of(goal: str, thread: str) -> Draft:
    given = assignment(goal)
    brief = replace(given.task.brief, sources=(Source("the thread", thread),))
    return await OfflineWorker().work(replace(given, task=replace(given.task, brief=brief)))


@pytest.mark.parametrize(
    "thread, questions",
    [
        (
            "Alice: Birch Ltd asks: When does the app come to Lyon? They have waited since May. Is training included?\n"
            "Cara: It is 20 January, Bob told me.",
            ["When does the app come to Lyon?", "Is training included?"],
        ),
        (
            "When does the app come to Lyon? Is training included?\nIt is 20 January, Bob told me.",
            ["When does the app come to Lyon?", "Is training included?"],
        ),
        (
            "Dana: Will I get a refund?\nDana: I paid twice.\nDana: Is there a discount?\n"
            "Alice: The refund of 240 € comes in 5 days.",
            ["Will I get a refund?", "Is there a discount?"],
        ),
        ("Dana: Is there a discount?\nAlice: Not this year.", ["Is there a discount?"]),
    ],
)
async def test_a_reply_names_each_question_and_claims_no_answer(thread: str, questions: list[str]) -> None:
    made = await made_of("write an answer to Birch Ltd", thread)
    assert made.summary == UNCLAIMED and made.missing == ()
    assert made.remarks == (f"They ask: {', '.join(f'“{q}”' for q in questions)}. Check that each is answered.",)
    assert "?" not in made.body and "waited" not in made.body and "paid twice" not in made.body


async def test_questions_in_a_row_stand_in_an_faq_each_with_its_own_answer() -> None:
    made = await made_of("FAQ", "Will I get a refund? Is there a discount?\nThe refund comes in 5 days. Wait for it.")
    assert made.body.startswith("**Will I get a refund?**\nThe refund comes in 5 days. Wait for it.\n\n**Is there a")
    assert made.missing == ("No answer to “Is there a discount?”",)


async def test_a_letter_thanks_in_the_words_of_the_thread_alone() -> None:
    made = await made_of(
        "answer to Dana", "Dana: When does the refund come?\nBob: Thank you, Dana. It comes on 3 May.\nBob: Thanks!"
    )
    assert made.body == "Hello Dana,\n\nThank you, Dana. It comes on 3 May.\nThanks!"


ROSSI = "Rossi asks: When does the price change? It changes on 15 December. What does it cost? It costs 39 €."
LETTER = "Hello Rossi,\n\n{}\n\nKind regards"


async def letter(goal: str, **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, **more))


@pytest.mark.parametrize("goal", ["Reply to the customer\n", "Answer to Rossi\n", "reply: "])
async def test_answers_beside_their_questions_make_a_letter(goal: str) -> None:
    made = await letter(goal + ROSSI)
    assert made.body == LETTER.format("It changes on 15 December. It costs 39 €.")
    assert made.summary == UNCLAIMED and made.missing == ()


@pytest.mark.parametrize(
    "text",
    [
        "From: Rossi, Acme\nTo: alice@x.example\nSubject: the price\n\nHello,\nwhen does the price change?\n\nBest, Rossi",
        "From: Rossi <rossi@x.example>\nDear Alice,\nWhen does the price change? We wait for it.\nBest regards\nRossi",
        "Hi Alice,\nWhen does the price change?\nThanks, Rossi",
        "Gentile Alice,\nquando cambia il prezzo?\nCordiali saluti, Rossi",
        "Da: Rossi\nBuongiorno,\nquando cambia il prezzo?\nGrazie\nRossi",
    ],
)
async def test_a_pasted_mail_is_answered_by_its_name(text: str) -> None:
    with pytest.raises(Waits, match="What should the answer say"):
        await letter(f"Reply to the mail\n{text}")
    made = await letter(f"Reply to the mail\n{text}", answers={MATERIAL: "The price changes on 15 December."})
    assert made.body == LETTER.format("The price changes on 15 December.")


async def test_an_instruction_in_an_answer_is_followed_and_never_sent() -> None:
    answers = {MATERIAL: "The price changes on 15 December. Change 15 December to 2 December, please."}
    made = await letter("Reply to the mail\nHi Alice,\nWhen does the price change?\nThanks, Rossi", answers=answers)
    assert made.body == LETTER.format("The price changes on 2 December.")
    with pytest.raises(CannotDo):
        answers = {MATERIAL: "change 15 December to 2 December, and shorter please"}
        await letter("Reply to the mail\nHi Alice,\nWhen does the price change?\nThanks, Rossi", answers=answers)


@pytest.mark.parametrize(
    "text, body",
    [
        ("They ask for the price. It is 39 €.", "It is 39 €."),
        ("The customer wants to know the date.\nIt is 3 May.", "It is 3 May."),
        ("Rossi asked about the refund. It comes on Monday.", "It comes on Monday."),
    ],
)
async def test_that_somebody_asks_is_no_sentence_of_the_answer(text: str, body: str) -> None:
    made = await letter(f"Reply to the customer\n{text}")
    assert made.body == f"Hello,\n\n{body}\n\nKind regards" and made.summary == UNCLAIMED


async def test_what_stands_behind_a_question_in_a_mail_is_no_answer() -> None:
    text = "Hi,\nWhen does the price change? We wait since May. Is training included?\nThanks, Rossi"
    made = await letter(f"Reply to it\n{text}", answers={MATERIAL: "The price changes on 15 December."})
    assert made.body == "Hello Rossi,\n\nThe price changes on 15 December.\n\nKind regards"
