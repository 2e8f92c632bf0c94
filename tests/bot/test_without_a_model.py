"""What is made without a model, as its reviewer meets it: nothing incomplete is one tap, and nothing is claimed."""

import pytest

from tests.world import ALICE, GENERAL, Json, World, buttons, wait_for, words

TABLE = "name,seats,renews\nAcme,10,2026-12-20\nBolt,5,2026-12-01\nCrow,7,2027-01-05"
ANNOUNCED = "The office closes at noon on Friday, since the heating is being repaired then."
LETTER = "Dana: Will I get a refund? Will you send the corrected invoice?\nBob: I look.\n\nAnswer: The refund of 240 € comes in 5 days."


async def a_card(sluice: World, text: str) -> Json:
    await sluice.said(f"/assign {text}")
    return (await sluice.cards())[0]


async def opened(sluice: World, card: Json) -> str:
    """Return all that Open shows of a card."""
    await sluice.click(card, "Open")
    return words((await sluice.modal())["blocks"])


def asks(message: Json) -> str:
    """Return what Approve asks before it approves; empty where it asks nothing."""
    press = next(b for b in buttons(message) if b["text"]["text"] == "Approve")
    return words(press["confirm"]) if "confirm" in press else ""


@pytest.mark.parametrize("goal", ["Launch FAQ", "fix the login bug", "Compare the three vendors", "Decision memo"])
async def test_a_task_without_material_comes_back_as_a_question(sluice: World, goal: str) -> None:
    await sluice.said(f"/assign writer: {goal}; must: at most 10 questions")
    asked = await sluice.message_with(f"Which notes should “{goal}” be made from?")
    assert [b["text"]["text"] for b in buttons(asked)] == ["Open", "Answer…"]
    assert "Needs your words" in words(asked) and "check" not in words(asked)


async def test_an_incomplete_draft_is_never_one_tap(sluice: World) -> None:
    notes = "Q: When does it come?\nA: It comes on 20 January.\nQ: What does it cost?"
    message = (await a_card(sluice, f"writer: FAQ; must: at most 10 questions\n{notes}"))["message"]
    shown = words(message)
    assert "1 of 1 check met" in shown and "Look at one thing" in shown and "One tap" not in shown
    assert "Missing: No answer is labelled for “What does it cost?”" in shown
    assert "Approve an incomplete draft?" in asks(message)


async def test_words_as_they_are_are_one_tap_and_ask_nothing(sluice: World) -> None:
    message = (await a_card(sluice, "writer: Post; must: at most 10 words\nIt comes on 20 January."))["message"]
    assert "One tap" in words(message) and asks(message) == ""


async def test_what_rules_arranged_is_to_be_compared(sluice: World) -> None:
    notes = "Q: When does it come?\nA: It comes on 20 January."
    message = (await a_card(sluice, f"writer: FAQ; must: at most 10 questions\n{notes}"))["message"]
    assert "Look at one thing" in words(message) and "One tap" not in words(message)
    assert "Compare it with the notes: rules arranged it" in words(message)


async def test_a_check_of_nothing_is_not_checked(sluice: World) -> None:
    shown = words(
        (await a_card(sluice, "writer: Memo; must: at most 10 questions\nWe ship.\nBob will call Acme by 3 May."))[
            "message"
        ]
    )
    assert "checks met" not in shown and "Not checked: “at most 10 questions”" in shown
    assert "One tap" not in shown


async def test_words_of_ours_are_not_counted(sluice: World) -> None:
    """The greeting, the thanks and the regards of a letter would make twelve."""
    text = "writer: Answer to Dana; must: at least 8 words\nDana: When does it end?\n\nSay: It ends on Monday."
    shown = words((await a_card(sluice, text))["message"])
    assert "Not met: “at least 8 words” (4 words)" in shown


async def test_what_a_letter_says_is_asked_and_not_taken_from_a_thread(sluice: World) -> None:
    first = await sluice.act("message", channel=GENERAL, user=ALICE, text="When does the beta end?")
    await sluice.act("message", channel=GENERAL, user=ALICE, text="It was moved, I think.", thread_ts=first["ts"])
    said = "<@U0BOT> writer: Answer the question; must: names 20 January"
    await sluice.act("message", channel=GENERAL, user=ALICE, text=said, thread_ts=first["ts"])
    assert "They ask: “When does the beta end?”" in words(await sluice.message_with("What should it say?"))


async def test_a_reply_asks_before_others_read_it(sluice: World) -> None:
    message = (await a_card(sluice, f"writer: Answer to Dana; to #random; must: names 240 €\n{LETTER}"))["message"]
    assert "Approve posts in <#C02RND>" in words(message) and "One tap" not in words(message)
    assert "nobody has checked" in asks(message) and "“Will you send the corrected invoice?”" in asks(message)


async def test_short_lines_are_a_list(sluice: World) -> None:
    shown = await opened(sluice, await a_card(sluice, "writer: sort my list\npear\napple\nfig"))
    assert "apple\nfig\npear" in shown.partition("What came back")[2]


async def test_two_columns_are_a_table_with_its_header(sluice: World) -> None:
    card = await a_card(sluice, "analyst: totals\nmonth,sales\nJan 10,120\nFeb 10,95\nMar 10,105")
    assert "sales: 320 in total, most in Jan 10" in words(card["message"])
    shown = (await opened(sluice, card)).partition("What came back")[2]
    assert shown.index("month   sales") < shown.index("Jan 10  120")


async def test_a_question_to_a_table_is_said_not_to_be_answered(sluice: World) -> None:
    question = "which customers renew this year?; must: names Bolt; must: at most 100 words"
    card = await a_card(sluice, f"writer: {question}\nList them with seats, earliest first.\n{TABLE}")
    shown = words(card["message"])
    assert "2 of 2 checks met" in shown and "One tap" not in shown
    assert "Not answered: the table is shown." in shown
    assert "Missing: The question was not answered" in shown and "Approve an incomplete draft?" in asks(card["message"])
    everything = await opened(sluice, card)
    assert "List them" not in everything.partition("What came back")[2]
    assert "Not followed, that needs a language model: “List them with seats, earliest first.”" in everything


async def test_an_addition_that_only_a_question_mentions_is_not_called_done(sluice: World) -> None:
    card = await a_card(sluice, f"writer: Answer to Dana\n{LETTER}")
    await sluice.click(card, "Revise")
    view = await sluice.modal(callback="revise_view")
    await sluice.submit(view, note="please add the corrected invoice")

    async def second() -> Json | None:
        return next((c for c in await sluice.cards() if "v2 · T-1" in words(c["message"])), None)

    card = await wait_for(second, "v2")
    assert "v2 is the same text as v1. Your 1 point: not done." in words(card["message"])
    shown = await opened(sluice, card)
    assert "not done: new sentences need a language model." in shown
    assert (
        "Corrected invoice" not in shown
        and "They ask, and check that each is answered: “Will I get a refund?”" in shown
    )


TALK = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\nAlice: Who tells the partners?\n"


async def test_what_is_left_out_to_fit_is_named(sluice: World) -> None:
    message = (await a_card(sluice, f"writer: Decision memo; must: at most 12 words\n{TALK}"))["message"]
    assert "1 of 1 check met" in words(message)
    assert "Missing: Left out" in words(message) and "Approve an incomplete draft?" in asks(message)


async def test_an_announcement_is_posted_as_it_was_written(sluice: World) -> None:
    card = await a_card(sluice, f"writer: Announcement; to #random; must: at most 14 words\n{ANNOUNCED}")
    assert "1 of 1 check met" in words(card["message"])
    await sluice.click(card, "Approve")
    post = await sluice.message_with("The office closes", channel="C02RND")
    *said, small = post["blocks"]
    assert words(said).split() == ANNOUNCED.split()
    assert small["type"] == "context" and "approved by <@U01ALICE>" in words(small)
    assert len(sluice.messages("C02RND")) == 1 and not post.get("files")


async def test_the_rows_of_a_file_are_a_table_and_open_names_the_file(sluice: World) -> None:
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    made = await sluice.act("file", user=ALICE, name="dues.csv", text="Name,Due\nAcme,Jan 10\nBolt,Jan 12\n")
    await sluice.submit(view, goal="make a table", files=[made["body"]])
    card = (await sluice.cards())[0]
    assert "2 rows. Due: Jan 10 to Jan 12." in words(card["message"])
    shown = await opened(sluice, card)
    assert "(with dues.csv)" in shown.partition("What came back")[0] and "Acme  Jan 10" in shown


async def test_marks_are_no_words(sluice: World) -> None:
    shown = await opened(sluice, await a_card(sluice, "writer: sort my list\npear\napple\nfig"))
    assert "*What came back* · 3 words" in shown


async def test_a_reply_in_a_public_thread_is_never_one_tap_and_claims_no_answer(sluice: World) -> None:
    asked = "When does it ship, and can the customer rely on it?"
    first = await sluice.act("message", channel=GENERAL, user=ALICE, text=asked)
    await sluice.act("message", channel=GENERAL, user=ALICE, text="Say: It is 20 January.", thread_ts=first["ts"])
    said = "<@U0BOT> write a reply to the customer; must: names 20 January; must: at most 60 words"
    await sluice.act("message", channel=GENERAL, user=ALICE, text=said, thread_ts=first["ts"])
    message = (await sluice.cards())[0]["message"]
    shown = words(message)
    assert "2 of 2 checks met" in shown and "Look at one thing" in shown and "One tap" not in shown
    assert "Answers" not in shown and f"They ask, and check that each is answered: “{asked}”." in shown
    assert "nobody has checked" in asks(message)
