"""What is missing is asked for, or told in the receipt, before anybody waits for a draft that is worth nothing."""

import asyncio
from pathlib import Path

import sqlalchemy as sa

from storage.tables import decision
from tests.agents.scripted import Scripted, hands_in
from tests.world import ALICE, GENERAL, World, buttons, wait_for, words, world

FAQ = "/assign writer: Launch FAQ; must: at most 10 questions"


async def test_an_agent_that_lacks_what_it_needs_says_so_in_the_receipt(sluice: World) -> None:
    answer = await sluice.said("/assign coder: Fix the login bug")
    assert "coder works on code, and that needs a language model" in answer
    assert "Who runs Sluice can set" in answer
    problem = await sluice.message_with("coder works on code, and that needs a language model", within=60)
    assert not [b for b in buttons(problem) if b["text"]["text"] == "Approve"]
    assert "can't be done here" in answer
    assert "can't be done here" not in await sluice.said(
        "/assign writer: Memo\nWe decided to ship.\nWho tells the partners?"
    )


async def test_a_coder_without_a_repository_says_so_in_the_receipt(tmp_path: Path) -> None:
    model = Scripted(script=[hands_in()])
    async with world(tmp_path, load=lambda name, heat: model, suggest=False) as sluice:
        answer = await sluice.said("/assign coder: Fix the login bug")
        assert "can't be done here" in answer and "Back as soon as" not in answer
        assert "coder works on a repository, and none is configured here. Who runs Sluice can name one" in answer
        assert model.seen == []


async def answer_form(sluice: World) -> dict:
    await sluice.said(FAQ)
    asked = await sluice.message_with("Which notes should “Launch FAQ” be made from?", within=60)
    assert "Approve" not in [b["text"]["text"] for b in buttons(asked)]
    await sluice.press(asked, next(b for b in buttons(asked) if b["text"]["text"] == "Answer…"))
    return await sluice.modal(callback="answer_view")


async def test_a_brief_without_material_becomes_a_question_and_its_answer_the_draft(sluice: World) -> None:
    view = await answer_form(sluice)
    await sluice.submit(view, note="Q: When does it come?\nA: It comes on 20 January.")
    card = (await sluice.cards())[0]
    await sluice.click(card, "Open")
    shown = words((await sluice.modal())["blocks"])
    assert "It comes on 20 January." in shown
    assert "at most 10 questions" in shown


async def test_files_and_a_thread_are_an_answer_too(sluice: World) -> None:
    first = await sluice.act(
        "message", channel=GENERAL, user=ALICE, text="Q: Who gets the beta?\nA: Every team gets it."
    )
    await sluice.act("message", channel=GENERAL, user=ALICE, text="Every team gets it.", thread_ts=first["ts"])
    file = (await sluice.act("file", user=ALICE, name="faq.md", text="Q: What does it cost?\nA: It costs 39 €."))[
        "body"
    ]
    view = await answer_form(sluice)
    link = f"https://test.slack.com/archives/{GENERAL}/p{first['ts'].replace('.', '')}"
    wrong = await sluice.submit(view, link="https://example.org/x")
    assert "link" in wrong["body"]["errors"]
    empty = await sluice.submit(view)
    assert "note" in empty["body"]["errors"]
    await sluice.submit(view, files=[file], link=link)
    card = (await sluice.cards())[0]
    await sluice.click(card, "Open")

    async def shown() -> str:
        return words((await sluice.modal())["blocks"])

    text = await wait_for(shown, "the draft")
    assert "It costs 39 €." in text and "Every team gets it." in text


async def test_a_second_version_that_would_be_the_same_is_not_made(sluice: World) -> None:
    receipt = await sluice.said("/assign writer: Memo on the beta; 2 versions\nWe ship in May.\nWho tells Acme?")
    assert "has started on 2 versions" not in receipt
    assert "Of the 2 versions one is made: without a model a second would be the same." in receipt
    card = (await sluice.cards())[0]
    assert "did not work" not in words(card["message"])
    assert "Compare" not in [b["text"]["text"] for b in buttons(card["message"])]


HALF = "don't approve T-1 yet", "Approve T-1, then write a summary for Bob", "approve T-1?", "T-1 don't approve yet"


async def test_a_verdict_is_no_material(sluice: World) -> None:
    await sluice.said("/assign writer: Launch FAQ")
    await sluice.message_with("Which notes")
    for words_said in ("T-1 approve", "T-1 yes", "T-1 no, drop it", *HALF):
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text=words_said)
    await asyncio.sleep(1.5)
    assert not await sluice.bot.ledger.see(lambda tx: tx.conn.execute(sa.select(decision.c.id)).all())


async def test_words_that_would_only_come_back_become_a_question_and_never_a_draft(sluice: World) -> None:
    await sluice.said("/assign writer: memo: The office moves on 3 May. Bring your boxes.")
    asked = await sluice.message_with("Which notes belong to “memo”?", within=60)
    assert "Approve" not in [b["text"]["text"] for b in buttons(asked)]
    await sluice.press(asked, next(b for b in buttons(asked) if b["text"]["text"] == "Answer…"))
    view = await sluice.modal(callback="answer_view")
    await sluice.submit(view, note="We decided to move since the lease ends.\nBob will order the van by Friday.")
    await sluice.click((await sluice.cards())[0], "Open")
    shown = words((await sluice.modal())["blocks"])
    assert "The office moves on 3 May." in shown and "Next steps" in shown


async def test_what_only_a_model_could_do_is_no_draft_and_says_what_would_help(sluice: World) -> None:
    await sluice.said("/assign writer: Translate it: The office moves on 3 May.")
    problem = await sluice.message_with("needs a language model", within=60)
    assert "Did not work" in words(problem) and "Connect one" in words(problem)
    assert "Approve" not in [b["text"]["text"] for b in buttons(problem)]


async def draft_card(sluice: World) -> dict:
    async def found() -> dict | None:
        return next((c for c in await sluice.cards() if "v1 · T-1" in words(c["message"])), None)

    return await wait_for(found, "v1", within=60)


async def test_a_sentence_given_after_it_did_not_work_is_its_material(sluice: World) -> None:
    await sluice.said("/assign writer: Answer to Acme\nHi, when does the money come?\nRegards, Dana")
    await sluice.message_with("What should it say?", within=60)
    for said, answer in (
        ("T-1 please add the corrected invoice", "needs a language model"),
        ("T-1 what now?", "What should happen?"),
    ):
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text=said)
        await sluice.message_with(answer, within=60)
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1 The money comes on 28 November.")
    await sluice.click(await draft_card(sluice), "Open")
    shown = words((await sluice.modal())["blocks"])
    assert "Hello Acme," in shown and "The money comes on 28 November." in shown.partition("What came back")[2]
    assert "Not followed, that needs a language model: “please add the corrected invoice”" in shown


async def test_after_a_refusal_to_give_any_a_sentence_is_material_too(sluice: World) -> None:
    await sluice.said("/assign writer: Launch post")
    await sluice.message_with("Which notes", within=60)
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1 there is none")
    await sluice.message_with("Did not work", within=60)
    for said in ("T-1 yes", "T-1 thanks"):
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text=said)
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1 We launch on 20 January in Lyon.")
    await sluice.click(await draft_card(sluice), "Open")
    shown = words((await sluice.modal())["blocks"])
    assert "We launch on 20 January in Lyon." in shown and "Missing" not in shown


async def test_of_versions_that_would_be_the_same_the_one_says_what_it_lacks(sluice: World) -> None:
    await sluice.said("/assign writer: Slogan; 2 versions\nShort one.")
    card = await sluice.message_with("Slogan")
    assert "“Slogan” needs a language model." in words(card) and "second version" not in words(card)
